/** An XY pad: two numbers under one finger. The ball never jumps to it, unless the show says so. */

import {Drag} from '../values/range.js';
import {make} from '../ui/dom.js';
import {signHeight, textWidth, typeScale} from '../ui/text_fit.js';
import {Part, Several, named} from './multi_range.js';

/** @import {AxisSpec, ControlSpec, Pair, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels of a pad's least side, and of one where there is no need to save room. */
const LEAST = 120;
const ROOMY = 200;
/** The cell's edges, and what is between two readouts. */
const EDGES = 16;
const GAP = 12;
const SMALL = 14;
/** Of a name as much as makes it known. */
const NAME = 64;

export class XY extends Several {
  /** @type {[Drag, Drag] | null} */
  #drags = null;
  #travel = [1, 1];
  /** The pad's middle of the finger's ways: pixels from the screen's corner, where both are 0. */
  #corner = [0, 0];

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    const rest = /** @type {Pair} */ (spec.default);
    const axes = /** @type {[AxisSpec, AxisSpec]} */ ([spec.x, spec.y]);
    this.x = new Part(this, 0, axes[0], rest[0]);
    this.y = new Part(this, 1, {...axes[1], upright: true}, rest[1]);
    this.parts = [this.x, this.y];
    if (spec.spring) this.element.dataset.springs = '';
    this.pad = make('div', 'track pad');
    this.field = make('div', 'field-of');
    const mark = make('i', 'home');
    mark.style.transform = `translate(${this.x.range.position(rest[0]) * 100}%,${100 - this.y.range.position(rest[1]) * 100}%)`;
    this.upright = make('i', 'hair-x');
    this.level = make('i', 'hair-y');
    this.ball = make('div', 'way');
    this.ball.append(make('div', 'ball'));
    this.field.append(mark, this.upright, this.level, this.ball);
    this.pad.append(this.field);
    this.foot = make('div', 'foot');
    this.names = [axes[0].label, axes[1].label];
    this.foot.append(this.label, named(axes[0].label, this.x), named(axes[1].label, this.y));
    this.element.append(this.native, this.pad, this.foot, this.reason);
    this.take(this.pad, {
      down: (event) => this.#down(event),
      move: (event, fine) => this.#move(event, fine),
      up: () => {
        this.#drags = null;
      },
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const [x, y] = Array.isArray(value) ? value : [this.x.range.min, this.y.range.min];
    this.#anchor(0, this.x, x);
    this.#anchor(1, this.y, y);
    const [across, down] = [this.x.takes(x), this.y.takes(y)];
    if (!across && !down) return;
    const left = `${(this.x.position * 100).toFixed(3)}%`;
    const top = `${(100 - this.y.position * 100).toFixed(3)}%`;
    this.ball.style.transform = `translate(${left},${top})`;
    if (across) this.upright.style.transform = `translateX(${left})`;
    if (down) this.level.style.transform = `translateY(${top})`;
  }

  /** Moved by other means: from here on the finger moves it from there. @param {0 | 1} index @param {Part} part @param {number} number */
  #anchor(index, {range}, number) {
    const drag = this.#drags?.[index];
    if (drag && range.snap(range.value(drag.position)) !== number) drag.anchor(range.position(number));
  }

  /** @override @param {number} index @param {number} number @returns {Value} */
  with(index, number) {
    const [x, y] = /** @type {Pair} */ (this.value);
    return index ? [x, number] : [number, y];
  }

  /** @override @param {string} key */
  partFor(key) {
    if (key === 'ArrowLeft' || key === 'ArrowRight') return this.x;
    return key === 'ArrowUp' || key === 'ArrowDown' ? this.y : undefined;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const focused = this.y.input === document.activeElement ? this.y : this.x;
    focused.input.focus({preventScroll: true});
    const {left, top, width, height} = this.field.getBoundingClientRect();
    this.#travel = [width, height];
    this.#corner = [left, top + height];
    this.#drags = [new Drag(this.x.place, event.clientX), new Drag(this.y.place, -event.clientY)];
    if (this.spec.jump) this.#jump(event);
  }

  /** @param {PointerEvent} event */
  #jump(event) {
    const [width = 1, height = 1] = this.#travel;
    const [left = 0, bottom = 0] = this.#corner;
    const place = (/** @type {number} */ part) => Math.min(Math.max(part, 0), 1);
    const [x, y] = [place((event.clientX - left) / width), place((bottom - event.clientY) / height)];
    this.#drags?.[0].anchor(x);
    this.#drags?.[1].anchor(y);
    this.move([this.x.range.value(x), this.y.range.value(y)]);
  }

  /** @param {PointerEvent} event @param {boolean} fine */
  #move(event, fine) {
    if (!this.#drags) return;
    const [width = 1, height = 1] = this.#travel;
    const x = this.#drags[0].move(event.clientX, width, fine);
    const y = this.#drags[1].move(-event.clientY, height, fine);
    this.move([this.x.range.value(x), this.y.range.value(y)]);
  }

  /** Pixels that each number needs with its name. */
  get #readouts() {
    const scale = typeScale();
    return this.parts.map((part, i) => Math.ceil(textWidth(this.names[i] ?? '', SMALL * scale, 400) + 6 + part.width + 4));
  }

  /** @override */
  leastWidth() {
    return Math.max(LEAST + EDGES, Math.min(...this.#readouts) + EDGES, Math.max(...this.#readouts) + EDGES);
  }

  /** Lines below the pad: all in one, the name above both numbers, or each in its own. @param {number} width */
  #lines(width) {
    const [x = 0, y = 0] = this.#readouts;
    const room = width - EDGES;
    if (NAME * typeScale() + x + y + 2 * GAP <= room) return 1;
    return x + y + GAP <= room ? 2 : 3;
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const [line, name] = [Math.max(44, 32 * typeScale()), 20 * typeScale()];
    const foot = [line, name + line, name + 2 * line][this.#lines(width) - 1] ?? line;
    return Math.ceil(EDGES + 4 + foot + signHeight(this.element) + (roomy ? ROOMY : LEAST));
  }

  /** @override */
  layout() {
    super.layout();
    this.foot.dataset.lines = String(this.#lines(this.element.clientWidth));
    const widths = this.#readouts;
    this.foot.style.setProperty('--x', `${widths[0]}px`);
    this.foot.style.setProperty('--y', `${widths[1]}px`);
    for (const part of this.parts) part.fit();
  }
}
