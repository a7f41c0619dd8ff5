import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FeedWindow, thin} from '../../webui/static/js/feed.js';
import {bounds} from '../../webui/static/js/bounds.js';

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
  assert.equal(window.points.length, 61);
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
  assert.deepEqual(window.line(300), [[0, 0.5, 9], [1, null, 2]]);
});

test('a line has a gap where a number is overdue', () => {
  const window = new FeedWindow(spec);
  window.reset([[0, 1], [1000, 2], [9000, 3], [10_000, 4]]);
  assert.deepEqual(window.line(300)[1], [1, 2, null, 3, 4]);
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

test('thinning keeps each column\u2019s least and greatest, in order, and every rest', () => {
  /** @type {Point[]} */
  const many = Array.from({length: 1000}, (_, i) => [i, i === 500 ? 99 : i === 501 ? -99 : i % 10]);
  const thinned = thin(many, 20);
  assert.ok(thinned.length <= 42, String(thinned.length));
  assert.ok(thinned.some((point) => point[1] === 99) && thinned.some((point) => point[1] === -99));
  assert.deepEqual(thinned, [...thinned].sort((a, b) => a[0] - b[0]));
  many[300] = [300, null];
  assert.ok(thin(many, 20).some((point) => point[1] === null));
  assert.equal(thin(many.slice(0, 30), 20).length, 30);
});

test('the plot has room for the line, from zero where that costs little', () => {
  assert.deepEqual(bounds(null), {min: 0, max: 1});
  assert.equal(bounds({count: 2, min: 1, mean: 5, max: 9}).min, 0);
  assert.ok(bounds({count: 2, min: 90, mean: 95, max: 99}).min > 80);
  const flat = bounds({count: 1, min: 5, mean: 5, max: 5});
  assert.ok(flat.min < 5 && flat.max > 5);
});
