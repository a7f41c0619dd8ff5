import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Steps} from '../../webui/static/js/values/steps.js';
import {Turn} from '../../webui/static/js/values/turn.js';

/** @param {number} angle @param {number} [distance] */
const at = (angle, distance = 50) => ({angle, distance});

test('the number goes as far as the wheel is turned, wherever the finger came down', () => {
  const turn = new Turn(new Steps({}), 24, 7, at(100));
  assert.deepEqual([110, 115, 130, 100].map((angle) => turn.move(at(angle), false)), [8, 8, 9, 7]);
});

test('across the bottom it is the shorter way, and rounds add up', () => {
  const turn = new Turn(new Steps({}), 24, 0, at(170));
  assert.equal(turn.move(at(-160), false), 2);
  assert.equal(turn.move(at(170), false), 0);
  for (const angle of [-100, -10, 80, 170, -100, -10, 80, 170]) turn.move(at(angle), false);
  assert.equal(turn.move(at(170), false), 48);
});

test('in the middle a finger has no direction', () => {
  const turn = new Turn(new Steps({}), 24, 0, at(0, 5));
  assert.equal(turn.move(at(90), false), 0);
  assert.equal(turn.move(at(180, 3), false), 0);
  assert.equal(turn.move(at(-90), false), 0);
  assert.equal(turn.move(at(-75), false), 1);
});

test('fine is ten times finer', () => {
  const turn = new Turn(new Steps({step: 0.1}), 24, 0, at(0));
  assert.equal(turn.move(at(15), true), 0.1);
  assert.equal(turn.move(at(30), false), 1.1);
});

test('at an end the wheel slips, and the way back begins at once; what goes round has none', () => {
  const ends = new Turn(new Steps({min: 0, max: 10}), 24, 9, at(0));
  assert.deepEqual([60, 120, 105].map((angle) => ends.move(at(angle), false)), [10, 10, 9]);
  const round = new Turn(new Steps({min: 0, max: 10, wrap: true}), 24, 9, at(0));
  assert.deepEqual([30, 60, 15].map((angle) => round.move(at(angle), false)), [0, 2, 10]);
});

test('what others set is where it goes on, and an own number is left alone', () => {
  const turn = new Turn(new Steps({}), 24, 0, at(0));
  turn.move(at(6), false);
  turn.follow(0);
  assert.equal(turn.move(at(12), false), 1);
  turn.follow(100);
  assert.equal(turn.move(at(27), false), 101);
});
