import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Surface} from '../../webui/static/js/sync/surface.js';
import {same} from '../../webui/static/js/values/same.js';

/** @import {Frame, Show} from '../../webui/static/js/types.js' */

/** @type {Show} */
const show = {
  id: 's', name: 'S', open: false, feeds: [],
  pages: [{
    id: 'main', label: 'Main', columns: 4, rows: 5, views: [],
    controls: [
      {id: 'a', type: 'fader', label: 'A', place: [1, 1, 1, 5], min: 0, max: 100, default: 7},
      {id: 'go', type: 'button', label: 'Go', place: [2, 1, 1, 1]},
    ],
  }],
};

function made() {
  /** @type {[string, string][]} */
  const refusals = [];
  /** @type {string[]} */
  const changes = [];
  /** @type {[string, string | null][]} */
  const losses = [];
  const surface = new Surface({
    changed: (id) => changes.push(id), asked: () => {}, refused: (id, reason) => refusals.push([id, reason]),
    // As a control does: the hand lets go.
    lost: (id, device) => {
      losses.push([id, device]);
      surface.untouch(id);
    },
  });
  surface.holds.me = 'me';
  surface.reset({show, revision: 10, values: new Map([['a', 20]]), holds: new Map()});
  changes.length = 0;
  return {surface, refusals, changes, losses};
}

/** Have the server take all that waits, and say so, with what else it says. @param {Surface} surface @param {Partial<Frame>} [more] */
function taken(surface, more = {}) {
  const operation = surface.operations.next();
  surface.take(frame({taken: operation?.n ?? null, ...more}));
  return operation;
}

/** @param {Partial<Frame>} parts @returns {Frame} */
function frame(parts) {
  return {seq: 1, since: 10, revision: 11, values: new Map(), numbers: new Map(), taken: null, kept: null, holds: new Map(), refused: [], ...parts};
}

test('a control shows the server\u2019s value, else its default', () => {
  const {surface} = made();
  assert.equal(surface.shown('a'), 20);
  surface.reset({show, revision: 0, values: new Map(), holds: new Map()});
  assert.equal(surface.shown('a'), 7);
});

test('others\u2019 moves show at once on a control that nobody here touches', () => {
  const {surface, changes} = made();
  surface.take(frame({values: new Map([['a', 30]])}));
  assert.equal(surface.shown('a'), 30);
  assert.deepEqual(changes, ['a']);
});

test('a control with a finger on it ignores echoes, and shows the server\u2019s value when the finger is gone', () => {
  const {surface} = made();
  surface.touch('a');
  surface.take(frame({values: new Map([['a', 30]])}));
  assert.equal(surface.shown('a'), 20);
  surface.untouch('a');
  assert.equal(surface.shown('a'), 30);
});

test('after the finger the own value stays until it is taken', () => {
  const {surface} = made();
  surface.touch('a');
  surface.move('a', 50);
  surface.operations.next();
  surface.untouch('a');
  surface.take(frame({values: new Map([['a', 30]])}));
  assert.equal(surface.shown('a'), 50);
  surface.take(frame({since: 11, revision: 12, values: new Map([['a', 49.5]]), taken: 1}));
  assert.equal(surface.shown('a'), 49.5);
});

test('a refused move shows the true value and says why', () => {
  const {surface, refusals} = made();
  surface.touch('a');
  surface.move('a', 50);
  surface.operations.next();
  surface.take(frame({taken: 1, refused: [{n: 1, control: 'a', reason: 'View only'}]}));
  assert.equal(surface.shown('a'), 20);
  assert.deepEqual(refusals, [['a', 'View only']]);
});

test('a gap before a frame is noticed, and nothing of it is taken', () => {
  const {surface} = made();
  assert.equal(surface.take(frame({since: 12, revision: 13, values: new Map([['a', 99]])})), false);
  assert.equal(surface.shown('a'), 20);
  assert.equal(surface.revision, 10);
});

test('a frame that begins earlier than what is known is no gap', () => {
  const {surface} = made();
  assert.equal(surface.take(frame({since: 4, revision: 12})), true);
  assert.equal(surface.revision, 12);
});

test('a press shows at once, a release too, and both go out in order', () => {
  const {surface} = made();
  surface.press('go', 5);
  assert.equal(surface.shown('go'), true);
  surface.release('go');
  assert.equal(surface.shown('go'), false);
  assert.deepEqual(surface.operations.next()?.acts, [['press', 'go', 5], ['release', 'go']]);
});

