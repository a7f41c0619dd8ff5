import assert from 'node:assert/strict';
import {test} from 'node:test';
import {line} from '../../webui/static/js/views/columns.js';
import {FeedWindow} from '../../webui/static/js/views/feed_window.js';
import {fetchPast, fill, needOf} from '../../webui/static/js/views/history.js';
import {dice} from './dice.js';

/** @import {Point, Sample} from '../../webui/static/js/types.js' */

const HOUR = 3_600_000;
const spec = {id: 'pulse', label: 'Pulse', unit: '', decimals: 1, every: 1, window: 3600, source: 'program'};

/** A view that draws so much. @param {number} span @param {typeof spec} [feed] */
function view(span, feed = spec) {
  return {window: new FeedWindow(feed), feed, past: () => (span ? {span} : null), fills: 0, filled() {
    this.fills += 1;
  }};
}

/** As the server tells a feed's past: one block of columns at a time. @param {() => Point[]} kept @param {{asked: number, told: number}} [noted] */
function server(kept, noted = {asked: 0, told: 0}) {
  return async (/** @type {string} */ what, /** @type {any} */ {feed, width, since, before}) => {
    assert.deepEqual([what, feed, Number.isInteger(Math.log2(width)), before > since], ['history', 'pulse', true, true]);
    noted.asked += 1;
    const all = kept().filter(([time]) => time >= since && time < before);
    const [first] = all;
    if (!first) return {points: [], until: null};
    const end = (Math.floor(first[0] / width / 128) + 1) * width * 128;
    /** @type {Map<number, [number, number][]>} */
    const columns = new Map();
    for (const [time, number] of all) {
      if (time < end) columns.set(Math.floor(time / width), [...(columns.get(Math.floor(time / width)) ?? []), [time, Number(number)]]);
    }
    /** @type {Sample[]} */
    const points = [...columns.values()].flatMap((its) => /** @type {Sample[]} */ (squeezed(its)));
    noted.told += points.length;
    return {points, until: all.find(([time]) => time >= end)?.[0] ?? null};
  };
}

/** @param {[number, number][]} its a column's @returns {number[][]} */
function squeezed(its) {
  const [low, high] = [...its].sort((a, b) => a[1] - b[1]).filter((_, i) => i === 0 || i === its.length - 1);
  if (its.length <= 2 || !low || !high) return its;
  if (low[1] === high[1]) return [[low[0], low[1], its.length]];
  const above = (its.reduce((sum, [, number]) => sum + number, 0) - its.length * low[1]) / (high[1] - low[1]);
  return [[...low, its.length - above], [...high, above]].sort((a, b) => Number(a[0]) - Number(b[0]));
}

/** So many numbers of the past, one every so many milliseconds until `end`. @param {number} count @param {number} every @param {number} end @param {() => number} random @returns {Point[]} */
const series = (count, every, end, random) => Array.from({length: count}, (_, i) => [end - (count - 1 - i) * every, Math.round(random() * 1000)]);

test('a page that comes later has every peak, the count and the mean of the whole window, in few points', async () => {
  const random = dice(3);
  const all = series(57_600, 62.5, 2 * HOUR, random);
  /** @type {Point} */ (all[20_000])[1] = 99_999;
  /** @type {Point} */ (all[40_001])[1] = -99_999;
  const whole = view(HOUR);
  whole.window.reset(all.slice(-11), true);
  const noted = {asked: 0, told: 0};
  await fetchPast({views: [whole]}, server(() => all, noted));
  assert.ok(noted.told <= 4096 + 2 && noted.asked < 20, JSON.stringify(noted));
  const [exact, found] = [new FeedWindow(spec), whole.window.statistics()];
  exact.reset(all);
  const truth = exact.statistics();
  assert.equal(found?.min, -99_999);
  assert.equal(found?.max, 99_999);
  assert.ok(Math.abs((found?.count ?? 0) - (truth?.count ?? 0)) < 1);
  assert.ok(Math.abs((found?.mean ?? 0) - (truth?.mean ?? 0)) < 0.01);
  assert.equal(whole.window.missing, null);
  assert.equal(whole.fills, 1);
  assert.deepEqual(whole.window.lastTen(), exact.lastTen());
  assert.ok(!line(whole.window, HOUR, 2048)[1].includes(null), 'wide columns are no gaps');
});

