import assert from 'node:assert/strict';
import {test} from 'node:test';
import {longest, wordsOf} from '../../webui/static/js/controls/switch_words.js';

test('each look has a word of its own, at rest for what is an act, while it is on for what is so', () => {
  const looks = ['plain', 'go', 'stop', 'standby', 'solo'];
  assert.deepEqual(looks.map((look) => wordsOf({look}, false).rest[0]), ['FLASH', '▶ GO', '■ STOP', '◇ STANDBY', '◉ SOLO']);
  assert.deepEqual(looks.map((look) => wordsOf({look}, true).on[0]), ['▶ ON', '▶ ON', '■ ON', '◇ STANDBY', '◉ SOLO']);
  for (const look of looks) {
    assert.deepEqual(wordsOf({look}, true).rest, ['OFF']);
    assert.equal(wordsOf({look}, false).on[0], '● PRESSED');
  }
  assert.deepEqual(wordsOf({}, true), wordsOf({look: 'plain'}, true));
  assert.deepEqual(wordsOf({look: 'of a newer show'}, false).rest, ['OFF']);
});

test('what must be kept pressed says so, and says its state first where it has one', () => {
  assert.deepEqual(wordsOf({look: 'stop', guard: true}, false).rest, ['KEEP PRESSED ■', 'KEEP ■']);
  assert.deepEqual(wordsOf({look: 'stop', guard: true}, true), {rest: ['OFF · KEEP PRESSED', 'OFF'], on: ['■ ON · KEEP PRESSED', '■ ON']});
});

test('the longest word that has room, and the shortest where none has', () => {
  assert.equal(longest(['KEEP PRESSED', 'KEEP'], (word) => word.length < 20), 'KEEP PRESSED');
  assert.equal(longest(['KEEP PRESSED', 'KEEP'], (word) => word.length < 5), 'KEEP');
  assert.equal(longest(['KEEP PRESSED', 'KEEP'], () => false), 'KEEP');
});
