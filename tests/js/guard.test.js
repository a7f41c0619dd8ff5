import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {GUARD, Guard} from '../../webui/static/js/ui/long_press.js';

/** A guard on a clock that only the test moves; `stall` lets time pass in which no timer runs. */
function guarded() {
  mock.timers.reset();
  mock.timers.enable({apis: ['setTimeout']});
  let now = 0;
  /** @type {number[]} */
  const fired = [];
  const guard = new Guard((due) => fired.push(due), () => now);
  const pass = (/** @type {number} */ ms) => {
    now += ms;
    mock.timers.tick(ms);
  };
  const stall = (/** @type {number} */ ms) => {
    now += ms;
  };
  return {guard, fired, pass, stall};
}

test('what is kept pressed fires once, at the moment from which that was long enough', () => {
  const {guard, fired, pass} = guarded();
  guard.begin(0);
  pass(GUARD - 1);
  assert.deepEqual(fired, []);
  assert.ok(guard.waits);
  pass(1);
  assert.deepEqual(fired, [GUARD]);
  assert.ok(!guard.waits);
  pass(5000);
  guard.end(5600);
  assert.deepEqual(fired, [GUARD]);
});

test('what is let go before, or taken away, fires nothing', () => {
  const {guard, fired, pass} = guarded();
  guard.begin(0);
  pass(GUARD - 1);
  guard.end(GUARD - 1);
  pass(5000);
  guard.begin(6000);
  pass(100);
  guard.cancel();
  pass(5000);
  assert.deepEqual(fired, []);
});

test('a finger that is known to be down late has kept it pressed since it came down', () => {
  const {guard, fired, pass, stall} = guarded();
  stall(100);
  guard.begin(0);
  pass(GUARD - 100);
  assert.deepEqual(fired, [GUARD]);
});

test('a page that stood still learns first whether the finger is gone', () => {
  const {guard, fired, pass, stall} = guarded();
  guard.begin(0);
  stall(300);
  pass(GUARD);
  assert.deepEqual(fired, []);
  guard.end(500);
  pass(1000);
  assert.deepEqual(fired, []);

  guard.begin(10_000);
  stall(10_000 - 1900 + GUARD + 200);
  guard.end(10_000 + GUARD + 150);
  assert.deepEqual(fired, [10_000 + GUARD], 'it was kept pressed, and only the page was slow');
});

test('what waited in vain still fires a little later, and never after a second', () => {
  const {guard, fired, pass, stall} = guarded();
  guard.begin(0);
  stall(300);
  pass(GUARD);
  pass(50);
  assert.deepEqual(fired, [GUARD]);

  guard.begin(2000);
  stall(2000 + GUARD + 1001 - 950);
  guard.end(2000 + GUARD + 1001);
  assert.deepEqual(fired, [GUARD]);
  assert.ok(!guard.waits);
});
