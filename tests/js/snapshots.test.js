import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ANSWER, NEAR, REACH, Snapshots, alike, isAnswer} from '../../webui/static/js/ui/snapshots.js';
import {dice} from './dice.js';

/** @import {Press, Spot} from '../../webui/static/js/ui/snapshots.js' */

/** @param {string} target @param {number} left @param {number} [top] @param {Partial<Spot>} [more] @returns {Spot} */
const spot = (target, left, top = 0, more = {}) => ({target, key: '', room: 'stage', answers: false, box: {left, top, right: left + 100, bottom: top + 100}, ...more});
/** @param {Spot} on @param {number} at @param {number} [x] @param {number} [y] @returns {Press} */
const press = (on, at, x = on.box.left + 50, y = on.box.top + 50) => ({x, y, at, spot: on});

/** @param {...[number, Spot[], (Press | null)?, boolean?]} looks when, what, the press before it, and whether that turned the page */
function seen(...looks) {
  const snapshots = new Snapshots();
  for (const [at, spots, by = null, own = false] of looks) snapshots.add(spots, at, by, own);
  return snapshots;
}
/** @param {Snapshots} snapshots @param {number} at @param {number} [x] @param {number} [y] */
const changed = (snapshots, at, x = 50, y = 50) => snapshots.hasChanged(x, y, at, 1e9);

test('what was there from the beginning is no change', () => {
  const snapshots = seen([0, [spot('a', 0)]]);
  assert.equal(changed(snapshots, 0), false);
  assert.equal(changed(snapshots, 1), false);
});

test('a press counts from REACH after a change on, and no earlier', () => {
  const snapshots = seen([0, [spot('a', 0)]], [1000, [spot('b', 0)]]);
  for (const [at, is] of /** @type {const} */ ([[1000, true], [1000 + REACH - 1, true], [1000 + REACH, false], [5000, false]])) assert.equal(changed(snapshots, at), is, String(at));
});

test('a press of before a change, of which a busy page heard after it, does not count', () => {
  assert.equal(changed(seen([0, [spot('a', 0)]], [1000, [spot('b', 0)]]), 950), true);
});

const CHANGES = /** @type {[string, Spot[], Spot[], boolean][]} */ ([
  ['another in its place', [spot('a', 0)], [spot('b', 0)], true],
  ['another meaning', [spot('a', 0)], [spot('a', 0, 0, {key: 'stop'})], true],
  ['gone', [spot('a', 0)], [], true],
  ['come', [], [spot('a', 0)], true],
  ['moved away', [spot('a', 0)], [spot('a', 200)], true],
  ['moved here', [spot('a', 200)], [spot('a', 0)], true],
  ['moved, and still here', [spot('a', 0)], [spot('a', 40)], false],
  ['grown', [spot('a', 0)], [spot('a', 0), spot('b', 100)], false],
  ['covered', [spot('a', 0)], [spot('a', 0), spot('sheet', 20)], true],
  ['uncovered', [spot('a', 0), spot('sheet', 20)], [spot('a', 0)], true],
  ['a change below what covers it', [spot('a', 0), spot('sheet', 0)], [spot('b', 0), spot('sheet', 0)], false],
  ['a change elsewhere', [spot('a', 0), spot('b', 300)], [spot('a', 0), spot('c', 300)], false],
]);
for (const [name, before, after, is] of CHANGES) {
  test(`of what lies at a point: ${name}`, () => assert.equal(changed(seen([0, before], [1000, after]), 1100), is));
}

test('the edges of a box: its left and top belong to it, its right and bottom to the next', () => {
  const snapshots = seen([0, [spot('a', 0), spot('b', 100)]], [1000, [spot('a', 0), spot('c', 100)]]);
  assert.equal(changed(snapshots, 1100, 99.9), false);
  assert.equal(changed(snapshots, 1100, 100), true);
  assert.equal(changed(snapshots, 1100, 200), false);
});

test('what came and went meanwhile was a change, too', () => {
  const snapshots = seen([0, [spot('a', 0)]], [1000, [spot('b', 0)]], [1200, [spot('a', 0)]]);
  assert.equal(changed(snapshots, 1300), true);
  assert.equal(changed(snapshots, 1200 + REACH), false);
});

