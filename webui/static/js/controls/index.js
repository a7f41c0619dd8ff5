/** The one table of control types: a new one is a file beside this, called like its type, and a line here. */

import {Control} from './control.js';

/** @import {ControlSpec, Show} from '../types.js' */
/** @import {Stage} from './control.js' */

/**
 * A control's drawing; `native` is what assistive technology has of it: an input's type, or another element's name in < >.
 * @typedef {{new (spec: ControlSpec, native: any, stage: Stage): Control<any>, native: string}} ControlClass
 */

/** Fetched when a show first has one: no page waits for what it does not show. @type {Map<string, () => Promise<ControlClass>>} */
export const CONTROLS = new Map(/** @type {[string, () => Promise<ControlClass>][]} */ ([
  ['fader', async () => (await import('./fader.js')).Fader],
  ['toggle', async () => (await import('./toggle.js')).Toggle],
  ['button', async () => (await import('./button.js')).Button],
  ['text', async () => (await import('./text.js')).Text],
  ['xy', async () => (await import('./xy.js')).XY],
  ['range', async () => (await import('./range.js')).Span],
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
  const tag = /^<(.+)>$/.exec(kind.native)?.[1] ?? 'input';
  const native = first?.localName === tag ? first : document.createElement(tag);
  if (native instanceof HTMLInputElement && native.type !== kind.native) native.type = kind.native;
  return new kind(spec, native, stage);
}
