/** The one table of control types: a new one is a file beside this, called like its type, and a line here. */

import {Control} from './control.js';

/** @import {ControlSpec, Show} from '../types.js' */
/** @import {Stage} from './control.js' */

/**
 * A control's drawing; `native` is what assistive technology has of it: an input's type, or another element's name in < >;
 * `nativeOf` says so where that differs from control to control.
 * @typedef {{new (spec: ControlSpec, native: any, stage: Stage): Control<any>, native: string, nativeOf?: (spec: ControlSpec) => string}} ControlClass
 */

/** Fetched when a show first has one: no page waits for what it does not show. @type {Map<string, () => Promise<ControlClass>>} */
export const CONTROLS = new Map(/** @type {[string, () => Promise<ControlClass>][]} */ ([
  ['fader', async () => (await import('./fader.js')).Fader],
  ['toggle', async () => (await import('./toggle.js')).Toggle],
  ['button', async () => (await import('./button.js')).Button],
  ['choice', async () => (await import('./choice.js')).Choice],
  ['text', async () => (await import('./text.js')).Text],
  ['label', async () => (await import('./label.js')).Label],
  ['picture', async () => (await import('./picture.js')).Picture],
  ['knob', async () => (await import('./knob.js')).Knob],
  ['number', async () => (await import('./number.js')).NumberField],
  ['encoder', async () => (await import('./encoder.js')).Encoder],
  ['xy', async () => (await import('./xy.js')).XY],
  ['range', async () => (await import('./range.js')).Span],
  ['colour', async () => (await import('./colour.js')).Colour],
  ['group', async () => (await import('./group.js')).Group],
  ['page', async () => (await import('./page.js')).PageButton],
]));

/** What was fetched. @type {Map<string, ControlClass>} */
const there = new Map();

/** The types that a show needs and that were not fetched yet. @param {Show} show */
export function missing(show) {
  const types = new Set(show.pages.flatMap(({controls}) => controls.map(({type}) => type)));
  return [...types].filter((type) => CONTROLS.has(type) && !there.has(type));
}

/** Fetch what a show's controls are drawn by; draw() knows them from then on. Rejects where one can't be had. @param {Show} show */
export async function fetchControls(show) {
  await Promise.all(missing(show).map(async (type) => {
    const kind = await CONTROLS.get(type)?.();
    if (kind) there.set(type, kind);
  }));
}

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
  const kind = there.get(spec.type) ?? Unknown;
  const wanted = kind.nativeOf?.(spec) ?? kind.native;
  const tag = /^<(.+)>$/.exec(wanted)?.[1] ?? 'input';
  const native = first?.localName === tag ? first : document.createElement(tag);
  if (native instanceof HTMLInputElement && native.type !== wanted) native.type = wanted;
  return new kind(spec, native, stage);
}