test('a page that the own hand turned counts at once, but for a second tap', () => {
  const page = spot('page button', 0);
  const turned = [spot('other', 0), spot('far', 300)];
  const snapshots = seen([0, [page, spot('x', 300)]], [1000, turned, press(page, 1000, 95), true]);
  assert.equal(changed(snapshots, 1050, 350), false);
  assert.equal(changed(snapshots, 1050, 50), true, 'in the same box');
  assert.equal(changed(snapshots, 1000 + REACH, 50), false);
  const edge = seen([0, [spot('p', 0), spot('x', 100)]], [1000, [spot('o', 0), spot('y', 100)], press(spot('p', 0), 1000, 95), true]);
  assert.equal(changed(edge, 1050, 95 + NEAR), true, 'beside it');
  assert.equal(changed(edge, 1050, 95 + NEAR + 1), false);
});

test('a page that a key turned counts at once everywhere', () => {
  assert.equal(changed(seen([0, [spot('a', 0)]], [1000, [spot('b', 0)], null, true]), 1001), false);
});

test('another hand\u2019s change right after the own one is not the own one', () => {
  const page = spot('page button', 0);
  const snapshots = seen([0, [page, spot('x', 300)]], [1000, [spot('y', 300)], press(page, 1000), true], [1100, [spot('z', 300)], press(page, 1000)]);
  assert.equal(changed(snapshots, 1200, 350), true);
});

test('in a panel what follows a press there is its answer; on the surface it is not', () => {
  for (const answers of [true, false]) {
    const opener = spot('row', 0, 0, {room: 'sheet', answers});
    const button = spot('button', 300, 0, {room: 'sheet', answers});
    const late = seen([0, [opener]], [1000 + ANSWER + 1, [opener, button], press(opener, 1000)]);
    const soon = seen([0, [opener]], [1000 + ANSWER, [opener, button], press(opener, 1000)]);
    assert.equal(changed(soon, 1000 + ANSWER + 10, 350), !answers);
    assert.equal(changed(late, 1000 + ANSWER + 10, 350), true);
  }
  const inPanel = spot('a', 0, 0, {room: 'sheet', answers: true});
  assert.equal(isAnswer(press(inPanel, 1000), inPanel, 1000), true);
  assert.equal(isAnswer(press(spot('b', 0), 1000), inPanel, 1000), false, 'a press elsewhere');
  assert.equal(isAnswer(press(spot('b', 0), 1000), spot('b', 0), 1000), false, 'no panel');
  assert.equal(isAnswer(null, inPanel, 1000), false);
  assert.equal(isAnswer(press(inPanel, 1000), undefined, 1000), false);
});

test('what a panel covers or uncovers is no answer to a press in it', () => {
  const close = spot('close', 0, 0, {room: 'sheet', answers: true});
  assert.equal(changed(seen([0, [spot('cue', 300), close]], [1000, [spot('cue', 300), spot('under', 0)], press(close, 1000)]), 1100), true);
});

test('the same look is no news, however often it is taken; old looks are forgotten', () => {
  const snapshots = new Snapshots();
  assert.equal(snapshots.add([spot('a', 0)], 0), false, 'the first one');
  assert.equal(snapshots.add([spot('a', 0)], 10), false);
  assert.equal(snapshots.add([spot('a', 1)], 20), true);
  assert.equal(alike([spot('a', 0)], [spot('a', 0)]), true);
  assert.equal(alike([spot('a', 0)], [spot('a', 0), spot('b', 0)]), false);
  for (let at = 30; at < 60_000; at += 17) snapshots.add([spot('a', at % 7)], at);
  assert.equal(changed(snapshots, 60_000), false);
  assert.equal(snapshots.find(50, 50)?.target, 'a');
  assert.equal(snapshots.find(500, 50), null);
});

test('a clock that was set back blocks nothing', () => {
  assert.equal(seen([0, [spot('a', 0)]], [9000, [spot('b', 0)]]).hasChanged(50, 50, 100, 120), false);
});

test('whatever happens, a press counts only if the same thing was there all the time, and always if it was', () => {
  const roll = dice(7);
  for (let round = 0; round < 2000; round += 1) {
    const snapshots = new Snapshots();
    /** @type {[number, string][]} */
    const was = [];
    let at = 0;
    for (let i = 0; i < 12; i += 1) {
      at += Math.floor(roll() * 400);
      const target = 'ab'[Math.floor(roll() * 2)] ?? 'a';
      snapshots.add([spot(target, 0), spot('c', 200 + Math.floor(roll() * 9))], at);
      was.push([at, target]);
    }
    const when = at + Math.floor(roll() * 1000);
    const from = was.filter(([since]) => since <= when - REACH).at(-1) ?? was[0];
    const meanwhile = was.filter(([since]) => since > when - REACH).map(([, target]) => target);
    assert.equal(changed(snapshots, when), new Set([from?.[1], ...meanwhile]).size > 1);
  }
});
