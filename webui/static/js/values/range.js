/** A fader's and a knob's arithmetic: value, position from 0 (least) to 1 (most), steps and relative drags. Pure. */

import {TAPERS} from './taper.js';
import {clamp, onStep} from './whole.js';

const LINEAR = /** @type {import('./taper.js').Taper} */ (TAPERS.linear);

/** Fine movement is so much slower. */
export const FINE = 0.1;

/** A centre catches a hand over so much of the way, to either side. */
const CATCH = 0.015;

export class Range {
  /** @param {{min?: number | null, max?: number | null, step?: number, taper?: string, centre?: number | null}} spec */
  constructor({min, max, step = 0, taper = 'linear', centre = null}) {
    this.min = min ?? 0;
    this.max = max ?? 100;
    this.step = step;
    this.taper = TAPERS[taper] ?? LINEAR;
    /** Where its two sides meet, from 0 to 1; null: it has one side only. */
    this.middle = centre === null ? null : this.position(centre);
  }

  /** The nearest value in range that is a whole number of steps from `min`. @param {number} value */
  snap(value) {
    return this.step ? onStep(value, this.min, this.step, this.min, this.max) : clamp(value, this.min, this.max);
  }

  /** @param {number} value @returns {number} from 0 to 1 */
  position(value) {
    return this.taper.position(value, this.min, this.max);
  }

  /** @param {number} position @returns {number} */
  value(position) {
    return this.snap(this.#tidy(this.taper.number(position, this.min, this.max)));
  }

  /** A position within the way; the middle where it is near. @param {number} position */
  near(position) {
    if (this.middle !== null && Math.abs(position - this.middle) <= CATCH) return this.middle;
    return clamp(position, 0, 1);
  }

  /** What assistive technology means, which moves by equal differences: as much of the way. @param {number} value @param {number} asked */
  meant(value, asked) {
    return this.value(this.position(value) + (asked - value) / (this.max - this.min));
  }

  /** The value some parts of the way on; at least one step. @param {number} value @param {number} part */
  nudge(value, part) {
    const moved = this.value(this.position(value) + part);
    return this.step && moved === this.snap(value) ? this.snap(value + Math.sign(part) * this.step) : moved;
  }

  /** What some notches of a wheel do to the value. @param {number} value @param {number} notches @param {boolean} fine */
  roll(value, notches, fine) {
    return this.nudge(value, notches * (fine ? 0.001 : 0.01));
  }

  /** What a key does to the value, or null for any other key. @param {string} key @param {boolean} fine @param {number} value */
  key(key, fine, value) {
    const small = fine ? 0.001 : 0.01;
    switch (key) {
      case 'ArrowUp': case 'ArrowRight': return this.nudge(value, small);
      case 'ArrowDown': case 'ArrowLeft': return this.nudge(value, -small);
      case 'PageUp': return this.nudge(value, 0.1);
      case 'PageDown': return this.nudge(value, -0.1);
      case 'Home': return this.snap(this.min);
      case 'End': return this.snap(this.max);
      default: return null;
    }
  }

  /** Ten digits of the range (of a log taper: of the number) are enough for any hand, and 0.1 + 0.2 is 0.3. As in core/taper.py. @param {number} value */
  #tidy(value) {
    const digits = 9 - Math.floor(Math.log10(this.max - this.min));
    return Number(this.taper === TAPERS.log || digits > 100 ? value.toPrecision(10) : value.toFixed(Math.max(digits, 0)));
  }
}

/** One finger's way: the cap follows it from where it was, however far from the cap the finger came down. */
export class Drag {
  /** As far as the finger went, beyond the ends too, and over the part of its way on which the middle catches it. */
  #way;
  #at;
  #middle;

  /** @param {number} position of the cap, 0 to 1 @param {number} at the finger's place along the track, in pixels @param {number | null} [middle] which catches the cap for a little */
  constructor(position, at, middle = null) {
    this.#middle = middle;
    this.#way = this.#unroll(position);
    this.#at = at;
  }

  /** Where the cap is, 0 to 1. */
  get position() {
    return clamp(this.#place, 0, 1);
  }

  /** The cap was moved by other means: from here on the finger moves it from there. @param {number} position */
  anchor(position) {
    this.#way = this.#unroll(position);
  }

  /** Return the new position, 0 to 1. @param {number} at @param {number} travel the cap's whole way in pixels @param {boolean} fine nothing catches it */
  move(at, travel, fine) {
    const moved = travel > 0 ? (at - this.#at) / travel : 0;
    this.#at = at;
    if (fine) this.#way = this.#unroll(this.#place + moved * FINE);
    else this.#way += moved;
    return this.position;
  }

  get #place() {
    if (this.#middle === null || this.#way <= this.#middle) return this.#way;
    return Math.max(this.#way - 2 * CATCH, this.#middle);
  }

  /** @param {number} place */
  #unroll(place) {
    if (this.#middle === null || place < this.#middle) return place;
    return place + (place === this.#middle ? CATCH : 2 * CATCH);
  }
}
