/** Controls of several numbers: a group of native ranges, each with its keys; fingers, one on each part of it. */

import {Figures} from '../values/number_text.js';
import {Range} from '../values/range.js';
import {Control} from './control.js';
import {make} from '../ui/dom.js';
import {fitReadout, textWidth, typeScale} from '../ui/text_fit.js';
import {Readout} from './readout.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/**
 * @typedef {object} PartSpec
 * @property {string} label
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [step]
 * @property {string} [unit]
 * @property {number} [decimals]
 * @property {boolean} [upright] whether it goes up, not to the right
 */

/** How a wheel's pixels, or else its lines, make a notch. */
const PIXEL = 0.01;
const LINE = 0.33;
/** Pixels of figures, of their unit, and of figures for which a cell still grows. */
const VALUE = 20;
const UNIT = 14;
const WIDEST = 120;

/** One of its numbers, with the native range for assistive technology. */
export class Part {
  #text = '';
  #wheel = 0;
  #said = NaN;
  #told = NaN;
  /** What is painted. */
  number = NaN;

  /** @param {Several} control @param {number} index @param {PartSpec} spec @param {number} rest where Delete and two taps bring it */
  constructor(control, index, spec, rest) {
    this.control = control;
    this.index = index;
    this.rest = rest;
    this.range = new Range(spec);
    this.figures = new Figures(spec);
    this.unit = this.figures.unit;
    const first = control.native.children[index];
    this.input = first instanceof HTMLInputElement ? first : control.native.appendChild(document.createElement('input'));
    Object.assign(this.input, {type: 'range', min: String(this.range.min), max: String(this.range.max), step: 'any'});
    this.input.setAttribute('aria-label', spec.label);
    this.input.setAttribute('autocomplete', 'off');
    if (spec.upright) this.input.setAttribute('aria-orientation', 'vertical');
    this.readout = new Readout(this.unit, control.stage, {
      allowed: () => !control.spec.spring && (!control.barred || !control.isTaken()),
      reset: () => this.move(this.rest),
      typed: (text) => this.#typed(text),
    });
    this.input.addEventListener('keydown', (event) => this.#key(event));
    // Assistive technology moves the native input itself.
    this.input.addEventListener('input', () => this.move(this.range.meant(this.current, this.input.valueAsNumber), true));
  }

  /** Where it is painted, 0 to 1. */
  get position() {
    return this.range.position(this.number);
  }

  /** What it is now, which may not be painted yet. */
  get current() {
    return this.control.numbers[this.index] ?? this.range.min;
  }

  /** The same, 0 to 1. */
  get place() {
    return this.range.position(this.current);
  }

  /** Note its number; whether it is another one. @param {number} number */
  takes(number) {
    const other = number !== this.number;
    this.number = number;
    return other;
  }

  /** Bring figures and the native range up to date. */
  say() {
    const {number} = this;
    // Assistive technology may have moved the native range where nothing may be moved.
    if (number === this.#said && this.input.valueAsNumber === number) return;
    this.#said = number;
    this.input.value = String(number);
    const text = this.figures.write(number);
    if (text !== this.#text || number !== this.#told) {
      this.#text = text;
      this.#told = number;
      this.readout.show(text, this.figures.full(number));
      this.input.setAttribute('aria-valuetext', this.figures.speak(number));
    }
  }

  /** Pixels that its figures want with their unit, of which there is an end. */
  get width() {
    const scale = typeScale();
    const figures = Math.max(...this.#widest.map((text) => textWidth(text, VALUE * scale)));
    return Math.min(figures, WIDEST * scale) + (this.unit ? textWidth(this.unit, UNIT * scale, 400) + 4 : 0);
  }

  get #widest() {
    return this.figures.widest(this.range.min, this.range.max);
  }

  /** Sizes changed: figures as large as there is room for. */
  fit() {
    const {element} = this.readout;
    this.figures.fits = fitReadout(element, element.clientWidth, this.#widest, this.unit, false);
    element.toggleAttribute('data-fits', false);
    this.#said = NaN;
    this.say();
  }

  /** @param {number} number @param {boolean} [byKeys] whether a hand on keys does it */
  move(number, byKeys = false) {
    if (byKeys) this.control.keysDown();
    this.control.move(this.control.with(this.index, this.range.snap(number)));
  }

  /** @param {string} text */
  #typed(text) {
    const number = this.figures.read(text);
    if (number === null) this.control.refuse('Not a number');
    else this.move(number);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const part = this.control.partFor(event.key) ?? this;
    if (part !== this) part.input.focus({preventScroll: true});
    const number = part.range.key(event.key, event.shiftKey, part.current);
    if (number !== null) part.move(number, true);
    else if (event.key === 'Enter') this.readout.type();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.move(this.rest);
    else return;
    event.preventDefault();
  }

  /** @param {WheelEvent} event */
  turn(event) {
    // Shift turns a wheel sideways in some browsers.
    const delta = event.deltaY || event.deltaX;
    this.#wheel -= delta * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXEL : LINE);
    const notches = Math.trunc(this.#wheel);
    this.#wheel -= notches;
    if (notches) this.move(this.range.nudge(this.current, notches * (event.shiftKey ? 0.001 : 0.01)), true);
  }
}

/** @extends {Control<HTMLElement>} */
export class Several extends Control {
  static native = '<div>';
  /** @type {Part[]} */
  parts = [];
  /** What fingers are on. @type {Set<HTMLElement>} */
  #down = new Set();
  /** @type {(() => void)[]} */
  #releases = [];
  #keys = false;

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.classList.add('native');
    native.setAttribute('role', 'group');
    native.removeAttribute('autocomplete');
    for (const type of ['keyup', 'focusout']) native.addEventListener(type, () => this.#keysUp());
    this.element.addEventListener('wheel', (event) => this.#turn(event), {passive: false});
  }

  /** Its numbers now, painted or not. @returns {readonly number[]} */
  get numbers() {
    return Array.isArray(this.value) ? this.value : [];
  }

  /** Its value with another number in one place. @param {number} index @param {number} number @returns {Value} */
  with(index, number) {
    void index;
    return number;
  }

  /** The part that a key moves, if that is not the one that has the focus. @param {string} key @returns {Part | undefined} */
  partFor(key) {
    void key;
    return undefined;
  }

  /** Its value now. */
  get value() {
    return this.stage.surface.shown(this.id);
  }

  /** @override @param {Value} value */
  say(value) {
    void value;
    for (const part of this.parts) part.say();
  }

  /** @param {Value} value */
  move(value) {
    if (!this.stage.canMove()) return;
    if (this.isTaken()) this.paint(this.value);
    else this.stage.surface.move(this.id, value);
  }

  /**
   * Give an element to fingers.
   * @param {HTMLElement} element
   * @param {{down: (event: PointerEvent) => void, move: (event: PointerEvent, fine: boolean) => void, up: () => void}} told
   */
  take(element, told) {
    this.#releases.push(this.stage.hands.grab(element, {
      resumes: true,
      allowed: () => !this.isTaken(),
      down: (event) => {
        this.#down.add(element);
        this.hold('finger');
        told.down(event);
      },
      move: told.move,
      up: () => {
        this.#down.delete(element);
        told.up();
        if (!this.#down.size) this.untouch();
      },
    }));
  }

  /** What springs is in hand as long as a key is down. */
  keysDown() {
    if (!this.spec.spring || this.#keys || this.#down.size || !this.stage.canMove() || this.isTaken()) return;
    this.#keys = true;
    this.hold('keys');
  }

  #keysUp() {
    if (!this.#keys) return;
    this.#keys = false;
    if (!this.#down.size) this.untouch();
  }

  /** @override */
  letGo() {
    for (const release of this.#releases) release();
    this.#keysUp();
  }

  /** @override @param {string} role */
  permit(role) {
    super.permit(role);
    for (const {input} of this.parts) {
      if (this.barred) input.setAttribute('aria-disabled', 'true');
      else input.removeAttribute('aria-disabled');
    }
  }

  /** @param {WheelEvent} event */
  #turn(event) {
    const part = this.parts.find(({input}) => input === document.activeElement);
    if (!part || this.spec.spring) return;
    event.preventDefault();
    part.turn(event);
  }
}

/** A part's number with its name beside it. @param {string} name @param {Part} part */
export function named(name, part) {
  const element = make('div', 'of-axis');
  const label = make('span', 'axis', name);
  label.dir = 'auto';
  label.setAttribute('aria-hidden', 'true');
  part.input.addEventListener('focus', () => element.toggleAttribute('data-focused', true));
  part.input.addEventListener('blur', () => element.toggleAttribute('data-focused', false));
  element.append(label, part.readout.element);
  return element;
}
