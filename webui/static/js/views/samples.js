/**
 * A window's numbers with their times, oldest first, in arrays that grow. Pure.
 *
 * Statistics are kept a block at a time, so that sixty thousand numbers cost no more than a few hundred; a rest is NaN.
 */

/** @import {Point, Sample} from '../types.js' */

/** Numbers in a block. */
const BLOCK = 256;

/** @typedef {{count: number, min: number, mean: number, max: number}} Statistics */

export class Samples {
  times = new Float64Array(4 * BLOCK);
  numbers = new Float64Array(4 * BLOCK);
  /** For how many numbers each one stands: where columns came, of what was there. */
  weights = new Float64Array(4 * BLOCK);
  /** The oldest that is kept, and where the next one goes: places in `times` and `numbers`. */
  from = 0;
  to = 0;
  #counts = new Float64Array(4);
  #sums = new Float64Array(4);
  #mins = new Float64Array(4);
  #maxs = new Float64Array(4);

  clear() {
    this.from = 0;
    this.to = 0;
  }

  /** @param {Sample} sample the newest */
  push([time, number, weight = 1]) {
    if (this.to === this.times.length) this.#makeRoom();
    const block = this.to / BLOCK;
    if (Number.isInteger(block)) this.#open(block);
    this.times[this.to] = time;
    this.numbers[this.to] = number ?? NaN;
    this.weights[this.to] = weight;
    if (number !== null) this.#count(Math.floor(block), number, weight);
    this.to += 1;
  }

  /** Forget what is older, and what is more. @param {number} since @param {number} most */
  forget(since, most) {
    this.from = Math.max(this.from, this.to - most);
    while (this.from < this.to && /** @type {number} */ (this.times[this.from]) < since) this.from += 1;
  }

  /** @param {number} place @returns {Point} */
  at(place) {
    const number = /** @type {number} */ (this.numbers[place]);
    return [/** @type {number} */ (this.times[place]), Number.isNaN(number) ? null : number];
  }

  /** The place of the first that is not older. @param {number} since */
  find(since) {
    let [low, high] = [this.from, this.to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(this.times, middle) < since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {number} [from] the place of the first that counts @returns {Statistics | null} of all from there on */
  statistics(from = this.from) {
    let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
    let i = from;
    while (i < this.to) {
      const block = i / BLOCK;
      if (Number.isInteger(block)) {
        count += at(this.#counts, block);
        sum += at(this.#sums, block);
        min = Math.min(min, at(this.#mins, block));
        max = Math.max(max, at(this.#maxs, block));
        i += BLOCK;
        continue;
      }
      const number = at(this.numbers, i);
      if (!Number.isNaN(number)) {
        const weight = at(this.weights, i);
        count += weight;
        sum += number * weight;
        min = Math.min(min, number);
        max = Math.max(max, number);
      }
      i += 1;
    }
    return count ? {count, min, mean: Number.isFinite(sum) ? sum / count : this.#meanOf(from, count), max} : null;
  }

  /** The mean of numbers whose sum is none, they are so large. @param {number} from @param {number} count the sum of their weights */
  #meanOf(from, count) {
    let mean = 0;
    for (let i = from; i < this.to; i += 1) mean += ((this.numbers[i] || 0) / count) * at(this.weights, i);
    return mean;
  }

  /** @param {number} block */
  #open(block) {
    this.#counts[block] = 0;
    this.#sums[block] = 0;
    this.#mins[block] = Infinity;
    this.#maxs[block] = -Infinity;
  }

  /** @param {number} block @param {number} number @param {number} weight */
  #count(block, number, weight) {
    this.#counts[block] = at(this.#counts, block) + weight;
    this.#sums[block] = at(this.#sums, block) + number * weight;
    this.#mins[block] = Math.min(at(this.#mins, block), number);
    this.#maxs[block] = Math.max(at(this.#maxs, block), number);
  }

  /** Whole forgotten blocks are dropped; where that is less than half, the arrays grow instead. */
  #makeRoom() {
    const blocks = Math.floor(this.from / BLOCK);
    const grows = blocks * BLOCK * 2 < this.times.length;
    const shift = (/** @type {Float64Array<ArrayBuffer>} */ array, /** @type {number} */ dropped) => {
      const kept = grows ? new Float64Array(array.length * 2) : array;
      kept.set(array.subarray(dropped));
      return kept;
    };
    this.times = shift(this.times, blocks * BLOCK);
    this.numbers = shift(this.numbers, blocks * BLOCK);
    this.weights = shift(this.weights, blocks * BLOCK);
    this.#counts = shift(this.#counts, blocks);
    this.#sums = shift(this.#sums, blocks);
    this.#mins = shift(this.#mins, blocks);
    this.#maxs = shift(this.#maxs, blocks);
    this.from -= blocks * BLOCK;
    this.to -= blocks * BLOCK;
  }
}

/** @param {Float64Array} array @param {number} i */
function at(array, i) {
  return /** @type {number} */ (array[i]);
}
