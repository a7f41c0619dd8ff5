/** The one table of control types: a new one is a file beside this and a line here. */

import {Button} from './button.js';
import {Control} from './control.js';
import {Fader} from './fader.js';
import {Text} from './text.js';
import {Toggle} from './toggle.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** @typedef {{new (spec: ControlSpec, native: HTMLInputElement, stage: Stage): Control, native: string}} ControlClass */

/** @type {Map<string, ControlClass>} */
export const CONTROLS = new Map(/** @type {[string, ControlClass][]} */ ([
  ['fader', Fader],
  ['toggle', Toggle],
  ['button', Button],
  ['text', Text],
]));

/** A type that this page does not know yet: its name and nothing to touch. */
class Unknown extends Control {
  static native = 'hidden';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.element.append(native, this.label);
  }
}

/** Draw a control around its native input, which the first HTML may have brought. @param {ControlSpec} spec @param {HTMLInputElement | undefined} first @param {Stage} stage @returns {Control} */
export function draw(spec, first, stage) {
  const kind = CONTROLS.get(spec.type) ?? Unknown;
  const native = first ?? document.createElement('input');
  if (native.type !== kind.native) native.type = kind.native;
  return new kind(spec, native, stage);
}
