/**
 * The page's parts that draw, and the fingers on them: they do what controls/ and pointer.js do to the surface, without pixels.
 */

import {current} from './tab.js';

/** @typedef {{id: string, type: string}} Spec */
/** @typedef {{surface: any, hands: Hands, clock: any, canMove: () => boolean}} Stage */

/** Stands for an element that can be typed into. */
export class Field {
  /** @param {() => void} left */
  constructor(left) {
    this.left = left;
  }

  blur() {
    if (current().focused !== this) return;
    current().focused = null;
    this.left();
  }
}

/** As pointer.js: who is down, and all let go at once. */
export class Hands {
  /** @type {Set<Cell>} */
  down = new Set();

  letGo() {
    for (const cell of [...this.down]) cell.up();
  }
}

/** One control. */
class Cell {
  /** @type {unknown} */
  painted;
  /** What the finger that is on it has set last. @type {unknown} */
  hand;
  touched = false;
  /** @type {string[]} */
  reasons = [];
  field = new Field(() => this.#untouch());

  /** @param {Spec} spec @param {Stage} stage */
  constructor(spec, stage) {
    this.spec = spec;
    this.stage = stage;
  }

  get id() {
    return this.spec.id;
  }

  /** @param {unknown} value */
  show(value) {
    this.painted = value;
  }

  /** @param {string} reason */
  refuse(reason) {
    this.letGo();
    this.reasons.push(reason);
  }

  letGo() {
    if (this.spec.type === 'text') this.field.blur();
    else this.up();
  }

  /** A finger comes down, or the field gets the focus. @returns {unknown} for a button the time that the press will carry */
  down() {
    if (this.touched) return null;
    if (this.spec.type === 'text') {
      current().focused?.blur();
      current().focused = this.field;
      return this.#touch();
    }
    if (!this.stage.canMove()) return null;
    this.stage.hands.down.add(this);
    if (this.spec.type === 'toggle') return null;
    this.#touch();
    if (this.spec.type !== 'button') return null;
    const at = this.stage.clock.toServer(performance.now());
    this.hand = true;
    this.stage.surface.press(this.id, at);
    return at;
  }

  /** @param {unknown} value @returns {boolean} whether it could be moved */
  move(value) {
    if (!this.stage.canMove()) return false;
    if (this.touched) this.hand = value;
    this.stage.surface.move(this.id, value);
    return true;
  }

  up() {
    if (this.spec.type === 'text') return this.field.blur();
    if (!this.stage.hands.down.delete(this)) return undefined;
    if (this.spec.type === 'button') this.stage.surface.release(this.id);
    return this.#untouch();
  }

  #touch() {
    this.touched = true;
    this.hand = undefined;
    this.stage.surface.touch(this.id);
    return null;
  }

  #untouch() {
    if (!this.touched) return;
    this.touched = false;
    this.stage.surface.untouch(this.id);
  }
}

/** As grid.js: what the show has, and what is painted. */
export class Grid {
  /** @type {Map<string, Cell>} */
  cells = new Map();
  /** @type {Map<string, any>} */
  feeds = new Map();

  /** @type {(spec: object) => any} */
  static feed = () => null;

  /** @param {unknown} _element @param {Stage} stage */
  constructor(_element, stage) {
    this.stage = stage;
    current().grid = this;
  }

  /** @param {string} id */
  control(id) {
    return this.cells.get(id);
  }

  /** @param {{pages: {controls: Spec[]}[], feeds: {id: string}[]}} show */
  build(show) {
    const before = this.cells;
    this.cells = new Map();
    for (const spec of show.pages.flatMap((page) => page.controls)) {
      const old = before.get(spec.id);
      const same = old && JSON.stringify(old.spec) === JSON.stringify(spec);
      before.delete(spec.id);
      if (old && !same) old.letGo();
      this.cells.set(spec.id, old && same ? old : new Cell(spec, this.stage));
    }
    for (const cell of before.values()) cell.letGo();
    this.feeds = new Map(show.feeds.map((spec) => [spec.id, Grid.feed(spec)]));
  }

  /** @param {Map<string, unknown[]>} feeds */
  reset(feeds) {
    for (const [id, feed] of this.feeds) feed.reset(feeds.get(id) ?? []);
  }

  /** @param {Map<string, unknown[]>} numbers */
  push(numbers) {
    for (const [id, points] of numbers) this.feeds.get(id)?.push(points);
  }

  turn() {}

  layout() {}

  recolour() {}
}
