import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FeedWindow, MAX_KEPT} from '../../webui/static/js/views/feed_window.js';
import {bounds, figures, marks, step} from '../../webui/static/js/views/plot_scale.js';
import {line} from '../../webui/static/js/views/columns.js';
import {dice} from './dice.js';

/** @import {Point} from '../../webui/static/js/types.js' */

const spec = {every: 1, window: 60, source: 'random'};

/** @param {number[]} numbers @param {number} [from] @returns {Point[]} one a second */
const each = (numbers, from = 0) => numbers.map((number, i) => [from + i * 1000, number]);

test('minimum, mean and maximum of the window', () => {
  const window = new FeedWindow(spec);
  assert.equal(window.statistics(), null);
  window.reset(each([2, 4, 9]));
  assert.deepEqual(window.statistics(), {count: 3, min: 2, mean: 5, max: 9});
});

test('what is older than the window is forgotten', () => {
  const window = new FeedWindow(spec);
  window.reset(each(Array.from({length: 100}, (_, i) => i)));
  assert.equal(window.size, 61);
  assert.deepEqual(window.span, [39_000, 99_000]);
  assert.equal(window.statistics()?.min, 39);
});

test('the last ten, newest last, without the rests', () => {
  const window = new FeedWindow(spec);
  window.reset([...each([1, 2, 3]), [3000, null], ...each([4, 5, 6, 7, 8, 9, 10, 11, 12], 4000)]);
  assert.deepEqual(window.lastTen(), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.deepEqual(window.newest, [12_000, 12]);
});

test('a line has a gap where the feed rested', () => {
  const window = new FeedWindow(spec);
  window.reset([[0, 1], [500, null], [9000, 2]]);
  assert.deepEqual(line(window, 60_000, 300), [[0, 0.5, 9], [1, null, 2]]);
});

test('a line has a gap where a number is overdue', () => {
  const window = new FeedWindow(spec);
  window.reset([[0, 1], [1000, 2], [9000, 3], [10_000, 4]]);
  assert.deepEqual(line(window, 60_000, 300)[1], [1, 2, null, 3, 4]);
});

test('a feed says since when it has stopped: overdue or resting', () => {
  const window = new FeedWindow(spec);
  assert.equal(window.stopped(5000), null);
  window.reset(each([1, 2]));
  assert.equal(window.stopped(2000), null);
  assert.equal(window.stopped(4000), 1000);
  window.push([[1500, null]]);
  assert.equal(window.stopped(1600), 1000);
  window.push([[1700, 3]]);
  assert.equal(window.stopped(1800), null);
});

test('a program\u2019s feed has the pace that it has', () => {
  const window = new FeedWindow({...spec, source: 'program'});
  window.reset([[0, 1], [10_000, 2], [20_000, 3]]);
  assert.equal(window.patience, 50_000);
  window.reset([[0, 1]]);
  assert.equal(window.patience, 5000);
});

test('of more numbers than are kept the newest stay', () => {
  const window = new FeedWindow({...spec, window: 3600});
  window.reset(Array.from({length: MAX_KEPT + 1}, (_, i) => [i, i]));
  assert.equal(window.size, MAX_KEPT);
  assert.deepEqual(window.span, [1, MAX_KEPT]);
  assert.equal(window.statistics()?.min, 1);
});

test('one peak and one dip among sixty thousand numbers are in the line, whatever its width', () => {
  const window = new FeedWindow({...spec, source: 'program'});
  window.reset(Array.from({length: MAX_KEPT}, (_, i) => [i, i === 31_234 ? 99 : i === 47_001 ? -99 : i % 10]));
  for (const pixels of [1, 47, 300, 1200, 3840]) {
    const [times, numbers] = line(window, 60_000, pixels);
    assert.equal(numbers[times.indexOf(31.234)], 99);
    assert.equal(numbers[times.indexOf(47.001)], -99);
    assert.ok(times.length <= 4 * (pixels + 1), `${times.length} for ${pixels} pixels`);
    assert.deepEqual(times, [...times].sort((a, b) => a - b));
  }
  assert.deepEqual(window.statistics(), {count: MAX_KEPT, min: -99, mean: window.statistics()?.mean, max: 99});
});

test('a line that moves on keeps what it has drawn', () => {
  const window = new FeedWindow({...spec, source: 'program'});
  const random = dice(4);
  window.reset(Array.from({length: 60_000}, (_, i) => [i, random()]));
  const [before] = line(window, 60_000, 400);
  window.push(Array.from({length: 500}, (_, i) => [60_000 + i, random()]));
  const after = new Set(line(window, 60_000, 400)[0]);
  // Only the columns at the two ends may differ.
  const inside = before.filter((time) => time > 0.7 && time < 59.8);
  assert.ok(inside.length > 400 && inside.every((time) => after.has(time)));
});

test('the plot has room for the line, from zero where that costs little', () => {
  assert.deepEqual(bounds(null), {min: 0, max: 1});
  assert.equal(bounds({count: 2, min: 1, mean: 5, max: 9}).min, 0);
  assert.ok(bounds({count: 2, min: 90, mean: 95, max: 99}).min > 80);
  const flat = bounds({count: 1, min: 5, mean: 5, max: 5});
  assert.ok(flat.min < 5 && flat.max > 5);
});

test('a part of the window has statistics and a line of its own', () => {
  const window = new FeedWindow({...spec, window: 3600});
  const random = dice(3);
  const numbers = Array.from({length: 2000}, () => Math.round(random() * 1000));
  window.reset(each(numbers));
  for (const since of [-Infinity, 0, 1, 1000, 255_000, 256_000, 700_500, 1_999_000]) {
    const part = numbers.filter((_, i) => i * 1000 >= since);
    const {count, min, mean, max} = window.statistics(since) ?? {};
    assert.deepEqual([count, min, max], [part.length, Math.min(...part), Math.max(...part)]);
    assert.ok(Math.abs(Number(mean) - part.reduce((sum, one) => sum + one, 0) / part.length) < 1e-6);
  }
  assert.equal(window.statistics(1_999_001), null);
  // The line comes in from the number before.
  assert.deepEqual(line(window, 10_000, 100, 1_990_500)[0], [1990, 1991, 1992, 1993, 1994, 1995, 1996, 1997, 1998, 1999]);
});

test('a line that stands still but for its numbers\u2019 noise is drawn so', () => {
  for (const [value = 0, noise = 0] of [[21.5, 4e-15], [0.3, 6e-17], [-1e9, 1e-7], [1e-17, 1e-17], [1e300, 1e284], [0.1 + 0.2, 5e-17], [5, 0], [1e-3, 1e-15]]) {
    const {min, max} = bounds({count: 2, min: value - noise, mean: value, max: value + noise}, 3);
    assert.ok(noise * 2 <= (max - min) * 0.01, `${value}: ${max - min}`);
    assert.ok(min <= value - noise && max >= value + noise);
  }
  // What moves is drawn as large as there is room.
  for (const [low = 0, high = 0] of [[1.7e12, 1.7e12 + 1e4], [0, 1e-7], [20, 20.001], [1e-9, 2e-9]]) {
    const {min, max} = bounds({count: 2, min: low, mean: low, max: high}, 6);
    assert.ok(high - low >= (max - min) * 0.4, `${low} to ${high}`);
  }
});

test('a plot has marks on whole steps, each with figures of its own that fit', () => {
  for (const [min = 0, max = 0] of [[0, 10], [-5, 5], [1.7e12, 1.7e12 + 1000], [0, 1e300], [-8e307, 8e307], [1e-9, 2e-9], [20, 20.001], [0, 1234567890.123], [0.1, 0.3], [-1e-300, 1e-300]]) {
    const by = step(max - min, 6);
    const found = marks(min, max, by);
    assert.ok(found.length >= 2 && found.length <= 8, `${min} to ${max}: ${found}`);
    assert.ok(found.every((mark) => mark >= min - by * 1e-6 && mark <= max + by * 1e-6));
    for (const room of [40, 12, 9, 7]) {
      const texts = figures(found, by, (text) => text.length <= room);
      assert.equal(new Set(texts).size, texts.length, `${min} to ${max} in ${room}: ${texts}`);
      if (room >= 9) assert.ok(texts.every((text) => text.length <= room), `${texts}`);
    }
  }
  assert.deepEqual(figures([0, 0.5, 1], 0.5, () => true), ['0.0', '0.5', '1.0']);
  assert.deepEqual(figures([1.7e12, 1.7e12 + 500], 500, (text) => text.length < 9), ['1.70e12', '+500']);
});
