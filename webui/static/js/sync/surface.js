/**
 * What this page knows: the show, the server's newest value of each control, and the own hand's value while it leads.
 *
 * A control that a finger is on, or whose own operation is not taken yet, shows the own value; afterwards the server's.
 */

import {same} from '../values/same.js';
import {Holds} from './holds.js';
import {Operations} from './operations.js';

/** @import {ControlSpec, Frame, Show, State, Value} from '../types.js' */

/** What there is to be laid: fingers stay where they are while an operator changes where moves go. @param {import('../types.js').Show | null} show */
export function layoutOf(show) {
  return JSON.stringify(show, (key, value) => (key === 'osc' ? undefined : value));
}

export class Surface {
  operations = new Operations();
  holds = new Holds(this.operations);
  /** @type {Show | null} */
  show = null;
  revision = 0;
  /** @type {Map<string, ControlSpec>} */
  controls = new Map();
  /** The server's newest. @type {Map<string, Value>} */
  #values = new Map();
  /** @type {Map<string, Value>} */
  #own = new Map();
  /** @type {Set<string>} */
  #touched = new Set();
  #changed;
  #asked;
  #refused;
  #lost;

  /**
   * @param {object} told
   * @param {(control: string) => void} told.changed another value is to be shown, or who has it in hand
   * @param {() => void} told.asked an operation waits to be sent
   * @param {(control: string, reason: string) => void} told.refused
   * @param {(control: string, device: string | null) => void} told.lost it is in another device's hand now (or nobody's), no longer in this page's
   */
  constructor({changed, asked, refused, lost}) {
    this.#changed = changed;
    this.#asked = asked;
    this.#refused = refused;
    this.#lost = lost;
  }

  /** Take the whole state: the first HTML's, a welcome's or a new layout's. @param {Pick<State, 'show' | 'values' | 'holds' | 'revision'>} state */
  reset({show, values, holds, revision}) {
    this.show = show;
    this.revision = revision;
    this.#values = values;
    this.controls = new Map(show.pages.flatMap((page) => page.controls).map((control) => [control.id, control]));
    this.holds.reset(holds);
    this.#judge();
    // A server that lost what it had taken is told anew: until then the own hand's value leads once more.
    for (const [id, value] of this.operations.moves) if (!this.#own.has(id)) this.#own.set(id, value);
    for (const id of this.#own.keys()) this.#settle(id);
    for (const id of this.controls.keys()) this.#changed(id);
  }

  /** Take a frame; false if there is a gap before it, and nothing was taken. @param {Frame} frame */
  take(frame) {
    if (frame.since > this.revision) return false;
    this.revision = Math.max(this.revision, frame.revision);
    for (const [id, value] of frame.values) {
      this.#values.set(id, value);
      if (!this.#own.has(id)) this.#changed(id);
    }
    for (const id of this.holds.take(frame.holds)) this.#changed(id);
    const settled = frame.taken === null ? [] : this.operations.taken(frame.taken);
    for (const {n, control, reason} of frame.refused) if (control !== null) this.#refuse(n, control, reason);
    for (const id of settled) {
      this.#settle(id);
      // Who has it was not told while an own hold or its end was under way.
      this.#changed(id);
    }
    this.#judge();
    if (frame.kept !== null) this.operations.kept(frame.kept);
    return true;
  }

  /** The value to show. @param {string} id @returns {Value} */
  shown(id) {
    return this.#own.get(id) ?? this.#values.get(id) ?? this.controls.get(id)?.default ?? false;
  }

  /** Whether the own hand's value is what is shown. @param {string} id */
  leads(id) {
    return this.#own.has(id);
  }

  /** A finger is on the control: from here on only it moves what is shown. @param {string} id */
  touch(id) {
    this.#touched.add(id);
    this.#own.set(id, this.shown(id));
  }

  /** The same, and nobody else may move it until this hand is gone. @param {string} id @param {import('./holds.js').Hand} hand */
  hold(id, hand) {
    if (!this.#touched.has(id)) this.touch(id);
    this.holds.hold(id, hand);
    this.#asked();
  }

  /** The finger is gone. @param {string} id */
  untouch(id) {
    if (this.holds.free(id)) this.#asked();
    this.#touched.delete(id);
    this.#settle(id);
  }

  /** The own hand sets a value. @param {string} id @param {Value} value */
  move(id, value) {
    if (same(this.shown(id), value) && !this.operations.pending(id)) return;
    this.#own.set(id, value);
    this.operations.move(id, value);
    this.#changed(id);
    this.#asked();
  }

  /** @param {string} id @param {number} at server time at which the finger came down */
  press(id, at) {
    this.#act(id, true, ['press', id, at]);
  }

  /** @param {string} id */
  release(id) {
    this.#act(id, false, ['release', id]);
  }

  /** @param {string} id @param {boolean} on @param {import('../types.js').Act} act */
  #act(id, on, act) {
    this.#own.set(id, on);
    this.operations.act(act);
    this.#changed(id);
    this.#asked();
  }

  /** @param {number | null} n @param {string} id @param {string} reason */
  #refuse(n, id, reason) {
    // The hand that this is about is gone already; another one came down.
    if (this.operations.heldAfter(id, n)) return;
    if (this.holds.hand(id) === 'finger') this.operations.drop(id);
    if (n === null || this.operations.isNewest(id, n)) {
      this.#touched.delete(id);
      this.#own.delete(id);
      this.#changed(id);
    }
    this.#refused(id, reason);
  }

  /** See whether what this page has in hand is still in its hand. */
  #judge() {
    for (const [id, device] of this.holds.judge()) {
      if (device !== null) this.operations.drop(id);
      this.#lost(id, device);
    }
    if (this.operations.waiting) this.#asked();
  }

  /** @param {string} id */
  #settle(id) {
    if (this.operations.pending(id)) return;
    if (this.#touched.has(id)) this.#follow(id);
    else if (this.#own.delete(id)) this.#changed(id);
  }

  /**
   * A finger came down and rests. Another's move may have been taken before its hold; once the hold is taken nobody else
   * moves the control, so that the server's value is what this hand has. @param {string} id
   */
  #follow(id) {
    const value = this.#values.get(id);
    if (value === undefined || this.holds.hand(id) !== 'finger' || this.operations.holdPending(id)) return;
    if (same(this.#own.get(id), value)) return;
    this.#own.set(id, value);
    this.#changed(id);
  }
}
