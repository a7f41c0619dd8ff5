/** A fader's arithmetic: value, position from 0 (least) to 1 (most), steps and relative drags. Pure. */

/** Fine movement is so much slower. */
export const FINE = 0.1;

export class Range {
  /** @param {{min?: number, max?: number, step?: number}} spec */
  constructor({min = 0, max = 100, step = 0}) {
    this.min = min;
    this.max = max;
    this.step = step;
  }

  get span() {
    return this.max - this.min;
  }

  /** The nearest value in range that is a whole number of steps from `min`. @param {number} value */
  snap(value) {
    const inside = Math.min(Math.max(value, this.min), this.max);
    if (!this.step) return tidy(inside);
    let steps = Math.round((inside - this.min) / this.step);
    if (this.min + steps * this.step > this.max + this.step * 1e-9) steps -= 1;
    return Math.min(Math.max(tidy(this.min + steps * this.step), this.min), this.max);
  }

  /** @param {number} value @returns {number} from 0 to 1 */
  position(value) {
    return Math.min(Math.max((value - this.min) / this.span, 0), 1);
  }

  /** @param {number} position @returns {number} */
  value(position) {
    return this.snap(this.min + position * this.span);
  }

  /** The value some parts of the range away; at least one step. @param {number} value @param {number} part */
  nudge(value, part) {
    const moved = this.snap(value + part * this.span);
    return this.step && moved === this.snap(value) ? this.snap(value + Math.sign(part) * this.step) : moved;
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
}

/** Ten digits are enough for any hand, and 0.1 + 0.2 is 0.3. @param {number} value */
function tidy(value) {
  return Number(value.toPrecision(10));
}

/** One finger's way: the cap follows it from where it was, however far from the cap the finger came down. */
export class Drag {
  #position;
  #at;

  /** @param {number} position of the cap, 0 to 1 @param {number} at the finger's place along the track, in pixels */
  constructor(position, at) {
    this.#position = position;
    this.#at = at;
  }

  /** Where the cap is, 0 to 1. */
  get position() {
    return Math.min(Math.max(this.#position, 0), 1);
  }

  /** The cap was moved by other means: from here on the finger moves it from there. @param {number} position */
  anchor(position) {
    this.#position = position;
  }

  /** Return the new position, 0 to 1. @param {number} at @param {number} travel the cap's whole way in pixels @param {boolean} fine */
  move(at, travel, fine) {
    if (travel > 0) this.#position += ((at - this.#at) / travel) * (fine ? FINE : 1);
    this.#at = at;
    return this.position;
  }
}
