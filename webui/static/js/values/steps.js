/** The arithmetic of what goes by steps: with an end or without, or round and round. As in core/controls/stepped.py. Pure. */

import {atStep, clamp, even, onStep} from './whole.js';

/** Numbers go so far at the most. */
const BOUND = 1e15;
/** Of a number: there are no finer steps that could be counted. */
const FINEST = 2 ** -50;
const PAGE = 10;

export class Steps {
  /** @param {{min?: number | null, max?: number | null, step?: number, wrap?: boolean}} spec */
  constructor({min = null, max = null, step = 1, wrap = false}) {
    this.min = min;
    this.max = max;
    this.step = step;
    this.wraps = wrap && min !== null && max !== null;
  }

  /** The nearest number that there is a step for; beyond the ends it stops, or goes round. @param {number} value @returns {number} */
  snap(value) {
    if (this.wraps) return this.#round(value);
    const [least, most] = [this.min ?? -BOUND, this.max ?? BOUND];
    const clamped = clamp(value, least, most);
    if (this.step < Math.abs(clamped) * FINEST) return clamped;
    return onStep(clamped, this.min ?? 0, this.step, least, most);
  }

  /** What assistive technology means, which moves by differences of its own. @param {number} value @param {number} asked */
  meant(value, asked) {
    return this.snap(asked);
  }

  /** What some notches of a wheel do to the value. @param {number} value @param {number} notches */
  roll(value, notches) {
    return this.snap(value + notches * this.step);
  }

  /** What a key does to the value, or null for any other key. There is nothing finer than a step. @param {string} key @param {boolean} fine @param {number} value */
  key(key, fine, value) {
    switch (key) {
      case 'ArrowUp': case 'ArrowRight': return this.roll(value, 1);
      case 'ArrowDown': case 'ArrowLeft': return this.roll(value, -1);
      case 'PageUp': return this.roll(value, PAGE);
      case 'PageDown': return this.roll(value, -PAGE);
      case 'Home': return this.min;
      case 'End': return this.max === null ? null : this.snap(this.max);
      default: return null;
    }
  }

  /** One step beyond the greatest is the least. @param {number} value */
  #round(value) {
    const [least, most] = [Number(this.min), Number(this.max)];
    const count = even((most - least) / this.step) + 1;
    const steps = even((clamp(value, -BOUND, BOUND) - least) / this.step);
    return Math.min(atStep(least, this.step, ((steps % count) + count) % count), most);
  }
}
