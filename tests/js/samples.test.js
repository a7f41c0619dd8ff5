import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Samples} from '../../webui/static/js/views/samples.js';
import {dice} from './dice.js';

/** @import {Point} from '../../webui/static/js/types.js' */

/** @param {Samples} samples @returns {Point[]} */
const all = (samples) => Array.from({length: samples.to - samples.from}, (_, i) => samples.at(samples.from + i));

/** What the statistics should be. @param {Point[]} points */
function counted(points) {
  const numbers = points.map(([, number]) => number).filter((number) => number !== null);
  if (!numbers.length) return null;
  const sum = numbers.reduce((a, b) => a + b, 0);
  return {count: numbers.length, min: Math.min(...numbers), mean: sum / numbers.length, max: Math.max(...numbers)};
}

test('nothing has no statistics, and a rest is no number', () => {
  const samples = new Samples();
  assert.equal(samples.statistics(), null);
  samples.push([1, null]);
  assert.equal(samples.statistics(), null);
  assert.deepEqual(samples.at(0), [1, null]);
  samples.push([2, -3]);
  assert.deepEqual(samples.statistics(), {count: 1, min: -3, mean: -3, max: -3});
});

test('whatever is pushed and forgotten, it is what is left, and so are the statistics', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = dice(seed);
    const samples = new Samples();
    /** @type {Point[]} */
    let model = [];
    let now = 0;
    for (let step = 0; step < 40; step += 1) {
      for (let i = Math.floor(random() * 400); i > 0; i -= 1) {
        now += 1 + Math.floor(random() * 3);
        /** @type {Point} */
        const point = [now, random() < 0.05 ? null : Math.floor(random() * 1000) - 500];
        samples.push(point);
        model.push(point);
      }
      const since = now - Math.floor(random() * 6000);
      const most = 256 + Math.floor(random() * 4000);
      samples.forget(since, most);
      model = model.filter(([time]) => time >= since).slice(-most);
      if (random() < 0.03) {
        samples.clear();
        model = [];
      }
      assert.deepEqual(all(samples), model);
      assert.deepEqual(samples.statistics(), counted(model));
    }
    assert.ok(samples.times.length <= 16_384, `${samples.times.length} places for 4,256 numbers`);
  }
});

test('the mean of numbers so large that their sum is none', () => {
  const samples = new Samples();
  for (let i = 0; i < 600; i += 1) samples.push([i, i % 2 ? 1.7e308 : 1.6e308]);
  const mean = Number(samples.statistics()?.mean);
  assert.ok(Math.abs(mean - 1.65e308) < 1e300, String(mean));
});

test('the same of numbers that stand for many', () => {
  const samples = new Samples();
  for (let i = 0; i < 600; i += 1) samples.push([i, i % 2 ? 1.7e308 : 1.6e308, i % 2 ? 30 : 10]);
  const {count, mean} = samples.statistics() ?? {};
  assert.equal(count, 12_000);
  assert.ok(Math.abs(Number(mean) - 1.675e308) < 1e300, String(mean));
});
