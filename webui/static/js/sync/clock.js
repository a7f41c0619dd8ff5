/**
 * The server's clock, as this page knows it. Pure: times are arguments, in milliseconds.
 *
 * The sample with the shortest round trip says most about the offset; a few recent ones are kept, so that drift does not count.
 */

const SAMPLES = 8;
/** Milliseconds that two clocks may drift apart while so many samples are taken. */
const DRIFT = 50;

export class Clock {
  /** @type {{offset: number, trip: number}[]} */
  #samples = [];
  #rough = 0;

  /** Forget all samples: after sleep, or when the server began anew. */
  reset() {
    this.#samples = [];
  }

  /** A time that the server told unasked: late by the way here, but better than nothing. @param {number} now @param {number} server */
  hint(now, server) {
    this.#rough = server - now;
  }

  /** An answer: asked and received on the page's clock, `server` on the server's. @param {number} asked @param {number} received @param {number} server */
  sample(asked, received, server) {
    const trip = received - asked;
    if (!(trip >= 0)) return;
    const offset = server - (asked + received) / 2;
    // Half a round trip is as far as a sample can be wrong: where two contradict each other, a clock stood still or jumped.
    this.#samples = this.#samples.filter((old) => Math.abs(old.offset - offset) <= (old.trip + trip) / 2 + DRIFT);
    this.#samples.push({offset, trip});
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** Server time minus page time. */
  get offset() {
    const best = this.#samples.reduce((a, b) => (b.trip <= a.trip ? b : a), this.#samples[0] ?? {offset: this.#rough, trip: 0});
    return best.offset;
  }

  /** The newest round trip, or null. @returns {number | null} */
  get trip() {
    return this.#samples.at(-1)?.trip ?? null;
  }

  /** @param {number} page @returns {number} */
  toServer(page) {
    return page + this.offset;
  }

  /** @param {number} server @returns {number} */
  toPage(server) {
    return server - this.offset;
  }

  /** The time of day of a server time. @param {number} server @param {number} steady performance.now() @param {number} wall Date.now() */
  date(server, steady, wall) {
    return new Date(wall - steady + this.toPage(server));
  }
}

/** How much two clocks may differ in their steps before one must have stood still or jumped. */
const JUMP = 1500;

/** Notices that the device slept: one clock went on while the other, or the timer that asks, stood still. */
export class Wakefulness {
  #steady;
  #wall;

  /** @param {number} steady performance.now() @param {number} wall Date.now() */
  constructor(steady, wall) {
    this.#steady = steady;
    this.#wall = wall;
  }

  /** Ask often; returns true once after each sleep or jump. @param {number} steady @param {number} wall */
  slept(steady, wall) {
    const passed = steady - this.#steady;
    const slept = passed > JUMP || Math.abs(wall - this.#wall - passed) > JUMP;
    this.#steady = steady;
    this.#wall = wall;
    return slept;
  }
}
