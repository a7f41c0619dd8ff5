/** The kept window of one feed: its statistics, its last ten numbers, and its line with the gaps. Pure. */

/** @import {FeedSpec, Point} from './types.js' */

/** Numbers that are kept at the most. */
export const MAX_KEPT = 20_000;
const LAST = 10;

/**
 * @typedef {{count: number, min: number, mean: number, max: number}} Statistics
 */

export class FeedWindow {
  /** @type {Point[]} */
  #points = [];
  #length;
  #every;
  #steady;

  /** @param {Pick<FeedSpec, 'every' | 'window' | 'source'>} spec */
  constructor({every, window, source}) {
    this.#length = window * 1000;
    this.#every = every * 1000;
    this.#steady = source !== 'program';
  }

  /** @param {Point[]} points all there is, oldest first */
  reset(points) {
    this.#points = [];
    this.push(points);
  }

  /** @param {Point[]} points what came since, in order */
  push(points) {
    for (const point of points) this.#points.push(point);
    const newest = this.#points.at(-1);
    if (newest) this.#forget(newest[0]);
  }

  /** @param {number} now server time */
  #forget(now) {
    const since = now - this.#length;
    let old = Math.max(this.#points.length - MAX_KEPT, 0);
    while (old < this.#points.length && /** @type {Point} */ (this.#points[old])[0] < since) old += 1;
    if (old) this.#points.splice(0, old);
  }

  get points() {
    return this.#points;
  }

  /** The newest number and its time, whatever rest came after it. @returns {[number, number] | null} */
  get newest() {
    for (let i = this.#points.length - 1; i >= 0; i -= 1) {
      const point = /** @type {Point} */ (this.#points[i]);
      if (point[1] !== null) return [point[0], point[1]];
    }
    return null;
  }

  /** How long nothing may come before a number is overdue, in milliseconds. */
  get patience() {
    if (this.#steady) return Math.max(this.#every * 2.5, 500);
    const recent = this.#points.slice(-LAST - 1).filter((point) => point[1] !== null);
    const steps = recent.slice(1).map((point, i) => point[0] - /** @type {Point} */ (recent[i])[0]).sort((a, b) => a - b);
    return Math.max((steps[steps.length >> 1] ?? 0) * 5, 5000);
  }

  /** The time of the last number if the feed rests or a number is overdue; null while all is well. @param {number} now server time */
  stopped(now) {
    const newest = this.newest;
    if (!newest) return null;
    const rests = this.#points.at(-1)?.[1] === null;
    return rests || now - newest[0] > this.patience ? newest[0] : null;
  }

  /** The last ten numbers, newest last. @returns {number[]} */
  lastTen() {
    /** @type {number[]} */
    const numbers = [];
    for (let i = this.#points.length - 1; i >= 0 && numbers.length < LAST; i -= 1) {
      const number = /** @type {Point} */ (this.#points[i])[1];
      if (number !== null) numbers.unshift(number);
    }
    return numbers;
  }

  /** @returns {Statistics | null} of the whole window */
  statistics() {
    let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
    for (const [, number] of this.#points) {
      if (number === null) continue;
      count += 1;
      sum += number;
      if (number < min) min = number;
      if (number > max) max = number;
    }
    return count ? {count, min, mean: sum / count, max} : null;
  }

  /**
   * Times in seconds and numbers for a line, with a null wherever the feed rested or a number was overdue.
   * With more numbers than `columns` can show, each column keeps its least and its greatest.
   * @param {number} columns @returns {[number[], (number | null)[]]}
   */
  line(columns) {
    const patience = this.patience;
    /** @type {number[]} */
    const times = [];
    /** @type {(number | null)[]} */
    const numbers = [];
    let before = Infinity;
    for (const [time, number] of thin(this.#points, columns)) {
      if (number !== null && time - before > Math.max(patience, (this.#length / columns) * 2)) {
        times.push((before + time) / 2000);
        numbers.push(null);
      }
      times.push(time / 1000);
      numbers.push(number);
      before = number === null ? Infinity : time;
    }
    return [times, numbers];
  }
}

/** Keep at most two numbers a column, and every rest. @param {Point[]} points @param {number} columns @returns {Point[]} */
export function thin(points, columns) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length <= columns * 2) return points;
  const width = (last[0] - first[0]) / columns || 1;
  /** @type {Point[]} */
  const kept = [];
  /** @type {Point[]} */
  let column = [];
  let end = first[0] + width;
  const close = () => {
    if (column.length <= 2) kept.push(...column);
    else kept.push(...extremes(column));
    column = [];
  };
  for (const point of points) {
    if (point[0] >= end || point[1] === null) {
      close();
      while (point[0] >= end) end += width;
    }
    if (point[1] === null) kept.push(point);
    else column.push(point);
  }
  close();
  return kept;
}

/** @param {Point[]} column numbers only, at least one @returns {Point[]} */
function extremes(column) {
  let low = /** @type {Point} */ (column[0]);
  let high = low;
  for (const point of column) {
    if (Number(point[1]) < Number(low[1])) low = point;
    if (Number(point[1]) > Number(high[1])) high = point;
  }
  if (low === high) return [low];
  return low[0] < high[0] ? [low, high] : [high, low];
}
