/** A text field, of one line or several. What is typed goes out as it is typed; nobody else's text is pulled under the caret while one types. */

import {count, typed} from '../values/characters.js';
import {Control} from './control.js';
import {signHeight, typeScale} from '../ui/text_fit.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels across from which the label stands beside the field, where the cell is low; and the least for either. */
const BESIDE = 240;
const NARROW = 120;
/** Milliseconds after the last key in which the field is still in hand. */
const TYPING = 10_000;
/** The server is told of keys that change nothing no more often than this. */
const TELL_KEYS = 1000;
/** Keys that go elsewhere. */
const NO_KEYS = new Set(['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta']);
/** A line's pixels at the usual size, those around the lines, and how many there are at least where room is scarce. */
const LINE = 23.4;
const AROUND = 22;
const LEAST_LINES = 3;

/** @extends {Control<HTMLInputElement | HTMLTextAreaElement>} */
export class Text extends Control {
  static native = 'text';
  #lines;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #told = -Infinity;

  /** @param {ControlSpec} spec */
  static nativeOf({lines = 1}) {
    return lines > 1 ? '<textarea>' : 'text';
  }

  /** @param {ControlSpec} spec @param {HTMLInputElement | HTMLTextAreaElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.#lines = spec.lines ?? 1;
    const one = this.#lines === 1;
    this.element.toggleAttribute('data-lines', !one);
    native.classList.add('field');
    native.dir = 'auto';
    native.spellcheck = false;
    native.enterKeyHint = one ? 'done' : 'enter';
    this.element.append(this.label, native, this.reason);
    native.addEventListener('blur', () => this.untouch());
    const most = spec.length ?? 1000;
    const take = (/** @type {Event} */ event) => {
      const text = typed(event, most);
      if (stage.canMove() && !this.isTaken()) {
        this.#key();
        // A word that is still being composed may be too long for a moment.
        if (count(text) <= most) stage.surface.move(this.id, text);
      } else native.value = String(stage.surface.shown(this.id));
    };
    for (const type of ['input', 'compositionend']) native.addEventListener(type, take);
    /** @type {HTMLElement} */ (native).addEventListener('keydown', (event) => {
      if (one && event.key === 'Enter' && !event.isComposing) native.blur();
      else if (!NO_KEYS.has(event.key) && stage.canMove() && !this.barred && (stage.holder(this.id)?.yields ?? true)) this.#key();
    });
    // A touch anywhere on the cell means the field.
    this.element.addEventListener('click', (event) => {
      if (this.barred) this.isTaken();
      else if (event.target !== native) native.focus();
    });
  }

  /** @override @param {Value} value */
  show(value) {
    // As a field has it: by its ends of lines alone nothing is new, and the caret stays.
    const text = String(value).replace(/\r\n?/g, '\n');
    if (this.native.value !== text) this.native.value = text;
  }

  /** @override */
  leastWidth() {
    return NARROW;
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    if (this.#lines > 1) return Math.ceil((18.2 + LINE * (roomy ? this.#lines : Math.min(this.#lines, LEAST_LINES))) * typeScale() + signHeight(this.element)) + AROUND + 20;
    const [scale, low] = [typeScale(), this.element.hasAttribute('data-low')];
    const field = Math.ceil(Math.max(44, 41.6 * scale));
    return low && width >= BESIDE ? field + 8 : field + Math.ceil(18.2 * scale + signHeight(this.element)) + 22;
  }

  /** @override */
  layout() {
    super.layout();
    const {clientWidth, clientHeight} = this.element;
    this.element.toggleAttribute('data-beside', this.#lines === 1 && this.element.hasAttribute('data-low') && clientWidth >= BESIDE && clientHeight < 120 * typeScale());
  }

  /** @override @param {string} role */
  permit(role) {
    super.permit(role);
    this.native.readOnly = this.barred;
  }

  /** @override */
  untouch() {
    clearTimeout(this.#typing);
    this.#told = -Infinity;
    super.untouch();
  }

  /** @override */
  letGo() {
    this.native.blur();
  }

  /** A key: the field is in hand from the first one until some time after the last. */
  #key() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.untouch(), TYPING);
    const now = performance.now();
    if (this.stage.surface.holds.hand(this.id) && now - this.#told < TELL_KEYS) return;
    this.#told = now;
    this.hold('keys');
  }
}
