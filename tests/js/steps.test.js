import assert from 'node:assert/strict';
import {mock, test} from 'node:test';
import {Repeat} from '../../webui/static/js/ui/repeat.js';
import {Steps} from '../../webui/static/js/values/steps.js';

test('steps count from the least number, or from 0 where there is none', () => {
  assert.deepEqual([0, 2.9, 3.1, 8, 10].map((value) => new Steps({min: 1, max: 10, step: 4}).snap(value)), [1, 1, 5, 9, 9]);
  assert.deepEqual([11, 9, -99, -3].map((value) => new Steps({max: 10, step: 4}).snap(value)), [8, 8, -100, -4]);
  assert.deepEqual([-9, 7.2].map((value) => new Steps({min: -5}).snap(value)), [-5, 7]);
  assert.equal(new Steps({step: 0.1}).snap(0.1 + 0.2), 0.3);
  assert.ok(Object.is(new Steps({}).snap(-0.2), 0));
});

test('what assistive technology asks for is taken as a step', () => {
  assert.equal(new Steps({min: 0, max: 10, step: 2}).meant(4, 4.9), 4);
  assert.equal(new Steps({min: 0, max: 10, step: 2}).meant(4, 5.1), 6);
});

test('without ends it goes as far as numbers go', () => {
  assert.deepEqual([1e16, -1e300].map((value) => new Steps({step: 7}).snap(value)), [142857142857142 * 7, -142857142857142 * 7]);
  assert.equal(new Steps({step: 1e-6}).snap(1e15), 1e15);
  assert.equal(new Steps({}).roll(123456789012, 1), 123456789013);
});

test('a key is a step, Page ten of them, Home and End the ends that there are', () => {
  const cue = new Steps({min: 0, max: 20, step: 0.5});
  const pressed = ['ArrowUp', 'ArrowLeft', 'PageUp', 'PageDown', 'Home', 'End', 'x'].map((key) => cue.key(key, false, 3));
  assert.deepEqual(pressed, [3.5, 2.5, 8, 0, 0, 20, null]);
  assert.equal(cue.key('ArrowUp', true, 3), 3.5);
  assert.deepEqual(['Home', 'End'].map((key) => new Steps({}).key(key, false, 3)), [null, null]);
});

test('round and round: one step beyond the greatest is the least', () => {
  const angle = new Steps({min: 0, max: 359, wrap: true});
  assert.deepEqual([359, 360, 361, -1, 719, 359.6, -0.4].map((value) => angle.snap(value)), [359, 0, 1, 359, 359, 0, 0]);
  assert.equal(angle.roll(350, 24), 14);
  const half = new Steps({min: -1, max: 1, step: 0.5, wrap: true});
  assert.deepEqual([1.5, -1.5, 2].map((value) => half.snap(value)), [-1, 1, -0.5]);
});

test('what is kept pressed goes on: after a moment steadily, then faster, until it is lifted', () => {
  mock.timers.enable({apis: ['setTimeout']});
  let times = 0;
  const repeat = new Repeat();
  repeat.start(() => { times += 1; });
  const after = (/** @type {number} */ milliseconds) => {
    for (let i = 0; i < milliseconds; i += 10) mock.timers.tick(10);
    return times;
  };
  assert.deepEqual([times, after(390), after(10), after(100), after(1400)], [1, 1, 2, 3, 17]);
  assert.equal(after(400), 27);
  repeat.stop();
  assert.equal(after(5000), 27);
  mock.timers.reset();
});
