/** What all controls with a number share: their figures, and the hand that moves them by keys, wheel, typing or assistive technology. */

import {Figures} from '../values/number_text.js';
import {Control} from './control.js';
import {Readout} from './readout.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/**
 * What numbers a control may have, and which come next; range.js and steps.js are such.
 * @typedef {object} Scale
 * @property {number | null} min
 * @property {number | null} max
 * @property {(value: number) => number} snap the nearest that may be
 * @property {(value: number, asked: number) => number} meant what assistive technology means by a number
 * @property {(key: string, fine: boolean, value: number) => number | null} key what a key does, null for any other key
 * @property {(value: number, notches: number, fine: boolean) => number} roll what some notches of a wheel do
 */

/** A wheel's notches in a pixel, and in a line. */
const PIXEL = 0.01;
const LINE = 0.33;

/** @template {Scale} S */
export class Numeric extends Control {
  #drawn = NaN;
  #said = NaN;
  /** What the native element made of it. */
  #kept = '';
  #text = '';
  #full = '';
  #rolled = 0;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage @param {S} scale */
  constructor(spec, native, stage, scale) {
    super(spec, native, stage);
    this.scale = scale;
    this.figures = new Figures(spec);
    this.readout = new Readout(this.figures.unit, stage, {
      allowed: () => !this.barred || !this.isTaken(),
      reset: () => this.move(this.rest),
      typed: (text) => this.#type(text),
    });
    native.classList.add('native');
    native.addEventListener('keydown', (event) => this.key(event));
    // Assistive technology moves the native input itself.
    native.addEventListener('input', () => {
      const {valueAsNumber} = native;
      this.#said = NaN;
      if (Number.isFinite(valueAsNumber)) this.move(this.scale.meant(this.value, valueAsNumber));
      this.paint(this.value);
    });
    this.element.addEventListener('wheel', (event) => this.#roll(event), {passive: false});
  }

  /** What is shown now. */
  get value() {
    return Number(this.stage.surface.shown(this.id));
  }

  /** What two taps on the figures bring. */
  get rest() {
    return Number(this.spec.default ?? this.scale.min ?? 0);
  }

  /** @override @param {Value} value */
  show(value) {
    const number = this.#numberOf(value);
    this.follow(number);
    if (number !== this.#drawn) {
      this.#drawn = number;
      this.draw(number);
    }
  }

  /** @override @param {Value} value */
  say(value) {
    const number = this.#numberOf(value);
    // Assistive technology may have set the element where no hand may move it.
    if (number === this.#said && this.native.value === this.#kept) return;
    this.#said = number;
    const full = this.figures.full(number);
    if (!this.figures.fits(full)) this.grow(full);
    const text = this.figures.write(number);
    if (full !== this.#full || text !== this.#text) {
      this.#full = full;
      this.#text = text;
      this.readout.show(text, full);
      this.written(text);
      this.native.setAttribute('aria-valuetext', this.figures.speak(number));
    }
    this.native.value = String(number);
    this.#kept = this.native.value;
  }

  /** @param {Value} value */
  #numberOf(value) {
    return typeof value === 'number' ? value : this.rest;
  }

  /** Draw another number than before. @param {number} number */
  draw(number) {
    void number;
  }

  /** Figures have no room as they are: give them a smaller size, if there is one. @param {string} text */
  grow(text) {
    void text;
  }

  /** Sizes changed: the figures are written anew. */
  rewrite() {
    this.#said = NaN;
    this.say(this.value);
  }

  /** The figures are others than before. @param {string} text */
  written(text) {
    void text;
  }

  /** A number is to be shown, perhaps the same again: the hand goes on from there. @param {number} number */
  follow(number) {
    void number;
  }

  /** The own hand sets a number. @param {number} number */
  move(number) {
    if (!this.stage.canMove()) return;
    if (this.isTaken()) this.paint(this.value);
    else this.stage.surface.move(this.id, this.scale.snap(number));
  }

  /** @override */
  letGo() {
    this.release?.();
  }

  /** Lets a finger go. @type {(() => void) | undefined} */
  release;

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const number = this.scale.key(event.key, event.shiftKey, this.value);
    if (number !== null) this.move(number);
    else if (event.key === 'Enter') this.readout.type();
    else if (event.key === 'Delete' || event.key === 'Backspace') this.move(this.rest);
    else return;
    event.preventDefault();
  }

  /** @param {string} text */
  #type(text) {
    const number = this.figures.read(text);
    if (number === null) this.refuse('Not a number');
    else this.move(number);
  }

  /** @param {WheelEvent} event */
  #roll(event) {
    if (document.activeElement !== this.native) return;
    event.preventDefault();
    // Shift turns a wheel sideways in some browsers.
    const delta = event.deltaY || event.deltaX;
    this.#rolled -= delta * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXEL : LINE);
    const notches = Math.trunc(this.#rolled);
    this.#rolled -= notches;
    if (notches) this.move(this.scale.roll(this.value, notches, event.shiftKey));
  }
}
