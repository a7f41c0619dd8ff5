/** The kept window of one feed: its statistics and its last ten numbers. Pure. */

import {Samples} from './samples.js';

/** @import {FeedSpec, Point} from '../types.js' */
/** @import {Statistics} from './samples.js' */

/** @typedef {{after: number, before: number}} Gap neither of the two times is in it */
/** @typedef {Gap & {width: number}} Columns of so many milliseconds */

/** Numbers that are kept at the most; the server keeps as many. */
export const MAX_KEPT = 60_000;
const LAST = 10;

export class FeedWindow {
  samples = new Samples();
  /** The milliseconds that are kept. @type {number} */
  length;
  /** Between which times there are numbers that are not known here; then they may be asked for. @type {Gap | null} */
  missing = null;
  /** Where columns stand for the numbers, oldest first. @type {Columns[]} */
  columns = [];
  #every;
  #steady;

  /** @param {Pick<FeedSpec, 'every' | 'window' | 'source'>} spec */
  constructor({every, window, source}) {
    this.length = window * 1000;
    this.#every = every * 1000;
    this.#steady = source !== 'program';
  }

  /** @param {Point[]} points the newest there are, oldest first @param {boolean} [anew] whether what was known counts no more */
  reset(points, anew = true) {
    const [first] = points;
    const known = (!anew && first && this.span?.[1]) || -Infinity;
    if (known === -Infinity) {
      this.samples.clear();
      this.columns = [];
      this.missing = null;
    }
    if (first && known < first[0]) this.missing = {after: this.missing?.after ?? known, before: first[0]};
    this.push(points.filter(([time]) => time > known));
  }

  /** @param {Point[]} points what came since, in order */
  push(points) {
    for (const point of points) this.samples.push(point);
    const newest = points.at(-1);
    if (newest) this.samples.forget(newest[0] - this.length, MAX_KEPT);
  }

  /** How many are kept, rests among them. */
  get size() {
    return this.samples.to - this.samples.from;
  }

  /** The times of the oldest and the newest, in milliseconds of the server. @returns {[number, number] | null} */
  get span() {
    const {from, to} = this.samples;
    return from < to ? [this.samples.at(from)[0], this.samples.at(to - 1)[0]] : null;
  }

  /** The newest number and its time, whatever rest came after it. @returns {[number, number] | null} */
  get newest() {
    return this.#last(1)[0] ?? null;
  }

  /** How long nothing may come before a number is overdue, in milliseconds. */
  get patience() {
    if (this.#steady) return Math.max(this.#every * 2.5, 500);
    const recent = this.#last(LAST + 1);
    const steps = recent.slice(1).map((point, i) => point[0] - /** @type {Point} */ (recent[i])[0]).sort((a, b) => a - b);
    return Math.max((steps[steps.length >> 1] ?? 0) * 5, 5000);
  }

  /** The time of the last number if the feed rests or a number is overdue; null while all is well. @param {number} now server time */
  stopped(now) {
    const newest = this.newest;
    if (!newest) return null;
    const rests = this.samples.at(this.samples.to - 1)[1] === null;
    return rests || now - newest[0] > this.patience ? newest[0] : null;
  }

  /** The last ten numbers, newest last. @returns {number[]} */
  lastTen() {
    return this.#last(LAST).map(([, number]) => number);
  }

  /** The newest so many, without the rests, newest last. @param {number} most @returns {[number, number][]} */
  #last(most) {
    /** @type {[number, number][]} */
    const found = [];
    const {from, to} = this.samples;
    for (let i = to - 1; i >= from && found.length < most; i -= 1) {
      const [time, number] = this.samples.at(i);
      if (number !== null) found.push([time, number]);
    }
    return found.reverse();
  }

  /** @param {number} [since] server time @returns {Statistics | null} of what came since then, or of the whole window */
  statistics(since = -Infinity) {
    return this.samples.statistics(this.samples.find(since));
  }
}
