import assert from 'node:assert/strict';
import {test} from 'node:test';
import {count, cut, limit} from '../../webui/static/js/characters.js';

const FAMILY = '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u200d\u{1F466}';
const FLAG = '\u{1F1E9}\u{1F1EA}';
const ACUTE = 'e\u0301';

/** A field as a browser has it. @param {string} value @param {number | null} [caret] */
function field(value, caret = value.length) {
  const it = {value, selectionStart: caret, setSelectionRange: (/** @type {number} */ at) => { it.selectionStart = at; }};
  limit(/** @type {HTMLInputElement} */ (/** @type {unknown} */ (it)), 10);
  return [it.value, it.selectionStart];
}

test('a character is a code point, as the server counts', () => {
  assert.equal(count('abc'), 3);
  assert.equal(count('\u{1F600}'), 1);
  assert.equal(count(FAMILY), 7);
  assert.equal(count(ACUTE), 1, 'composed, as it is kept');
});

test('a text is cut between what people take for characters', () => {
  assert.equal(cut('abcdef', 4), 'abcd');
  assert.equal(cut('abc', 4), 'abc');
  assert.equal(cut('\u{1F600}'.repeat(40), 40), '\u{1F600}'.repeat(40), 'forty emoji are forty characters');
  assert.equal(cut('\u{1F600}'.repeat(41), 40), '\u{1F600}'.repeat(40));
  assert.equal(cut(`ab${FAMILY}`, 8), 'ab', 'no half family');
  assert.equal(cut(`ab${FAMILY}c`, 9), `ab${FAMILY}`);
  assert.equal(cut(`${FLAG}${FLAG}`, 3), FLAG, 'no half flag');
  assert.equal(cut(`abc${ACUTE}d`, 4), `abc${ACUTE}`);
  assert.equal(cut('abc', 0), '');
});

test('a field that has too much loses what came in last, and the caret stays there', () => {
  assert.deepEqual(field('0123456789'), ['0123456789', 10]);
  assert.deepEqual(field('0123456789x'), ['0123456789', 10]);
  assert.deepEqual(field('01xyz23456789', 5), ['0123456789', 2]);
  assert.deepEqual(field(`01${FAMILY}2345`, 13), ['012345', 2]);
  assert.deepEqual(field('0123456789xyz', null), ['0123456789', 10]);
  assert.deepEqual(field('0123456789xyz', 0), ['0123456789', 0]);
});
