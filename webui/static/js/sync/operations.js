/**
 * The operations of one session: what this page asked for and the server has not kept yet. Pure: no sockets, no clocks.
 *
 * An operation is waiting (not yet numbered), then under way (sent), then taken (applied: echoes count again), then kept
 * (it survives a power cut: forgotten here). After a reconnect what the server has not seen becomes one new operation.
 */

import {MAX_ACTS, MAX_CHARACTERS, MAX_HOLDS, MAX_MOVES} from './wire.js';

/** @import {Act, Operation, Value} from '../types.js' */

/** Operations that may be under way; while so many are, newer values replace older ones here. */
export const MAX_UNDER_WAY = 32;
/** Operations that are remembered until they are kept; beyond, taken ones are merged. */
export const MAX_REMEMBERED = 256;

export class Operations {
  #next = 1;
  #taken = 0;
  /** @type {Map<string, Value>} */
  #moves = new Map();
  /** @type {Act[]} */
  #acts = [];
  /** Whether a hand is on a control now, where that is to be said. @type {Map<string, boolean>} */
  #holds = new Map();
  /** Sent and not kept, by number, oldest first. @type {Operation[]} */
  #sent = [];

  /** @param {string} control @param {Value} value */
  move(control, value) {
    this.#moves.set(control, value);
  }

  /** @param {Act} act */
  act(act) {
    this.#acts.push(act);
  }

  /** A hand came down on a control, or is gone. @param {string} control @param {boolean} held */
  hold(control, held) {
    this.#holds.set(control, held);
  }

  /** Forget a control's move that was not sent yet. @param {string} control */
  drop(control) {
    this.#moves.delete(control);
  }

  /** Whether something waits to be sent. */
  get waiting() {
    return this.#moves.size > 0 || this.#acts.length > 0 || this.#holds.size > 0;
  }

  /** The moves that wait to be sent, or to be sent again. */
  get moves() {
    return this.#moves.entries();
  }

  /** Operations that are sent and not taken. */
  get underWay() {
    return this.#sent.reduce((count, operation) => count + (operation.n > this.#taken ? 1 : 0), 0);
  }

  /** Operations that would be sent again if the server lost them. */
  get remembered() {
    return this.#sent.length;
  }

  /** Return the next operation to send, or null while there is none or too many are under way. */
  next() {
    if (!this.waiting || this.underWay >= MAX_UNDER_WAY) return null;
    const operation = {n: this.#next++, moves: this.#someMoves(), acts: this.#acts.splice(0, MAX_ACTS), holds: this.#someHolds()};
    this.#sent.push(operation);
    return operation;
  }

  /** Whether a control has a move or act of ours that the server has not taken yet. @param {string} control */
  pending(control) {
    return this.#moves.has(control) || this.#acts.some((act) => act[1] === control)
      || this.#sent.some((operation) => operation.n > this.#taken && touches(operation, control));
  }

  /** Whether something was said of a hand on a control that the server has not taken yet. @param {string} control */
  holdPending(control) {
    return this.#holds.has(control) || this.#sent.some(({n, holds}) => n > this.#taken && holds.has(control));
  }

  /** Whether a hand came down anew after operation `n`, or (null) after what the server has taken. @param {string} control @param {number | null} n */
  heldAfter(control, n) {
    return this.#holds.get(control) === true
      || this.#sent.some((operation) => operation.n > (n ?? this.#taken) && operation.holds.get(control) === true);
  }

  /** Whether operation `n` is the newest of ours for a control. @param {string} control @param {number} n */
  isNewest(control, n) {
    return !this.#moves.has(control) && !this.#acts.some((act) => act[1] === control)
      && !this.#sent.some((operation) => operation.n > n && touches(operation, control));
  }

  /** The server has applied up to `n`; returns the controls of the operations that it took. @param {number} n */
  taken(n) {
    const controls = new Set();
    for (const operation of this.#sent) {
      if (operation.n > n || operation.n <= this.#taken) continue;
      for (const control of controlsOf(operation)) controls.add(control);
    }
    this.#taken = Math.max(this.#taken, n);
    this.#forgetMany();
    return controls;
  }

  /** What the server keeps up to `n` is forgotten here. @param {number} n */
  kept(n) {
    this.#sent = this.#sent.filter((operation) => operation.n > n);
  }

  /** A welcome: forget what is kept, and make one waiting operation of all that was not seen. @param {number} seen @param {number} kept */
  welcomed(seen, kept) {
    this.kept(kept);
    const unseen = this.#sent.filter((operation) => operation.n > seen);
    this.#sent = this.#sent.filter((operation) => operation.n <= seen);
    const newer = this.#moves;
    this.#moves = new Map();
    for (const moves of [...unseen.map((operation) => operation.moves), newer]) {
      for (const [control, value] of moves) this.#moves.set(control, value);
    }
    this.#acts = [...unseen.flatMap((operation) => operation.acts), ...this.#acts];
    // Holds ended with the old connection; who still has something in hand says so anew.
    this.#holds.clear();
    for (const operation of this.#sent) operation.holds.clear();
    this.#next = seen + 1;
    this.#taken = seen;
  }

  /** Forget presses that wait: their times are those of a clock that is gone. Releases stay. */
  forgetPresses() {
    for (const operation of this.#sent) operation.acts = operation.acts.filter(([kind]) => kind !== 'press');
    this.#acts = this.#acts.filter(([kind]) => kind !== 'press');
  }

  #someMoves() {
    const moves = new Map();
    let characters = 0;
    for (const [control, value] of this.#moves) {
      characters += typeof value === 'string' ? value.length : 0;
      if (moves.size === MAX_MOVES || (moves.size > 0 && characters > MAX_CHARACTERS)) break;
      moves.set(control, value);
      this.#moves.delete(control);
    }
    return moves;
  }

  /** Hands come down before what they move goes out, and let go after it. */
  #someHolds() {
    /** @type {Map<string, boolean>} */
    const holds = new Map();
    for (const [control, held] of this.#holds) {
      if (holds.size === MAX_HOLDS) break;
      if (!held && this.#moves.has(control)) continue;
      holds.set(control, held);
      this.#holds.delete(control);
    }
    return holds;
  }

  /** With a disk that fails nothing is ever kept; the oldest taken ones then share one place. Their acts are long past. */
  #forgetMany() {
    while (this.#sent.length > MAX_REMEMBERED) {
      const [first, second] = this.#sent;
      if (!first || !second || second.n > this.#taken) return;
      this.#sent.splice(0, 2, {n: second.n, moves: new Map([...first.moves, ...second.moves]), acts: [], holds: new Map()});
    }
  }
}

/** @param {Operation} operation @param {string} control */
function touches(operation, control) {
  return operation.moves.has(control) || operation.acts.some((act) => act[1] === control);
}

/** @param {Operation} operation @returns {string[]} */
function controlsOf(operation) {
  return [...operation.moves.keys(), ...operation.acts.map((act) => act[1]), ...operation.holds.keys()];
}
