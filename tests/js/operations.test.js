import assert from 'node:assert/strict';
import {test} from 'node:test';
import {MAX_REMEMBERED, MAX_UNDER_WAY, Operations} from '../../webui/static/js/sync/operations.js';
import {MAX_ACTS, MAX_CHARACTERS, MAX_HOLDS, MAX_MOVES} from '../../webui/static/js/sync/wire.js';

/** @param {Operations} operations @param {string} control @param {number} value */
function sent(operations, control, value) {
  operations.move(control, value);
  return operations.next();
}

test('operations are numbered from 1, with the newest value of each control', () => {
  const operations = new Operations();
  operations.move('a', 1);
  operations.move('b', 5);
  operations.move('a', 2);
  assert.deepEqual(operations.next(), {n: 1, moves: new Map([['a', 2], ['b', 5]]), acts: [], holds: new Map()});
  assert.equal(operations.next(), null);
  assert.equal(sent(operations, 'a', 3)?.n, 2);
});

test('acts keep their order, one by one', () => {
  const operations = new Operations();
  operations.act(['press', 'go', 10]);
  operations.act(['release', 'go']);
  operations.act(['press', 'go', 20]);
  assert.deepEqual(operations.next()?.acts, [['press', 'go', 10], ['release', 'go'], ['press', 'go', 20]]);
});

test('a control is pending from its move until the server has taken it', () => {
  const operations = new Operations();
  operations.move('a', 1);
  assert.equal(operations.pending('a'), true);
  operations.next();
  assert.equal(operations.pending('a'), true);
  assert.equal(operations.pending('b'), false);
  assert.deepEqual(operations.taken(1), new Set(['a']));
  assert.equal(operations.pending('a'), false);
});

test('an older operation that is taken leaves a newer one pending', () => {
  const operations = new Operations();
  sent(operations, 'a', 1);
  sent(operations, 'a', 2);
  operations.taken(1);
  assert.equal(operations.pending('a'), true);
  assert.equal(operations.isNewest('a', 1), false);
  assert.equal(operations.isNewest('a', 2), true);
});

test('what is kept is forgotten, what is only taken is remembered', () => {
  const operations = new Operations();
  sent(operations, 'a', 1);
  sent(operations, 'b', 2);
  operations.taken(2);
  operations.kept(1);
  assert.equal(operations.remembered, 1);
  operations.kept(2);
  assert.equal(operations.remembered, 0);
});

test('after a reconnect the unseen becomes one operation: newest value of each control, acts one after another', () => {
  const operations = new Operations();
  sent(operations, 'a', 1);
  operations.act(['press', 'go', 7]);
  sent(operations, 'a', 2);
  operations.act(['release', 'go']);
  sent(operations, 'b', 3);
  operations.move('b', 4);
  operations.welcomed(1, 1);
  assert.deepEqual(operations.next(), {n: 2, moves: new Map([['a', 2], ['b', 4]]), acts: [['press', 'go', 7], ['release', 'go']], holds: new Map()});
  assert.equal(operations.next(), null);
});

test('what the server has seen is never sent again, kept or not', () => {
  const operations = new Operations();
  sent(operations, 'a', 1);
  sent(operations, 'a', 2);
  operations.welcomed(2, 1);
  assert.equal(operations.waiting, false);
  assert.equal(operations.remembered, 1);
  assert.equal(operations.pending('a'), false);
  assert.equal(sent(operations, 'a', 3)?.n, 3);
});

test('a server that forgot what was taken but not kept gets it again', () => {
  const operations = new Operations();
  sent(operations, 'a', 1);
  sent(operations, 'b', 2);
  operations.taken(2);
  operations.kept(1);
  operations.welcomed(1, 1);
  assert.deepEqual(operations.next(), {n: 2, moves: new Map([['b', 2]]), acts: [], holds: new Map()});
});

test('moves made while disconnected go out after the welcome', () => {
  const operations = new Operations();
  operations.move('a', 9);
  operations.welcomed(0, 0);
  assert.deepEqual(operations.next()?.moves, new Map([['a', 9]]));
});

