/** A page button: turns this screen to another page, when a finger lifts from it or by Enter or Space. It moves nothing. */

import {isOver} from '../ui/pointer.js';
import {Control} from './control.js';
import {make} from '../ui/dom.js';
import {fitName, nameHeight, nameWidth} from '../ui/text_fit.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

const WORD = 'PAGE \u203A';
const HERE = '\u25CF HERE';
/** Milliseconds in which a click belongs to the touch that was taken already. */
const SAME = 700;

export class PageButton extends Control {
  static native = 'button';
  #pointer = NaN;
  #lifted = -Infinity;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.element.classList.replace('page', 'pager');
    native.classList.add('native');
    native.value = spec.label;
    native.setAttribute('aria-label', `${spec.label}, page`);
    this.word = make('div', 'word', WORD);
    this.element.append(native, this.label, this.word, this.reason);
    this.#listen();
  }

  /** Whoever only looks, or has lost the server, turns pages too: hands have no part in it. */
  #listen() {
    const {element} = this;
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || !Number.isNaN(this.#pointer)) return;
      this.#pointer = event.pointerId;
      element.dataset.down = '';
      this.native.focus({preventScroll: true});
    });
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'pointerleave'])) {
      element.addEventListener(type, (event) => {
        if (event.pointerId !== this.#pointer) return;
        this.letGo();
        this.#lifted = event.timeStamp;
        if (type === 'pointerup' && isOver(element, event)) this.#turn();
      });
    }
    this.native.addEventListener('click', (event) => {
      if (event.timeStamp - this.#lifted > SAME) this.#turn();
    });
  }

  #turn() {
    if (this.barred) this.isTaken();
    else if (this.stage.turn?.(this.spec.page ?? '') === false) this.refuse('Not on this screen');
  }

  /** @override */
  letGo() {
    this.#pointer = NaN;
    delete this.element.dataset.down;
  }

  /** @override */
  leastWidth() {
    return nameWidth(this.spec.label, [WORD, HERE]);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    return nameHeight(this.element, this.spec.label, width);
  }

  /** @override */
  layout() {
    super.layout();
    const page = this.element.closest('[data-page]');
    const here = page instanceof HTMLElement && page.dataset.page === this.spec.page;
    this.word.textContent = here ? HERE : WORD;
    this.element.toggleAttribute('data-here', here);
    if (here) this.native.setAttribute('aria-current', 'page');
    else this.native.removeAttribute('aria-current');
    fitName(this.element, this.spec.label, [WORD, HERE]);
  }
}
