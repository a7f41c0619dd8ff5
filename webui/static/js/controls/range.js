/** A range: two caps on one track, the low one and the high one, side by side where they meet. Between them a finger moves both. */

import {Drag} from '../values/range.js';
import {same} from '../values/same.js';
import {isWide, make} from '../ui/dom.js';
import {signHeight, typeScale} from '../ui/text_fit.js';
import {Part, Several} from './multi_range.js';

/** @import {ControlSpec, Pair, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels of a cap along the track; of both caps' way at the least, and where there is no need to save room. */
const CAP = 44;
const WAY = 96;
const ROOMY_WAY = 160;
/** The least height of a lying one on one line, and of each of its two lines. */
const FLAT = 52;
const LINE = 44;
const EDGES = 16;
const GAP = 12;
/** Of a name as much as makes it known. */
const NAME = 72;
/** What stands between the two numbers. */
const DASH = 20;

export class Span extends Several {
  /** What the finger moves, how wide the range was, and what it has set. @type {{drag: Drag, part: 0 | 1 | null, width: number, set: Value} | null} */
  #hand = null;
  #travel = 1;

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.lies = isWide(spec.place);
    this.element.toggleAttribute('data-lies', this.lies);
    const rest = /** @type {Pair} */ (spec.default);
    const axis = {min: spec.min ?? 0, max: spec.max ?? 100, step: spec.step, unit: spec.unit, decimals: spec.decimals, upright: !this.lies};
    this.low = new Part(this, 0, {...axis, label: 'Low'}, rest[0]);
    this.high = new Part(this, 1, {...axis, label: 'High'}, rest[1]);
    this.parts = [this.low, this.high];
    this.track = make('div', 'track');
    this.fill = make('div', 'fill');
    this.lowWay = make('div', 'way low');
    this.highWay = make('div', 'way high');
    const slot = make('div', 'slot');
    const between = make('div', 'between');
    between.append(this.fill);
    slot.append(between);
    this.lowWay.append(make('div', 'cap'));
    this.highWay.append(make('div', 'cap'));
    this.track.append(slot, this.lowWay, this.highWay);
    const dash = make('span', 'dash', '\u2013');
    dash.setAttribute('aria-hidden', 'true');
    this.figures = make('div', 'figures');
    if (this.lies) {
      this.figures.append(this.low.readout.element, dash, this.high.readout.element);
      this.element.append(this.native, this.label, this.figures, this.track, this.reason);
    } else {
      this.element.append(this.native, this.high.readout.element, this.track, this.low.readout.element, this.label, this.reason);
    }
    this.take(this.track, {
      down: (event) => this.#down(event),
      move: (event, fine) => this.#move(event, fine),
      up: () => {
        this.#hand = null;
      },
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const [low, high] = Array.isArray(value) ? value : [this.low.range.min, this.low.range.max];
    const [first, second] = [this.low.takes(low), this.high.takes(high)];
    if (!first && !second) return;
    // Moved by other means: from here on the finger moves it from there.
    if (this.#hand && !same(value, this.#hand.set)) this.#hand.drag.anchor((this.#hand.part === 1 ? this.high : this.low).position);
    const [from, to] = [this.low.position, this.high.position];
    if (first) this.lowWay.style.transform = this.#shift(from);
    if (second) this.highWay.style.transform = this.#shift(to);
    const long = (to - from).toFixed(5);
    this.fill.style.transform = this.lies ? `${this.#shift(from)} scaleX(${long})` : `translateY(${(-from * 100).toFixed(3)}%) scaleY(${long})`;
  }

  /** @param {number} position */
  #shift(position) {
    return this.lies ? `translateX(${(position * 100).toFixed(3)}%)` : `translateY(${(100 - position * 100).toFixed(3)}%)`;
  }

  /** Neither end goes beyond the other. @override @param {number} index @param {number} number @returns {Value} */
  with(index, number) {
    const [low, high] = /** @type {Pair} */ (this.value);
    return index ? [low, Math.max(number, low)] : [Math.min(number, high), high];
  }

  /** @param {PointerEvent} event */
  #along(event) {
    return this.lies ? event.clientX : -event.clientY;
  }

  /** The cap below the finger, or null between them. @param {PointerEvent} event @returns {0 | 1 | null} */
  #at(event) {
    const along = this.#along(event);
    const [low, high] = [this.lowWay, this.highWay].map((way) => /** @type {Element} */ (way.firstElementChild).getBoundingClientRect());
    if (!low || !high) return null;
    const [end, start] = this.lies ? [low.right, high.left] : [-low.top, -high.bottom];
    if (along <= end && along < (end + start) / 2) return 0;
    return along >= start ? 1 : null;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const part = this.#at(event);
    const moved = part === 1 ? this.high : this.low;
    moved.input.focus({preventScroll: true});
    this.#travel = this.lies ? this.lowWay.offsetWidth : this.lowWay.offsetHeight;
    this.#hand = {part, drag: new Drag(moved.place, this.#along(event)), width: this.high.place - this.low.place, set: this.value};
  }

  /** @param {PointerEvent} event @param {boolean} fine */
  #move(event, fine) {
    if (!this.#hand) return;
    const {drag, part, width} = this.#hand;
    const position = drag.move(this.#along(event), this.#travel, fine);
    const {range} = this.low;
    const from = Math.min(position, 1 - width);
    this.#hand.set = part === null ? [range.value(from), range.value(from + width)] : this.with(part, range.value(position));
    this.move(this.#hand.set);
  }

  /** Pixels of one number. */
  get #figure() {
    return Math.ceil(this.low.width + 4);
  }

  /** @override */
  leastWidth() {
    const numbers = 2 * this.#figure + DASH;
    return this.lies ? Math.max(2 * CAP + WAY, numbers) + EDGES : Math.max(52, this.#figure + 8);
  }

  /** Whether all of it has room on one line. @param {number} width */
  #isFlat(width) {
    return width >= EDGES + NAME * typeScale() + 2 * this.#figure + DASH + 2 * GAP + 2 * CAP + WAY;
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const line = Math.max(LINE, 32 * typeScale());
    const sign = signHeight(this.element);
    if (this.lies) return sign + (this.#isFlat(width) ? Math.max(FLAT, line + 8) : this.#narrow(width) + line + CAP + 8);
    return EDGES + sign + 2 * line + 2 * CAP + 22 * typeScale() + (roomy ? ROOMY_WAY : WAY);
  }

  /** Pixels of a line of its own for the name, where it needs one. @param {number} width */
  #narrow(width) {
    return width < EDGES + NAME * typeScale() + GAP + 2 * this.#figure + DASH ? 20 * typeScale() : 0;
  }

  /** @override */
  layout() {
    super.layout();
    const {clientWidth, clientHeight} = this.element;
    const line = Math.max(LINE, 32 * typeScale());
    const narrow = this.#narrow(clientWidth) > 0;
    const flat = this.lies && this.#isFlat(clientWidth) && clientHeight < line + CAP + 8 + signHeight(this.element);
    this.element.toggleAttribute('data-flat', flat);
    this.element.toggleAttribute('data-narrow', narrow);
    const most = this.lies ? (clientWidth - EDGES - DASH) / 2 : clientWidth;
    this.element.style.setProperty('--figure', `${Math.min(this.#figure, most)}px`);
    for (const part of this.parts) part.fit();
  }
}
