/** A toggle: on or off until it is touched again. */

import {isOver} from '../pointer.js';
import {Control, make} from './control.js';
import {fitName, nameHeight, nameWidth} from './fit.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

const ON = '\u25B6 ON';
const OFF = 'OFF';

export class Toggle extends Control {
  static native = 'checkbox';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    native.classList.add('native');
    native.setAttribute('role', 'switch');
    this.word = make('div', 'word');
    this.element.append(native, this.label, this.word, this.reason);
    this.release = stage.hands.grab(this.element, {
      down: () => {
        native.focus({preventScroll: true});
        this.element.dataset.down = '';
      },
      up: (event, cancelled) => {
        delete this.element.dataset.down;
        if (event && !cancelled && isOver(this.element, event)) this.#turn();
      },
    });
    // By keys or assistive technology.
    native.addEventListener('change', () => this.#turn());
    native.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.repeat) return;
      event.preventDefault();
      this.#turn();
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const on = value === true;
    this.element.toggleAttribute('data-on', on);
    this.word.textContent = on ? ON : OFF;
    this.native.checked = on;
    this.native.toggleAttribute('checked', on);
  }

  /** @override */
  leastWidth() {
    return nameWidth(this.spec.label, [ON, OFF]);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    return nameHeight(this.element, this.spec.label, width);
  }

  /** @override */
  layout() {
    super.layout();
    fitName(this.element, this.spec.label, [ON, OFF]);
  }

  /** @override */
  letGo() {
    this.release();
  }

  #turn() {
    const {surface} = this.stage;
    if (this.stage.canMove() && !this.isTaken()) surface.move(this.id, surface.shown(this.id) !== true);
    else this.show(surface.shown(this.id));
  }
}
