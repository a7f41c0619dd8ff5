/** A button: on while it is pressed, by finger or by key. It releases when the finger, the key, the page or the connection goes. */

import {Control, eventTime, make} from './control.js';
import {fitName, nameHeight, nameWidth, wordWidth} from './fit.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

const PRESSED = '\u25CF PRESSED';
/** Where PRESSED has no room. */
const SHORT = '\u25CF ON';
const FLASH = 'FLASH';
const KEYS = new Set([' ', 'Enter']);

export class Button extends Control {
  static native = 'button';
  #down = false;
  #pressed = PRESSED;
  /** The key that presses it, if it is a key. */
  #key = '';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.classList.add('native');
    native.value = spec.label;
    this.word = make('div', 'word');
    this.element.append(native, this.label, this.word, this.reason);
    this.release = stage.hands.grab(this.element, {
      allowed: () => !this.isTaken(),
      down: (event) => {
        native.focus({preventScroll: true});
        this.#press(event);
      },
      up: () => this.#lift(),
    });
    native.addEventListener('keydown', (event) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      if (event.repeat || this.#down || !stage.canMove() || this.isTaken()) return;
      this.#key = event.key;
      this.#press(event);
    });
    native.addEventListener('keyup', (event) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      if (event.key === this.#key) this.#lift();
    });
    // A finger keeps it pressed when another finger's control takes the focus; a key does not.
    native.addEventListener('blur', () => {
      if (this.#key) this.#lift();
    });
    // Assistive technology clicks: a short press.
    native.addEventListener('click', (event) => {
      if (this.#down || !stage.canMove() || this.isTaken()) return;
      this.#press(event);
      this.#lift();
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const on = value === true;
    this.element.toggleAttribute('data-on', on);
    this.word.textContent = on ? this.#pressed : FLASH;
    this.native.setAttribute('aria-pressed', String(on));
  }

  /** @override */
  leastWidth() {
    return nameWidth(this.spec.label, [SHORT, FLASH]);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    return nameHeight(this.element, this.spec.label, width);
  }

  /** @override */
  layout() {
    super.layout();
    this.#pressed = wordWidth(PRESSED, 14) > this.element.clientWidth - 8 ? SHORT : PRESSED;
    this.show(this.stage.surface.shown(this.id));
    fitName(this.element, this.spec.label, [this.#pressed, FLASH]);
  }

  /** @override */
  letGo() {
    this.release();
    this.#lift();
  }

  /** @param {Event} event */
  #press(event) {
    if (this.#down) return;
    this.#down = true;
    const {surface, clock} = this.stage;
    this.touch();
    surface.press(this.id, clock.toServer(eventTime(event)));
  }

  #lift() {
    if (!this.#down) return;
    this.#down = false;
    this.#key = '';
    this.stage.surface.release(this.id);
    this.untouch();
  }
}
