/**
 * The page's parts that draw, and the fingers on them: they do what controls/ and pointer.js do to the surface, without pixels.
 */

import {current} from './tab.js';

/** @typedef {{id: string, type: string}} Spec */
/** @typedef {{surface: any, hands: Hands, clock: any, canMove: () => boolean, holder: (id: string) => {yields: boolean} | null}} Stage */

/** Types that a finger drags. */
const DRAGGED = ['fader', 'xy'];

/** Stands for an element that can be typed into. */
export class Field {
  /** @param {() => void} left */
  constructor(left) {
    this.left = left;
  }

  /** It lies on the surface. */
  closest() {
    return this;
  }

  blur() {
    if (current().focused !== this) return;
    current().focused = null;
    this.left();
  }
}

/** As pointer.js: who is down, all let go at once, and fingers that stay down while the connection is gone. */
export class Hands {
  /** @type {Set<Cell>} */
  down = new Set();
  /** @type {Set<Cell>} */
  staying = new Set();

  get busy() {
    return this.down.size;
  }

  letGo() {
    for (const cell of [...this.down]) {
      cell.lift();
      if (DRAGGED.includes(cell.spec.type)) this.staying.add(cell);
    }
  }

  resume() {
    for (const cell of [...this.staying]) cell.down();
  }
}

/** One control. */
class Cell {
  /** @type {unknown} */
  painted;
  /** What the hand that is on it has set last. @type {unknown} */
  hand;
  touched = false;
  /** Whether it was said, since the last move, that somebody else has it. */
  told = false;
  field = new Field(() => this.untouch());
  #typing = 0;
  #keyed = -Infinity;

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

  say() {}

  inHand() {}

  refuse() {
    this.letGo();
    this.told = true;
  }

  letGo() {
    if (this.spec.type === 'text') this.field.blur();
    else this.up();
  }

  isTaken() {
    const holder = this.stage.holder(this.id);
    if (!holder || holder.yields) return false;
    this.refuse();
    return true;
  }

  /** A finger comes down, or the field gets the focus. @returns {unknown} for a button the time that the press will carry */
  down() {
    const {hands, surface, clock} = this.stage;
    if (hands.down.has(this)) return null;
    if (this.spec.type === 'text') {
      current().focused?.blur();
      current().focused = this.field;
      return null;
    }
    hands.staying.delete(this);
    if (!this.stage.canMove() || (DRAGGED.includes(this.spec.type) && this.isTaken())) return null;
    hands.down.add(this);
    if (DRAGGED.includes(this.spec.type)) return this.#hold('finger');
    if (this.spec.type !== 'button') return null;
    this.touched = true;
    surface.touch(this.id);
    const at = clock.toServer(performance.now());
    this.hand = true;
    surface.press(this.id, at);
    return at;
  }

  /** @param {unknown} value @returns {boolean} whether it was moved */
  move(value) {
    if (!this.stage.canMove() || this.isTaken()) return false;
    if (this.spec.type === 'text') this.#key();
    if (this.touched) this.hand = value;
    this.told = false;
    this.stage.surface.move(this.id, value);
    return true;
  }

  /** The finger is lifted, or the field left. */
  up() {
    this.stage.hands.staying.delete(this);
    if (this.spec.type === 'text') this.field.blur();
    else this.lift();
  }

  lift() {
    if (!this.stage.hands.down.delete(this)) return;
    if (this.spec.type === 'button') this.stage.surface.release(this.id);
    this.untouch();
  }

  untouch() {
    clearTimeout(this.#typing);
    this.#keyed = -Infinity;
    this.touched = false;
    this.stage.surface.untouch(this.id);
  }

  /** A key: as controls/text.js. */
  #key() {
    clearTimeout(this.#typing);
    this.#typing = Number(setTimeout(() => this.untouch(), 10_000));
    const now = performance.now();
    if (this.stage.surface.holds.hand(this.id) && now - this.#keyed < 1000) return;
    this.#keyed = now;
    this.#hold('keys');
  }

  /** @param {'finger' | 'keys'} hand */
  #hold(hand) {
    if (!this.touched) this.hand = undefined;
    this.touched = true;
    this.stage.surface.hold(this.id, hand);
    return null;
  }
}

/** As grid.js: what the show has, and what is painted. */
export class Grid {
  /** The page's own. @type {any} */
  static FeedWindow;
  /** @type {Map<string, Cell>} */
  cells = new Map();
  /** One view of each feed, which draws all of it. @type {any[]} */
  views = [];
  #times;

  /** @param {unknown} _element @param {Stage} stage @param {{lack: () => void}} times */
  constructor(_element, stage, times) {
    this.stage = stage;
    this.#times = times;
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
    this.views = show.feeds.map((feed) => {
      const window = new Grid.FeedWindow(feed);
      return {feed, window, past: () => ({span: window.length}), filled: () => {}};
    });
  }

  /** @param {Map<string, unknown[]>} feeds @param {boolean} anew */
  reset(feeds, anew) {
    for (const {feed, window} of this.views) window.reset(feeds.get(feed.id) ?? [], anew);
    this.#times.lack();
  }

  /** @param {Map<string, unknown[]>} numbers @param {string[]} [missed] */
  push(numbers, missed = []) {
    for (const {feed, window} of this.views) {
      const points = numbers.get(feed.id);
      if (points && missed.includes(feed.id)) window.reset(points, false);
      else if (points) window.push(points);
    }
    if (missed.length) this.#times.lack();
  }

  permit() {}

  turn() {}

  lock() {}

  layout() {}

  recolour() {}
}