test('columns that are wider than a pixel are no gaps, from the first number on and after a rest', async () => {
  const all = series(57_600, 62.5, 2 * HOUR, dice(4));
  const steady = {...spec, every: 0.0625, source: 'random'};
  const one = view(HOUR, steady);
  one.window.reset(all.slice(-11), true);
  await fetchPast({views: [one]}, server(() => all));
  assert.equal(one.window.columns[0]?.width, 2048);
  assert.ok(!line(one.window, HOUR, 2048)[1].includes(null));
  const rested = view(HOUR, steady);
  rested.window.reset(all.slice(-11), true);
  const need = /** @type {import('../../webui/static/js/views/feed_window.js').Columns} */ (needOf(rested.window, rested.past()));
  const points = series(1000, 2048, 2 * HOUR - 10_000, dice(6));
  fill(rested.window, need, points.map(([time, number], i) => [time, i === 10 ? null : number]));
  const [times, numbers] = line(rested.window, HOUR, 4096);
  assert.deepEqual(times.filter((_, i) => numbers[i] === null).slice(0, -1), [Number(points[10]?.[0]) / 1000]);
});

test('what a view does not draw is not asked for', async () => {
  const ask = () => Promise.reject(new Error('asked'));
  const views = [view(0), view(0)];
  for (const {window} of views) window.reset([[5000, 1], [6000, 2]]);
  await fetchPast({views}, ask);
  assert.equal(needOf(new FeedWindow(spec), {span: HOUR}), null, 'a feed without any number has no past');
});

test('a shorter time is asked for more closely, and only what is coarse of it', async () => {
  const all = series(57_600, 62.5, 2 * HOUR, dice(5));
  const one = view(HOUR);
  one.window.reset(all.slice(-11));
  await fetchPast({views: [one]}, server(() => all));
  one.past = () => ({span: 60_000});
  const need = needOf(one.window, one.past());
  assert.equal(need?.width, 32);
  const noted = {asked: 0, told: 0};
  await fetchPast({views: [one]}, server(() => all, noted));
  assert.equal(needOf(one.window, one.past()), null);
  assert.ok(noted.told <= 960, 'a minute of sixteen a second');
  const last = all.filter(([time]) => time >= 2 * HOUR - 59_000);
  const {samples} = one.window;
  assert.deepEqual(Array.from({length: last.length}, (_, i) => samples.at(samples.to - last.length + i)), last);
  one.past = () => ({span: HOUR});
  assert.equal(needOf(one.window, one.past()), null, 'the whole is there all the time');
});

test('what comes while the past is fetched has its place after it, once and in order', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = dice(seed);
    let now = 1_000_000;
    const all = series(3000, 20, now, random);
    const views = [view(HOUR), view(2000), view(0), view(60_000)];
    for (const {window} of views) window.reset(all.slice(-11));
    const tell = server(() => all);
    /** @param {string} what @param {any} details */
    const ask = async (what, details) => {
      const answer = tell(what, details);
      for (let i = Math.floor(random() * 4); i > 0; i -= 1) {
        now += 20;
        /** @type {Point} */
        const point = [now, Math.round(random() * 1000)];
        all.push(point);
        // A page that fell behind is told the newest, and that there were more.
        const missed = random() < 0.1;
        for (const {window} of views) missed ? window.reset(all.slice(-1), false) : window.push([point]);
      }
      return answer;
    };
    await fetchPast({views}, ask);
    for (const {window, past} of views) {
      const times = Array.from({length: window.samples.to - window.samples.from}, (_, i) => window.samples.at(window.samples.from + i)[0]);
      assert.deepEqual(times, [...new Set(times)].sort((a, b) => a - b), `seed ${seed}`);
      assert.equal(needOf(window, past()), null);
    }
    const [whole] = views;
    const exact = new FeedWindow(spec);
    exact.reset(all);
    const [found, truth] = [whole?.window.statistics(), exact.statistics()];
    assert.deepEqual([found?.min, found?.max], [truth?.min, truth?.max]);
    assert.ok(Math.abs((found?.count ?? 0) - (truth?.count ?? 0)) < 0.1, `seed ${seed}: ${found?.count} of ${truth?.count}`);
  }
});