test('a value that is shown already is no move', () => {
  const {surface} = made();
  surface.move('a', 20);
  assert.equal(surface.operations.waiting, false);
});

test('a move back to the server\u2019s value while another is pending goes out', () => {
  const {surface} = made();
  surface.move('a', 21);
  surface.operations.next();
  surface.move('a', 20);
  assert.deepEqual(surface.operations.next()?.moves, new Map([['a', 20]]));
});

test('a welcome leaves own moves that were not seen on the screen', () => {
  const {surface} = made();
  surface.move('a', 50);
  surface.operations.next();
  surface.operations.welcomed(0, 0);
  surface.reset({show, revision: 0, values: new Map([['a', 20]]), holds: new Map()});
  assert.equal(surface.shown('a'), 50);
});

test('a server that lost what it had taken gets it anew, and meanwhile the own value shows, also under a new finger', () => {
  const {surface} = made();
  surface.move('a', 50);
  surface.operations.next();
  surface.take(frame({values: new Map([['a', 50]]), taken: 1}));
  surface.operations.welcomed(0, 0);
  surface.reset({show, revision: 0, values: new Map([['a', 20]]), holds: new Map()});
  assert.equal(surface.shown('a'), 50);
  surface.touch('a');
  surface.operations.next();
  surface.take(frame({since: 0, revision: 1, values: new Map([['a', 50]]), taken: 1}));
  assert.equal(surface.shown('a'), 50);
  surface.untouch('a');
  assert.equal(surface.shown('a'), 50);
});

test('a welcome that has seen all shows the server\u2019s values', () => {
  const {surface} = made();
  surface.move('a', 50);
  surface.operations.next();
  surface.operations.welcomed(1, 1);
  surface.reset({show, revision: 0, values: new Map([['a', 48]]), holds: new Map()});
  assert.equal(surface.shown('a'), 48);
});

// Holds

test('a finger holds at once, before what it moves, and its end goes out after it', () => {
  const {surface} = made();
  surface.hold('a', 'finger');
  surface.move('a', 30);
  assert.deepEqual(surface.operations.next(), {n: 1, moves: new Map([['a', 30]]), acts: [], holds: new Map([['a', true]])});
  surface.move('a', 31);
  surface.untouch('a');
  assert.deepEqual(surface.operations.next(), {n: 2, moves: new Map([['a', 31]]), acts: [], holds: new Map([['a', false]])});
});

test('a finger that rests has what the server had when it took the hold', () => {
  const {surface, changes} = made();
  surface.hold('a', 'finger');
  surface.take(frame({values: new Map([['a', 40]])}));
  assert.equal(surface.shown('a'), 20, 'not yet: the own hold may have come first');
  changes.length = 0;
  taken(surface, {since: 11, revision: 12, values: new Map([['a', 50]]), holds: new Map([['a', 'me']])});
  assert.equal(surface.shown('a'), 50);
  assert.ok(changes.includes('a'));
  surface.move('a', 51);
  taken(surface, {since: 12, revision: 13, values: new Map([['a', 51]])});
  assert.equal(surface.shown('a'), 51);
});

test('a finger that has moved meanwhile leads on', () => {
  const {surface} = made();
  surface.hold('a', 'finger');
  const down = surface.operations.next();
  surface.move('a', 21);
  surface.take(frame({taken: down?.n ?? null, values: new Map([['a', 50]]), holds: new Map([['a', 'me']])}));
  assert.equal(surface.shown('a'), 21);
});

test('what is being typed stays, whatever the server had when it took the hold', () => {
  const {surface} = made();
  surface.hold('a', 'keys');
  taken(surface, {values: new Map([['a', 50]]), holds: new Map([['a', 'me']])});
  assert.equal(surface.shown('a'), 20);
});

test('who else has a control in hand is known, and the own hand is not somebody else\u2019s', () => {
  const {surface, changes} = made();
  surface.take(frame({holds: new Map([['a', 'anna']])}));
  assert.equal(surface.holds.other('a'), 'anna');
  assert.ok(changes.includes('a'));
  surface.take(frame({holds: new Map([['a', null]])}));
  assert.equal(surface.holds.other('a'), null);
  surface.hold('a', 'finger');
  taken(surface, {holds: new Map([['a', 'me']])});
  assert.equal(surface.holds.other('a'), null);
  surface.untouch('a');
  assert.equal(surface.holds.other('a'), null, 'the server was not told yet');
  taken(surface, {holds: new Map([['a', null]])});
  assert.equal(surface.holds.other('a'), null);
});

