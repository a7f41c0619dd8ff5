/**
 * A button. A flash is on while it is pressed, by finger or by key: it releases when the finger, the key, the page or the
 * connection goes. A latch is turned by each press, and stays so.
 */

import {Switch} from './switch.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

export class Button extends Switch {
  static native = 'button';
  #pressed = false;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, {lasts: spec.mode === 'latch', onLift: false});
    native.value = spec.label;
  }

  /** @override @param {number} at */
  pressed(at) {
    if (this.lasts) return super.pressed(at);
    this.#pressed = true;
    this.touch();
    this.stage.surface.press(this.id, this.stage.clock.toServer(at));
  }

  /** @override */
  lifted() {
    if (!this.#pressed) return;
    this.#pressed = false;
    this.stage.surface.release(this.id);
    this.untouch();
  }
}
