/** A group: a frame with a name around other cells, which have so much less room. Nothing in it moves. */

import {Control} from './control.js';
import {textWidth, typeScale} from '../ui/text_fit.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels: the frame's edge with the room inside it, its name's line with room for whose hand the cells below are in, and what a name is allowed to ask for. */
const EDGE = 6;
const NAME = 28;
const WIDEST = 160;

/** @extends {Control<HTMLElement>} */
export class Group extends Control {
  static native = '<div>';

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.className = 'native';
    native.removeAttribute('autocomplete');
    native.setAttribute('role', 'group');
    // The frame says it to those who see, its group to all others.
    this.label.setAttribute('aria-hidden', 'true');
    this.element.append(native, this.label);
  }

  /** What its frame takes of the cells in it. */
  frame() {
    return {name: this.spec.label ? Math.ceil(NAME * typeScale()) : EDGE, edge: EDGE};
  }

  /** Assistive technology finds in the group what lies in its frame. @param {string[]} ids */
  own(ids) {
    this.native.setAttribute('aria-owns', ids.join(' '));
  }

  /** @override */
  leastWidth() {
    return Math.ceil(Math.min(textWidth(this.spec.label, 14, 500) * typeScale(), WIDEST) + 4 * EDGE);
  }

  /** @override */
  leastHeight() {
    return 0;
  }

  /** @override There is nothing to bar. */
  permit() {}
}