test('another page of the same screen is somebody else', () => {
  const {surface} = made();
  surface.take(frame({holds: new Map([['a', 'me']])}));
  assert.equal(surface.holds.other('a'), 'me');
});

test('an overruled hand is told, shows the server\u2019s value, and what it did not send yet is forgotten', () => {
  const {surface, refusals} = made();
  surface.hold('a', 'finger');
  taken(surface, {holds: new Map([['a', 'me']])});
  surface.move('a', 50);
  surface.take(frame({values: new Map([['a', 80]]), holds: new Map([['a', 'boss']]), refused: [{n: null, control: 'a', reason: 'Boss took it'}]}));
  assert.deepEqual(refusals, [['a', 'Boss took it']]);
  assert.equal(surface.shown('a'), 80);
  surface.untouch('a');
  assert.deepEqual(surface.operations.next(), {n: 2, moves: new Map(), acts: [], holds: new Map([['a', false]])});
});

test('a refusal of moves from before the finger came down anew is not about this finger', () => {
  const {surface, refusals} = made();
  surface.hold('a', 'finger');
  surface.move('a', 50);
  surface.operations.next();
  surface.untouch('a');
  surface.operations.next();
  surface.hold('a', 'finger');
  surface.move('a', 40);
  surface.take(frame({taken: 1, refused: [{n: 1, control: 'a', reason: 'Boss took it'}, {n: null, control: 'a', reason: 'Boss took it'}]}));
  assert.deepEqual(refusals, []);
  assert.equal(surface.shown('a'), 40);
});

test('what ended by silence a finger takes again, and keys let go', () => {
  const {surface, losses} = made();
  surface.hold('a', 'finger');
  surface.hold('b', 'keys');
  taken(surface, {holds: new Map([['a', 'me'], ['b', 'me']])});
  surface.take(frame({holds: new Map([['a', null], ['b', null]])}));
  assert.deepEqual(surface.operations.next()?.holds, new Map([['a', true], ['b', false]]));
  assert.deepEqual(losses, [['b', null]]);
});

test('after a new welcome a finger takes again what is free, and lets go of what somebody else has', () => {
  for (const [device, said] of /** @type {[string | null, boolean][]} */ ([[null, true], ['anna', false]])) {
    const {surface, losses} = made();
    surface.hold('a', 'finger');
    surface.move('a', 50);
    surface.operations.next();
    surface.operations.welcomed(0, 0);
    surface.reset({show, revision: 3, values: new Map([['a', 60]]), holds: new Map(device ? [['a', device]] : [])});
    assert.deepEqual(losses, device ? [['a', device]] : []);
    assert.equal(surface.shown('a'), device ? 60 : 50);
    const operation = surface.operations.next();
    assert.deepEqual(operation?.holds, new Map([['a', said]]));
    assert.deepEqual(operation?.moves, new Map(device ? [] : [['a', 50]]));
  }
});

test('the server\u2019s word does not count while it has not taken what was said', () => {
  const {surface, losses} = made();
  surface.take(frame({holds: new Map([['a', 'anna']])}));
  surface.hold('a', 'finger');
  surface.take(frame({holds: new Map([['a', 'bert']])}));
  assert.deepEqual(losses, []);
  assert.equal(surface.holds.hand('a'), 'finger');
});

test('a pair is compared by what is in it', () => {
  const {surface, changes} = made();
  surface.take(frame({values: new Map([['a', [1, 2]]])}));
  changes.length = 0;
  surface.move('a', [1, 2]);
  assert.equal(surface.operations.waiting, false);
  surface.move('a', [1, 3]);
  assert.equal(surface.operations.waiting, true);
  taken(surface, {values: new Map([['a', [1, 3]]])});
  assert.deepEqual([surface.shown('a'), same([1, 3], [1, 3]), same([1, 3], [3, 1]), same([1, 3], 1), same(2, 2)], [[1, 3], true, false, false, true]);
});

test('a finger that rests on a pair is not told the same again', () => {
  const {surface, changes} = made();
  surface.take(frame({values: new Map([['a', [1, 2]]])}));
  surface.hold('a', 'finger');
  taken(surface, {holds: new Map([['a', 'me']])});
  changes.length = 0;
  surface.take(frame({since: 11, revision: 12, values: new Map([['a', [1, 2]]])}));
  surface.operations.move('a', [1, 2]);
  assert.deepEqual(changes, []);
});
