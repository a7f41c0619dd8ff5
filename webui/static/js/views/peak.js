/** The highest of the last numbers, as a meter holds it. Pure. */

/** Milliseconds for which a peak stays. */
export const HOLD = 2000;

export class Peak {
  /** Those that no later one has reached, highest first. @type {[number, number][]} */
  #falling = [];

  /** @param {number} time of the server @param {number} number */
  push(time, number) {
    while (this.#falling.length && /** @type {[number, number]} */ (this.#falling.at(-1))[1] <= number) this.#falling.pop();
    this.#falling.push([time, number]);
  }

  clear() {
    this.#falling = [];
  }

  /** The highest number not older than a peak stays, or null. @param {number} now */
  at(now) {
    while (this.#falling.length && /** @type {[number, number]} */ (this.#falling[0])[0] <= now - HOLD) this.#falling.shift();
    return this.#falling[0]?.[1] ?? null;
  }

  /** When it falls next, or null. */
  get falls() {
    const highest = this.#falling[0];
    return highest ? highest[0] + HOLD : null;
  }
}
