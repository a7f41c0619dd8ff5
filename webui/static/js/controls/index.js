/** The one table of control types: a new one is a file beside this and a line here. */

import {Button} from './button.js';
import {Choice} from './choice.js';
import {Colour} from './colour.js';
import {Control} from './control.js';
import {Encoder} from './encoder.js';
import {Fader} from './fader.js';
import {Group} from './group.js';
import {Knob} from './knob.js';
import {Label} from './label.js';
import {NumberField} from './number.js';
import {PageButton} from './page.js';
import {Picture} from './picture.js';
import {Span} from './range.js';
import {Text} from './text.js';
import {Toggle} from './toggle.js';
import {XY} from './xy.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/**
 * A control's drawing; `native` is what assistive technology has of it: an input's type, or another element's name in < >;
 * `nativeOf` says so where that differs from control to control.
 * @typedef {{new (spec: ControlSpec, native: any, stage: Stage): Control<any>, native: string, nativeOf?: (spec: ControlSpec) => string}} ControlClass
 */

/** @type {Map<string, ControlClass>} */
export const CONTROLS = new Map(/** @type {[string, ControlClass][]} */ ([
  ['fader', Fader],
  ['toggle', Toggle],
  ['button', Button],
  ['choice', Choice],
  ['text', Text],
  ['label', Label],
  ['picture', Picture],
  ['knob', Knob],
  ['number', NumberField],
  ['encoder', Encoder],
  ['xy', XY],
  ['range', Span],
  ['colour', Colour],
  ['group', Group],
  ['page', PageButton],
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

/** Draw a control around its native element, which the first HTML may have brought. @param {ControlSpec} spec @param {HTMLElement | undefined} first @param {Stage} stage @returns {Control<any>} */
export function draw(spec, first, stage) {
  /** @type {ControlClass} */
  const kind = CONTROLS.get(spec.type) ?? Unknown;
  const wanted = kind.nativeOf?.(spec) ?? kind.native;
  const tag = /^<(.+)>$/.exec(wanted)?.[1] ?? 'input';
  const native = first?.localName === tag ? first : document.createElement(tag);
  if (native instanceof HTMLInputElement && native.type !== wanted) native.type = wanted;
  return new kind(spec, native, stage);
}
