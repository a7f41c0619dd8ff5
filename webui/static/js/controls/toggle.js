/** A toggle: on or off until it is touched again. */

import {Switch} from './switch.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

export class Toggle extends Switch {
  static native = 'checkbox';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, {lasts: true, onLift: true});
    native.setAttribute('role', 'switch');
  }

  /** @override @param {boolean} on */
  say(on) {
    this.native.checked = on;
    this.native.toggleAttribute('checked', on);
  }
}
