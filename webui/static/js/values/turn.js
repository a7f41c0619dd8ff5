/** One finger's way round a wheel: the number goes as far as the wheel is turned, and not where the finger is. Pure. */

import {FINE} from './range.js';

/** @import {Steps} from './steps.js' */

/** Pixels from the middle within which a finger has no direction. */
const MIDDLE = 14;

/** @typedef {{distance: number, angle: number}} Spot of a finger: pixels from the middle, degrees clockwise from the top */

export class Turn {
  #scale;
  #round;
  /** The number with all that is less than a step. */
  #exact;
  /** @type {number | null} */
  #angle;

  /** @param {Steps} scale @param {number} round how much of the number one turn is @param {number} number @param {Spot} spot */
  constructor(scale, round, number, spot) {
    this.#scale = scale;
    this.#round = round;
    this.#exact = number;
    this.#angle = spot.distance < MIDDLE ? null : spot.angle;
  }

  /** The number was set by other means: from here on the finger turns it from there. @param {number} number */
  follow(number) {
    if (this.#scale.snap(this.#exact) !== number) this.#exact = number;
  }

  /** Return the new number. @param {Spot} spot @param {boolean} fine */
  move({distance, angle}, fine) {
    const before = this.#angle;
    this.#angle = distance < MIDDLE ? null : angle;
    if (before !== null && this.#angle !== null) {
      // The shorter way round, also across the bottom, where 180 degrees become -180.
      const turned = ((((angle - before + 180) % 360) + 360) % 360) - 180;
      const exact = this.#exact + (turned / 360) * this.#round * (fine ? FINE : 1);
      // At an end the wheel slips: the way back begins at once.
      this.#exact = this.#scale.wraps ? exact : Math.min(Math.max(exact, this.#scale.min ?? exact), this.#scale.max ?? exact);
    }
    return this.#scale.snap(this.#exact);
  }
}
