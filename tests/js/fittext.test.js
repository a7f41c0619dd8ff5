import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fitText} from '../../webui/static/js/ui/text_block.js';

/** Letters of type of 100 pixels are 50 wide. @param {string} text */
const measure = (text) => text.length * 50;

test('a text is as large as its cell allows, and no larger than was meant', () => {
  assert.equal(fitText('ACT 2', 200, 100, 96, measure).size, 80);
  assert.equal(fitText('ACT 2', 1000, 100, 20, measure).size, 20);
  assert.equal(fitText('ACT 2', 1000, 50, 96, measure).size, 40);
});

test('no word breaks while there is smaller type, and lines count', () => {
  assert.equal(fitText('Beginners please', 90, 500, 96, measure).size, 20);
  assert.equal(fitText('One\nTwo\nThree', 1000, 75, 96, measure).size, 20);
});

test('what is too long is cut after the lines that there is room for', () => {
  assert.deepEqual(fitText('word '.repeat(100), 100, 50, 20, measure), {size: 14, lines: 2});
  assert.deepEqual(fitText('word', 100, 5, 20, measure), {size: 14, lines: 1});
  assert.deepEqual(fitText('one two three', 60, 500, 30, measure, 2), {size: 17, lines: 2});
});
