/** A picture: a logo, a plan of the stage. It is fetched by the name of what is in it, once and for good. */

import {Control} from './control.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** @extends {Control<HTMLImageElement>} */
export class Picture extends Control {
  static native = '<img>';

  /** @param {ControlSpec} spec @param {HTMLImageElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    for (const name of ['aria-label', 'autocomplete', 'class']) native.removeAttribute(name);
    native.alt = spec.alt ?? '';
    native.draggable = false;
    const from = `/picture/${spec.picture}`;
    if (native.getAttribute('src') !== from) native.src = from;
    this.element.append(native);
  }

  /** @override */
  permit() {}
}
