/**
 * Who has which control in hand, as this page knows it: the server's word, and this page's own hands. Pure.
 *
 * An own hand counts from the moment it comes down; the server's word on it counts once it has taken what was said of it.
 */

/** @import {Operations} from './operations.js' */

/** @typedef {'finger' | 'keys'} Hand fingers stay until they lift; keys lapse some time after the last one */

export class Holds {
  /** This screen's own id. */
  me = '';
  /** The server's word: the device that has each control. @type {Map<string, string>} */
  #devices = new Map();
  /** @type {Map<string, Hand>} */
  #own = new Map();
  #operations;

  /** @param {Operations} operations */
  constructor(operations) {
    this.#operations = operations;
  }

  /** The server's word on all controls. @param {Map<string, string>} devices */
  reset(devices) {
    this.#devices = new Map(devices);
  }

  /** The server's word on what changed; returns those controls. @param {Map<string, string | null>} changed */
  take(changed) {
    for (const [control, device] of changed) {
      if (device === null) this.#devices.delete(control);
      else this.#devices.set(control, device);
    }
    return changed.keys();
  }

  /** The id of the device in whose hand a control is, unless it is this page's own hand. @param {string} control */
  other(control) {
    if (this.#own.has(control) || this.#operations.holdPending(control)) return null;
    return this.#devices.get(control) ?? null;
  }

  /** What anybody has in hand, by the server's word. */
  controls() {
    return this.#devices.keys();
  }

  /** What this page has it in hand by, or null. @param {string} control */
  hand(control) {
    return this.#own.get(control) ?? null;
  }

  /** A hand comes down, or a key is typed. @param {string} control @param {Hand} hand */
  hold(control, hand) {
    this.#own.set(control, hand);
    this.#operations.hold(control, true);
  }

  /** The hand is gone; false if there was none. @param {string} control */
  free(control) {
    if (!this.#own.delete(control)) return false;
    this.#operations.hold(control, false);
    return true;
  }

  /**
   * Compare the own hands with the server's word. What nobody has any more (it was silent for too long here, or the
   * connection is new) a finger takes again; returns what has to be let go of, with the device that has it now or null.
   * @returns {[string, string | null][]}
   */
  judge() {
    /** @type {[string, string | null][]} */
    const lost = [];
    for (const [control, hand] of this.#own) {
      const device = this.#devices.get(control) ?? null;
      if (device === this.me || this.#operations.holdPending(control)) continue;
      if (device === null && hand === 'finger') this.#operations.hold(control, true);
      else lost.push([control, device]);
    }
    return lost;
  }
}
