/** A label: a text as large as it was meant, or as its cell allows. Programs may change it, hands may not. */

import {Control} from './control.js';
import {make} from '../ui/dom.js';
import {textWidth, typeScale} from '../ui/text_fit.js';
import {LINE, SMALLEST, fitText} from '../ui/text_block.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** The largest type of each size; a large one fills its cell. @type {Record<string, number>} */
const MOST = {small: 14, normal: 20, large: 96};
/** Pixels: around the text, and a word for which a cell still grows. */
const EDGE = 16;
const LONGEST = 110;

/** @extends {Control<HTMLElement>} */
export class Label extends Control {
  static native = '<p>';
  /** @type {string | null} */
  #text = null;
  #room = {width: 0, height: 0};
  #most = SMALLEST;

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    // Its text is all that it has to say.
    for (const name of ['aria-label', 'autocomplete', 'class']) native.removeAttribute(name);
    native.dir = 'auto';
    // In other cells a label is their name.
    this.element.classList.replace('label', 'saying');
    this.element.dataset.size = spec.size ?? 'normal';
    this.box = make('div', 'sentence');
    this.box.append(native);
    this.element.append(this.box);
  }

  /** @override @param {Value} value */
  show(value) {
    const text = String(value);
    if (text === this.#text) return;
    this.#text = text;
    this.native.textContent = text;
    this.#fit();
  }

  /** @override */
  permit() {}

  /** @override */
  leastWidth() {
    const words = String(this.spec.default ?? '').split(/\s+/).map((word) => textWidth(word, SMALLEST));
    return Math.ceil(Math.min(Math.max(...words), LONGEST) + EDGE);
  }

  /** @override */
  leastHeight() {
    return Math.ceil(Math.min(MOST[this.spec.size ?? ''] ?? SMALLEST, 28) * LINE * typeScale()) + EDGE;
  }

  /** @override */
  layout() {
    const {clientWidth: width, clientHeight: height} = this.box;
    this.#room = {width, height};
    this.#most = (MOST[this.spec.size ?? ''] ?? SMALLEST) * typeScale();
    this.#fit();
  }

  /** By what was measured when sizes changed: a text that comes in does not ask for the page's layout. */
  #fit() {
    const {width, height} = this.#room;
    if (!width || this.#text === null) return;
    const {size, lines} = fitText(this.#text, width, height, this.#most, (text) => textWidth(text, 100));
    this.native.style.fontSize = `${size}px`;
    this.native.style.setProperty('-webkit-line-clamp', String(lines));
  }
}
