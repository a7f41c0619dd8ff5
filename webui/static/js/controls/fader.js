/** A fader: a number in a range, moved by relative drag, keys, wheel, or typing. */

import {formatNumber, formatSpoken, parseNumber} from '../format.js';
import {Drag, Range} from '../range.js';
import {Control, isWide, make} from './control.js';
import {fitReadout, textWidth, typeScale} from './fit.js';
import {Readout} from './readout.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

const TICKS = 5;
/** Pixels that a lying fader of one row needs, and its name at the usual size. */
const LOW = 52;
const NAME = 18;
/** Pixels: a cap's travel that can still be used, and one where there is no need to save room. */
const TRAVEL = 120;
const ROOMY_TRAVEL = 176;
const CAP = 44;
/** A cell that is narrower has no room for a cap. */
const LEAST = 52;
/** The least values' size; beyond these widths figures and names get smaller and shorter. */
const VALUE = 20;
const WIDEST_VALUE = 120;
const WIDEST_WORD = 56;
/** A lying fader's least way, cap included. */
const WAY = 168;

export class Fader extends Control {
  static native = 'range';
  /** @type {Drag | null} */
  #drag = null;
  #travel = 1;
  #wheel = 0;
  #text = '';
  #position = -1;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.range = new Range(spec);
    this.decimals = spec.decimals ?? 0;
    this.unit = spec.unit ?? '';
    this.readout = new Readout(this.unit, stage, {
      allowed: () => !this.barred || !this.isTaken(),
      reset: () => this.#move(Number(spec.default ?? this.range.min)),
      typed: (text) => this.#type(text),
    });
    this.lies = isWide(spec.place);
    if (this.lies) this.element.dataset.lies = '';
    Object.assign(native, {min: String(this.range.min), max: String(this.range.max), step: 'any'});
    native.classList.add('native');
    if (this.lies) native.removeAttribute('aria-orientation');
    else native.setAttribute('aria-orientation', 'vertical');
    this.#build();
    this.#listen();
  }

  #build() {
    this.track = make('div', 'track');
    this.fillWay = make('div', 'fill');
    this.capWay = make('div', 'way');
    this.capWay.append(make('div', 'cap'));
    const slot = make('div', 'slot');
    slot.append(this.fillWay);
    const ticks = make('div', 'ticks');
    for (let i = 0; i < TICKS; i += 1) ticks.append(make('i'));
    const rest = this.range.position(Number(this.spec.default ?? this.range.min));
    if (rest > 0 && rest < 1) {
      const mark = make('i', 'rest');
      mark.style[this.lies ? 'left' : 'bottom'] = `${rest * 100}%`;
      ticks.append(mark);
    }
    this.track.append(ticks, slot, this.capWay);
    this.element.append(this.readout.element, this.native, this.track, this.label, this.reason);
  }

  /** @override @param {Value} value */
  show(value) {
    const number = typeof value === 'number' ? value : this.range.min;
    const position = this.range.position(number);
    if (this.#drag && this.range.snap(this.range.value(this.#drag.position)) !== number) this.#drag.anchor(position);
    if (position !== this.#position) {
      this.#position = position;
      const way = this.lies
        ? [`translateX(${(position * 100).toFixed(3)}%)`, `translateX(${(position * 100 - 100).toFixed(3)}%)`]
        : [`translateY(${(100 - position * 100).toFixed(3)}%)`, `translateY(${(100 - position * 100).toFixed(3)}%)`];
      if (this.capWay) this.capWay.style.transform = String(way[0]);
      if (this.fillWay) this.fillWay.style.transform = String(way[1]);
    }
  }

  /** @override @param {Value} value */
  say(value) {
    const number = typeof value === 'number' ? value : this.range.min;
    const text = formatNumber(number, this.decimals);
    if (text !== this.#text) {
      this.#text = text;
      this.readout.show(text);
      this.native.setAttribute('aria-valuetext', formatSpoken(number, this.decimals, this.unit));
    }
    this.native.value = String(number);
  }

  get #widest() {
    return [this.range.min, this.range.max].map((end) => formatNumber(end, this.decimals));
  }

  /** @override */
  leastWidth() {
    const value = Math.min(Math.max(...this.#widest.map((text) => textWidth(text, VALUE))), WIDEST_VALUE);
    const unit = this.unit ? textWidth(this.unit, 14, 400) : 0;
    if (this.lies) return Math.ceil(Math.max(WAY + 16, value + unit * typeScale() + 60));
    const word = Math.max(...this.spec.label.split(/\s+/).map((part) => textWidth(part, 14, 400)));
    return Math.ceil(Math.max(LEAST, value + 6, unit + 6, Math.min(word, WIDEST_WORD) + 6));
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const scale = typeScale();
    if (this.lies) return this.#isBeside(width) ? LOW : Math.max(44, 32 * scale) + 44 + 8;
    const around = 16 + Math.max(44, 50 * scale) + 8 + CAP + 37 * scale + 2;
    return Math.ceil(around + (roomy ? ROOMY_TRAVEL : TRAVEL));
  }

  /** Whether a lying fader's number stands at its side: in one row of the grid, if it is long enough. @param {number} width */
  #isBeside(width) {
    return this.element.hasAttribute('data-low') && width >= WAY + 24 + 96 * typeScale();
  }

  /** @override */
  layout() {
    super.layout();
    const {clientWidth, clientHeight} = this.element;
    const beside = this.lies && this.#isBeside(clientWidth);
    this.element.toggleAttribute('data-beside', beside);
    this.element.toggleAttribute('data-flat', beside && clientHeight < LOW + NAME * typeScale());
    fitReadout(this.readout.element, this.#widest, this.unit, !this.lies);
  }

  /** @override */
  letGo() {
    this.release?.();
  }

  get #value() {
    return Number(this.stage.surface.shown(this.id));
  }

  /** @param {number} value */
  #move(value) {
    if (!this.stage.canMove()) return;
    if (this.isTaken()) this.paint(this.#value);
    else this.stage.surface.move(this.id, this.range.snap(value));
  }

  /** @param {string} text */
  #type(text) {
    const value = parseNumber(text, this.unit);
    if (value === null) this.refuse('Not a number');
    else this.#move(value);
  }

  #listen() {
    const {native} = this;
    const track = /** @type {HTMLElement} */ (this.track);
    this.release = this.stage.hands.grab(track, {
      resumes: true,
      allowed: () => !this.isTaken(),
      down: (event) => {
        native.focus({preventScroll: true});
        const way = /** @type {HTMLElement} */ (this.capWay);
        this.#travel = this.lies ? way.offsetWidth : way.offsetHeight;
        this.#drag = new Drag(this.range.position(this.#value), this.#along(event));
        this.hold('finger');
      },
      move: (event, fine) => {
        if (this.#drag) this.#move(this.range.value(this.#drag.move(this.#along(event), this.#travel, fine)));
      },
      up: () => {
        this.#drag = null;
        this.untouch();
      },
    });
    native.addEventListener('keydown', (event) => this.#key(event));
    // Assistive technology moves the native input itself.
    native.addEventListener('input', () => this.#move(native.valueAsNumber));
    this.element.addEventListener('wheel', (event) => this.#turn(event), {passive: false});
  }

  /** @param {PointerEvent} event */
  #along(event) {
    return this.lies ? event.clientX : -event.clientY;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const value = this.range.key(event.key, event.shiftKey, this.#value);
    if (value !== null) this.#move(value);
    else if (event.key === 'Enter') this.readout.type();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#move(Number(this.spec.default ?? this.range.min));
    else return;
    event.preventDefault();
  }

  /** @param {WheelEvent} event */
  #turn(event) {
    if (document.activeElement !== this.native) return;
    event.preventDefault();
    // Shift turns a wheel sideways in some browsers.
    const delta = event.deltaY || event.deltaX;
    this.#wheel -= delta * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 0.01 : 0.33);
    const notches = Math.trunc(this.#wheel);
    this.#wheel -= notches;
    if (notches) this.#move(this.range.nudge(this.#value, notches * (event.shiftKey ? 0.001 : 0.01)));
  }
}
