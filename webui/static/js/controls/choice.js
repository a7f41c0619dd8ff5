/** A choice: one of some options, side by side or in a list. A select stands behind it for keys and assistive technology. */

import {Control} from './control.js';
import {Listed} from './option_list.js';
import {Segments} from './segments.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Options further, for each key. @type {Record<string, number>} */
const STEPS = {ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, PageUp: -5, PageDown: 5, Home: -Infinity, End: Infinity};
/** Keys by which browsers would open a list of their own, as bright as they like. */
const OPENS = new Set([' ', 'Enter', 'F4']);

/** @extends {Control<HTMLSelectElement>} */
export class Choice extends Control {
  static native = '<select>';
  /** @type {string | null} */
  #shown = null;

  /** @param {ControlSpec} spec @param {HTMLSelectElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    const options = spec.options ?? [];
    this.ids = options.map(({id}) => id);
    native.classList.add('native');
    native.replaceChildren(...options.map(({id, label}) => new Option(label, id)));
    this.element.dataset.look = spec.look ?? '';
    const told = {
      allowed: () => !this.isTaken(),
      focus: () => native.focus({preventScroll: true}),
      chosen: (/** @type {string} */ id) => this.#choose(id),
    };
    this.drawing = spec.look === 'list' ? new Listed(this.element, spec, stage, told) : new Segments(options, stage, told);
    this.drawing.element.setAttribute('aria-hidden', 'true');
    this.element.append(native, this.label, this.drawing.element, this.reason);
    native.addEventListener('keydown', (event) => this.#key(event));
    // By the first letter, or by assistive technology.
    native.addEventListener('change', () => {
      const id = native.value;
      native.value = this.#shown ?? '';
      this.#choose(id);
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const id = String(value);
    if (id === this.#shown) return;
    this.#shown = id;
    this.native.value = id;
    this.drawing.show(this.ids.indexOf(id));
  }

  /** @override */
  leastWidth() {
    return this.drawing.leastWidth();
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    return this.drawing.leastHeight(this.element, width, roomy);
  }

  /** @override */
  layout() {
    super.layout();
    this.drawing.layout();
  }

  /** @override */
  letGo() {
    this.drawing.letGo();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey) return;
    const by = STEPS[event.key];
    if (OPENS.has(event.key) || (by && event.altKey)) {
      event.preventDefault();
      if (!event.repeat && this.stage.canMove() && !this.isTaken()) this.drawing.open();
    } else if (by) {
      event.preventDefault();
      const next = Math.min(Math.max(this.ids.indexOf(this.#shown ?? '') + by, 0), this.ids.length - 1);
      this.#choose(this.ids[next] ?? '');
    }
  }

  /** @param {string} id */
  #choose(id) {
    if (this.ids.includes(id) && this.stage.canMove() && !this.isTaken()) this.stage.surface.move(this.id, id);
  }
}
