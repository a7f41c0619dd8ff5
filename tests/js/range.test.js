import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Drag, Range} from '../../webui/static/js/values/range.js';

test('positions and values lead to each other', () => {
  const range = new Range({min: -60, max: 10});
  for (const value of [-60, -12.5, 0, 10]) assert.equal(range.value(range.position(value)), value);
  assert.equal(range.position(-60), 0);
  assert.equal(range.position(10), 1);
});

test('values out of range are clamped', () => {
  const range = new Range({min: 0, max: 50});
  assert.equal(range.snap(99), 50);
  assert.equal(range.snap(-1), 0);
  assert.equal(range.position(99), 1);
});

test('steps count from the least value, and never lead out of the range', () => {
  const range = new Range({min: 1, max: 10, step: 4});
  assert.deepEqual([1, 2.9, 3.1, 8, 10].map((value) => range.snap(value)), [1, 1, 5, 9, 9]);
  assert.equal(new Range({min: 0, max: 1, step: 0.1}).snap(0.30000000000000004), 0.3);
});

test('keys: arrows 1 %, with Shift 0.1 %, Page 10 %, Home and End', () => {
  const range = new Range({min: 0, max: 200});
  assert.equal(range.key('ArrowUp', false, 100), 102);
  assert.equal(range.key('ArrowLeft', false, 100), 98);
  assert.equal(range.key('ArrowUp', true, 100), 100.2);
  assert.equal(range.key('PageDown', false, 100), 80);
  assert.equal(range.key('Home', false, 100), 0);
  assert.equal(range.key('End', false, 100), 200);
  assert.equal(range.key('ArrowUp', false, 200), 200);
  assert.equal(range.key('x', false, 100), null);
});

test('a key moves by one step where steps are coarse', () => {
  const range = new Range({min: 0, max: 10, step: 5});
  assert.equal(range.key('ArrowUp', true, 0), 5);
  assert.equal(range.key('ArrowDown', false, 5), 0);
  assert.equal(range.key('ArrowDown', false, 0), 0);
});

test('the cap never jumps: a finger that does not move changes nothing', () => {
  assert.equal(new Drag(0.4, 500).move(500, 300, false), 0.4);
});

test('the cap goes as far as the finger', () => {
  const drag = new Drag(0.5, 0);
  assert.equal(drag.move(75, 300, false), 0.75);
  assert.equal(drag.move(-75, 300, false), 0.25);
});

test('a cap that was moved by other means goes on from there, however far the finger is', () => {
  const drag = new Drag(0.5, 100);
  drag.anchor(0.8);
  assert.equal(drag.position, 0.8);
  assert.equal(drag.move(110, 100, false), 0.9);
});

test('fine is ten times finer, and changes without a jump', () => {
  const drag = new Drag(0.5, 0);
  assert.equal(drag.move(100, 1000, false), 0.6);
  assert.ok(Math.abs(drag.move(200, 1000, true) - 0.61) < 1e-12);
  assert.ok(Math.abs(drag.move(300, 1000, false) - 0.71) < 1e-12);
});

test('beyond the end the cap waits until the finger is back', () => {
  const drag = new Drag(0.9, 0);
  assert.equal(drag.move(500, 1000, false), 1);
  assert.equal(drag.move(200, 1000, false), 1);
  assert.ok(Math.abs(drag.move(50, 1000, false) - 0.95) < 1e-12);
});

test('a track without length moves nothing', () => {
  assert.equal(new Drag(0.5, 0).move(50, 0, false), 0.5);
});

test('every place of the way has its number, however far from 0 the range is and however small', () => {
  const spans = [[1.7e12, 1.7e12 + 1000], [-1.7e12 - 1000, -1.7e12], [1e15 - 1000, 1e15], [1e9, 1e9 + 1e-3], [1e-9, 2e-9], [-1e-12, 1e-12], [0, 1e-300], [-1e15, 1e15], [1e6, 1e6 + 1]];
  for (const [min = 0, max = 1] of spans) {
    const range = new Range({min, max});
    const found = new Set(Array.from({length: 501}, (_, i) => range.value(i / 500)));
    assert.ok(found.size === 501, `${min} to ${max}: ${found.size}`);
    assert.deepEqual([Math.min(...found), Math.max(...found)], [min, max]);
    const middle = range.value(0.5);
    assert.ok(Math.abs(range.position(middle) - 0.5) < 1e-3);
    for (const key of ['ArrowUp', 'PageUp']) assert.ok(Number(range.key(key, false, middle)) > middle, `${key} from ${middle}`);
    assert.ok(Number(range.key('ArrowDown', true, middle)) < middle);
    assert.ok(Math.abs(range.meant(middle, max) - max) <= (max - min) * 1e-9);
  }
  assert.equal(new Range({min: 1.7e12, max: 1.7e12 + 1000}).value(0.5), 1700000000500);
});

test('what is typed is taken as it is typed; what a hand moves has no noise', () => {
  assert.equal(new Range({min: 0, max: 1e15}).snap(123456789012345), 123456789012345);
  assert.equal(new Range({min: 0, max: 100}).snap(12.34567890123), 12.34567890123);
  assert.equal(new Range({min: 0, max: 100}).value(0.29), 29);
  assert.equal(new Range({min: 0.001, max: 1e6, taper: 'log'}).value(0), 0.001);
  assert.equal(new Range({min: 0, max: 2e6, step: 0.01}).snap(1234567.894), 1234567.89);
});

test('a meter whose ends are as far apart as numbers go has a middle', () => {
  const range = new Range({min: -1.7e308, max: 1.7e308});
  assert.deepEqual([-1.7e308, 0, 1.7e308].map((value) => range.position(value)), [0, 0.5, 1]);
});
