/** A text field. What is typed goes out as it is typed; nobody else's text is pulled under the caret. */

import {Control} from './control.js';
import {typeScale} from './fit.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels across from which the label stands beside the field, where the cell is low; and the least for either. */
const BESIDE = 240;
const NARROW = 120;

export class Text extends Control {
  static native = 'text';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.classList.add('field');
    native.maxLength = spec.length ?? 1000;
    native.dir = 'auto';
    native.spellcheck = false;
    native.enterKeyHint = 'done';
    this.element.append(this.label, native, this.reason);
    native.addEventListener('focus', () => this.touch());
    native.addEventListener('blur', () => this.untouch());
    native.addEventListener('input', () => {
      if (stage.canMove()) stage.surface.move(this.id, native.value);
      else native.value = String(stage.surface.shown(this.id));
    });
    native.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) native.blur();
    });
    // A touch anywhere on the cell means the field.
    this.element.addEventListener('click', (event) => {
      if (event.target !== native) native.focus();
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const text = String(value);
    if (this.native.value !== text) this.native.value = text;
  }

  /** @override */
  leastWidth() {
    return NARROW;
  }

  /** @override @param {number} width */
  leastHeight(width) {
    const [scale, low] = [typeScale(), this.element.hasAttribute('data-low')];
    const field = Math.ceil(Math.max(44, 41.6 * scale));
    return low && width >= BESIDE ? field + 8 : field + Math.ceil(18.2 * scale) + 22;
  }

  /** @override */
  layout() {
    const {clientWidth, clientHeight} = this.element;
    this.element.toggleAttribute('data-beside', this.element.hasAttribute('data-low') && clientWidth >= BESIDE && clientHeight < 120 * typeScale());
  }

  /** @override */
  letGo() {
    this.native.blur();
  }
}
