import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Clock, Wakefulness} from '../../webui/static/js/sync/clock.js';

test('the quickest answer says the offset', () => {
  const clock = new Clock();
  clock.sample(1000, 1100, 5080);
  clock.sample(2000, 2004, 6002);
  clock.sample(3000, 3060, 7050);
  assert.equal(clock.offset, 4000);
  assert.equal(clock.trip, 60);
  assert.equal(clock.toServer(10), 4010);
  assert.equal(clock.toPage(4010), 10);
});

test('before any answer the welcome\u2019s time must do', () => {
  const clock = new Clock();
  clock.hint(100, 900);
  assert.equal(clock.offset, 800);
  assert.equal(clock.trip, null);
});

test('old answers are forgotten, so drift does not count', () => {
  const clock = new Clock();
  clock.sample(0, 1, 1000.5);
  for (let i = 0; i < 8; i += 1) clock.sample(i * 10, i * 10 + 2, i * 10 + 2001);
  assert.equal(clock.offset, 2000);
});

test('an answer that contradicts the older ones, however quick they were, puts them away', () => {
  const clock = new Clock();
  clock.sample(0, 1, 1000.5);
  clock.sample(10, 60, 1036);
  assert.equal(clock.offset, 1000, 'a slow answer alone says nothing');
  // The server's computer slept meanwhile, and its clock did not.
  clock.sample(100, 200, 9150);
  assert.equal(clock.offset, 9000);
});

test('after sleep all begins anew', () => {
  const clock = new Clock();
  clock.sample(0, 1, 1000.5);
  clock.reset();
  clock.sample(10, 20, 3015);
  assert.equal(clock.offset, 3000);
});

test('an answer from before the question is no answer', () => {
  const clock = new Clock();
  clock.sample(10, 5, 1000);
  clock.sample(NaN, 5, 1000);
  assert.equal(clock.trip, null);
});

test('steady ticks are no sleep; a late tick, a standing clock and a jump are, once', () => {
  const awake = new Wakefulness(0, 50_000);
  assert.equal(awake.slept(200, 50_200), false);
  assert.equal(awake.slept(9_200, 59_200), true);
  assert.equal(awake.slept(9_400, 59_400), false);
  assert.equal(awake.slept(9_600, 99_600), true);
  assert.equal(awake.slept(9_800, 1_000), true);
  assert.equal(awake.slept(10_000, 1_200), false);
});
