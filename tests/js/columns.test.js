import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnWidth, extremes} from '../../webui/static/js/views/columns.js';
import {dice} from './dice.js';

/** @param {[number, number | null][]} points */
function samples(points) {
  return {
    times: Float64Array.from(points, ([time]) => time),
    numbers: Float64Array.from(points, ([, number]) => number ?? NaN),
    from: 0,
    to: points.length,
  };
}

test('a column is a power of two milliseconds and no wider than a pixel', () => {
  for (const [span, pixels] of [[60_000, 400], [300_000, 1200], [30_000, 3840], [10_000, 10], [3_600_000, 47], [0, 0]]) {
    const width = columnWidth(Number(span), Number(pixels));
    const pixel = Math.max(Number(span), 1) / Math.max(Number(pixels), 1);
    assert.ok(width <= pixel && width > pixel / 2, `${width} for a pixel of ${pixel}`);
    assert.ok(Number.isInteger(Math.log2(width)));
  }
});

test('of each column the least and the greatest are kept, in order, and of few numbers all', () => {
  assert.deepEqual(extremes(samples([[0, 5], [1, 9], [2, 1], [3, 4], [4, 7], [5, 7]]), 4), [1, 2, 4]);
  assert.deepEqual(extremes(samples([[0, 5], [4, 9], [9, 1]]), 4), [0, 1, 2]);
  assert.deepEqual(extremes(samples([]), 4), []);
});

test('a rest parts a column; a second one in it would not be seen', () => {
  assert.deepEqual(extremes(samples([[0, 5], [1, null], [2, 9], [3, null], [4, null], [5, 1]]), 8), [0, 1, 2, 5]);
  assert.deepEqual(extremes(samples([[0, null], [9, null]]), 8), [0, 1]);
});

test('no peak vanishes, whatever the numbers, their times and the width', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = dice(seed);
    /** @type {[number, number | null][]} */
    const points = [];
    let time = -5000 * random();
    for (let i = Math.floor(random() * 600); i > 0; i -= 1) {
      time += random() < 0.1 ? random() * 5000 : random() * 20;
      points.push([time, random() < 0.02 ? null : Math.floor(random() * 200 - 100) * (random() < 0.01 ? 1e6 : 1)]);
    }
    const width = 2 ** Math.floor(random() * 12 - 2);
    const kept = extremes(samples(points), width);
    assert.deepEqual(kept, [...new Set(kept)].sort((a, b) => a - b), 'in order, each once');
    /** @type {Map<number, {all: number[], kept: number[], rests: number, places: number}>} */
    const columns = new Map();
    points.forEach(([at, number], place) => {
      const name = Math.floor(at / width);
      const column = columns.get(name) ?? {all: [], kept: [], rests: 0, places: 0};
      columns.set(name, column);
      const stays = kept.includes(place);
      column.places += Number(stays);
      if (number === null) column.rests += 1;
      else column.all.push(number);
      if (number !== null && stays) column.kept.push(number);
    });
    for (const column of columns.values()) {
      if (column.all.length) {
        assert.equal(Math.min(...column.kept), Math.min(...column.all));
        assert.equal(Math.max(...column.kept), Math.max(...column.all));
      }
      assert.ok(column.places <= (column.rests ? 5 : 2), `${column.places} of one column`);
    }
  }
});
