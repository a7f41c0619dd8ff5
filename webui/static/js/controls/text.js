/** A text field. What is typed goes out as it is typed; nobody else's text is pulled under the caret. */

import {Control} from './control.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

export class Text extends Control {
  static native = 'text';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.classList.add('field');
    native.maxLength = spec.length ?? 1000;
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
  letGo() {
    this.native.blur();
  }
}