test('with many under way newer values replace older ones here', () => {
  const operations = new Operations();
  for (let i = 0; i < MAX_UNDER_WAY; i += 1) assert.ok(sent(operations, 'a', i));
  assert.equal(sent(operations, 'a', 100), null);
  assert.equal(sent(operations, 'a', 101), null);
  operations.taken(1);
  assert.deepEqual(operations.next()?.moves, new Map([['a', 101]]));
});

test('a disk that keeps nothing does not fill the page\u2019s memory, and nothing is lost', () => {
  const operations = new Operations();
  for (let i = 1; i <= MAX_REMEMBERED * 3; i += 1) {
    sent(operations, `c${i % 7}`, i);
    operations.taken(i);
  }
  assert.equal(operations.remembered, MAX_REMEMBERED);
  operations.welcomed(0, 0);
  assert.deepEqual(operations.next()?.moves.get('c1'), 7 * Math.floor((MAX_REMEMBERED * 3 - 1) / 7) + 1);
});

test('an operation stays within the wire\u2019s limits; the rest follows', () => {
  const operations = new Operations();
  for (let i = 0; i < MAX_MOVES + 3; i += 1) operations.move(`c${i}`, i);
  for (let i = 0; i < MAX_ACTS + 2; i += 1) operations.act(['release', 'go']);
  const [first, second] = [operations.next(), operations.next()];
  assert.deepEqual([first?.moves.size, first?.acts.length], [MAX_MOVES, MAX_ACTS]);
  assert.deepEqual([second?.moves.size, second?.acts.length], [3, 2]);
});

test('a new boot forgets presses that wait, since their clock is gone; releases and moves stay', () => {
  const operations = new Operations();
  operations.act(['press', 'go', 1000]);
  operations.move('a', 1);
  operations.next();
  operations.act(['press', 'go', 1100]);
  operations.act(['release', 'go']);
  operations.forgetPresses();
  operations.welcomed(0, 0);
  const operation = operations.next();
  assert.deepEqual(operation?.acts, [['release', 'go']]);
  assert.deepEqual(operation?.moves, new Map([['a', 1]]));
});

// Holds

test('of a hand\u2019s coming and going only the newest is said', () => {
  const operations = new Operations();
  operations.hold('a', true);
  operations.hold('b', true);
  operations.hold('a', false);
  assert.deepEqual(operations.next()?.holds, new Map([['a', false], ['b', true]]));
  assert.equal(operations.waiting, false);
});

test('a hand lets go after what it moved, also when that takes two operations', () => {
  const operations = new Operations();
  operations.move('long', 'x'.repeat(MAX_CHARACTERS + 1));
  operations.move('a', 1);
  operations.hold('a', false);
  assert.deepEqual(operations.next()?.holds, new Map());
  const second = operations.next();
  assert.deepEqual([second?.moves, second?.holds], [new Map([['a', 1]]), new Map([['a', false]])]);
});

test('no operation has more holds than the server takes', () => {
  const operations = new Operations();
  for (let i = 0; i <= MAX_HOLDS; i += 1) operations.hold(`c${i}`, true);
  assert.equal(operations.next()?.holds.size, MAX_HOLDS);
  assert.equal(operations.next()?.holds.size, 1);
});

test('a hold is pending until it is taken', () => {
  const operations = new Operations();
  operations.hold('a', true);
  assert.equal(operations.holdPending('a'), true);
  operations.next();
  assert.equal(operations.holdPending('a'), true);
  assert.equal(operations.pending('a'), false, 'no value waits');
  assert.deepEqual(operations.taken(1), new Set(['a']));
  assert.equal(operations.holdPending('a'), false);
});

test('holds end with the connection: they are not sent again', () => {
  const operations = new Operations();
  operations.hold('a', true);
  operations.next();
  operations.hold('b', true);
  operations.move('b', 1);
  operations.welcomed(0, 0);
  assert.deepEqual(operations.next(), {n: 1, moves: new Map([['b', 1]]), acts: [], holds: new Map()});
});