test('a page that was away a while asks for that while alone', async () => {
  const all = series(20_000, 100, 2 * HOUR, dice(9));
  const one = view(HOUR);
  one.window.reset(all.slice(9990, 10_001));
  await fetchPast({views: [one]}, server(() => all.slice(0, 10_001)));
  const before = one.window.size;
  one.window.reset(all.slice(10_301, 10_312), false);
  assert.deepEqual(one.window.missing, {after: all[10_000]?.[0], before: all[10_301]?.[0]});
  const noted = {asked: 0, told: 0};
  await fetchPast({views: [one]}, server(() => all.slice(0, 10_312), noted));
  assert.ok(noted.told <= 300 && noted.told > 0);
  assert.ok(one.window.size > before);
  assert.ok(Math.abs((one.window.statistics()?.count ?? 0) - 10_312) < 1);
});

test('of another server nothing is known; and what has come already is not told twice', () => {
  const window = new FeedWindow(spec);
  window.reset([[1000, 1], [2000, 2]]);
  window.reset([[1000, 1], [2000, 2], [3000, 3]], false);
  assert.equal(window.size, 3);
  window.reset([[500, 7]], true);
  assert.deepEqual([window.size, window.newest, window.missing], [1, [500, 7], {after: -Infinity, before: 500}]);
  window.reset([], false);
  assert.equal(window.size, 0, 'the server has none');
});

test('a lost connection ends it, and the next welcome begins it anew', async () => {
  const all = series(3000, 20, HOUR, dice(2));
  const one = view(HOUR);
  one.window.reset(all.slice(-11));
  let left = 2;
  const tell = server(() => all);
  await fetchPast({views: [one]}, async (what, details) => {
    if (!left) throw new Error('lost');
    left -= 1;
    return {...await tell(what, details), until: Number(details.since) + 1000};
  });
  assert.equal(one.window.size, 11);
  assert.notEqual(one.window.missing, null);
  await fetchPast({views: [one]}, tell);
  assert.equal(one.window.missing, null);
});

test('views of one feed are filled together, and another show\u2019s are left alone', async () => {
  const all = series(3000, 20, HOUR, dice(2));
  const [one, two, other] = [view(HOUR), view(HOUR), view(HOUR)];
  for (const {window} of [one, two, other]) window.reset(all.slice(-11));
  const tell = server(() => all);
  let restarted = false;
  await fetchPast({views: [one, two]}, async (what, details) => {
    // Another server's welcome, in the middle.
    if (!restarted) two.window.reset([[50, 1]], true);
    restarted = true;
    return tell(what, details);
  });
  assert.equal(one.window.missing, null);
  assert.equal(other.window.size, 11);
  assert.equal(two.window.samples.at(two.window.samples.to - 1)[0], 50);
});

test('what is told beyond the gap, or makes no sense, changes nothing', async () => {
  const window = new FeedWindow(spec);
  window.reset([[5000, 1], [6000, 2]]);
  fill(window, {after: -Infinity, before: 5000, width: 1}, [[4000, 9], [5000, 9], [7000, 9]]);
  assert.deepEqual(line(window, 60_000, 300)[1], [9, 1, 2]);
  for (const answer of [null, {}, {points: 5, until: 'x'}, {points: [['a', 1], [1], [4500, 'x']], until: -1e13}]) {
    const one = view(HOUR);
    one.window.reset([[5000, 1], [6000, 2]]);
    await fetchPast({views: [one]}, () => Promise.resolve(answer));
    assert.deepEqual([one.window.size, one.window.missing], [2, null]);
  }
});
