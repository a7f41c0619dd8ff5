import assert from 'node:assert/strict';
import {test} from 'node:test';
import {count, cut, limit} from '../../webui/static/js/values/characters.js';

const FAMILY = '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u200d\u{1F466}';
const FLAG = '\u{1F1E9}\u{1F1EA}';
const ACUTE = 'e\u0301';

/** A field as a browser has it. @param {string} value @param {number | null} [caret] */
function field(value, caret = value.length) {
  const it = {value, selectionStart: caret, setSelectionRange: (/** @type {number} */ at) => { it.selectionStart = at; }};
  limit(/** @type {HTMLInputElement} */ (/** @type {unknown} */ (it)), 10);
  return [it.value, it.selectionStart];
}

test('a character is what people take for one, as the server counts', () => {
  assert.equal(count('abc'), 3);
  for (const one of ['\u{1F600}', FAMILY, FLAG, ACUTE, '\u1112\u1161\u11ab', '1\ufe0f\u20e3', '\r\n']) assert.equal(count(one), 1, one);
  assert.equal(count('a\u200db'), 2);
  assert.equal(count(`a${'\u0301'.repeat(16)}`), 2, 'a tower of marks is several');
});

test('a text is cut between what people take for characters', () => {
  assert.equal(cut('abcdef', 4), 'abcd');
  assert.equal(cut('abc', 4), 'abc');
  assert.equal(cut('\u{1F600}'.repeat(41), 40), '\u{1F600}'.repeat(40));
  assert.equal(cut(`ab${FAMILY}c`, 2), 'ab', 'no half family');
  assert.equal(cut(`ab${FAMILY}c`, 3), `ab${FAMILY}`);
  assert.equal(cut(`${FLAG}${FLAG}`, 1), FLAG, 'no half flag');
  assert.equal(cut(`abc${ACUTE}d`, 4), `abc${ACUTE}`);
  assert.equal(cut('abc', 0), '');
});

test('a field that has too much loses what came in last, and the caret stays there', () => {
  assert.deepEqual(field('0123456789'), ['0123456789', 10]);
  assert.deepEqual(field('0123456789x'), ['0123456789', 10]);
  assert.deepEqual(field('01xyz23456789', 5), ['0123456789', 2]);
  assert.deepEqual(field(`0123${FAMILY}456789`, 15), ['0123456789', 4]);
  assert.deepEqual(field(ACUTE.repeat(11)), [ACUTE.repeat(10), 20]);
  assert.deepEqual(field('0123456789xyz', null), ['0123456789', 10]);
  assert.deepEqual(field('0123456789xyz', 0), ['0123456789', 0]);
});
