/**
 * Scrolls a page that is too high for the screen: by the mark in the margin at its side, by a touch above or below the mark,
 * and by a finger on whatever is no control. Browsers are not to do it: while they scroll, no other finger can take a fader.
 */

import {make} from '../ui/dom.js';

/** Of the page's height, what a touch beside the mark turns; the rest stays to be recognised. */
const TURN = 0.85;
const LEAST_MARK = 56;
/** What a finger is on for its own sake. */
const CONTROLS = '.track, .readout, .toggle, .button, .choice, input, textarea';
/** Pixels that a finger moves before it is more than a touch. */
const SLOP = 8;

export class Rail {
  #scroller;
  #element = make('div', 'rail');
  #mark = make('div', 'mark');
  /** The finger that drags, where it and the page were, and the page's pixels for each of its own. @type {{pointer: number, y: number, top: number, pace: number, far: boolean} | null} */
  #drag = null;

  /** @param {HTMLElement} scroller */
  constructor(scroller) {
    this.#scroller = scroller;
    // Keys and assistive technology scroll by going from control to control.
    this.#element.setAttribute('aria-hidden', 'true');
    this.#element.hidden = true;
    this.#element.append(this.#mark);
    scroller.after(this.#element);
    scroller.addEventListener('scroll', () => this.#paint(), {passive: true});
    this.#element.addEventListener('pointerdown', (event) => this.#down(event));
    // Before anything that keeps touches from a locked page's controls.
    scroller.addEventListener('pointerdown', (event) => this.#pull(event), true);
    for (const element of [scroller, this.#element]) {
      element.addEventListener('pointermove', (event) => this.#move(event));
      for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
        element.addEventListener(type, (event) => {
          if (event.pointerId === this.#drag?.pointer) this.#drag = null;
        });
      }
    }
    this.#element.addEventListener('wheel', (event) => scroller.scrollBy(0, event.deltaY), {passive: true});
  }

  /** Pixels that a page has where it does not scroll. */
  get room() {
    return {width: this.#scroller.clientWidth + this.#element.offsetWidth, height: this.#scroller.clientHeight};
  }

  /** Pixels that the rail takes from a page that scrolls. */
  get width() {
    return parseFloat(getComputedStyle(this.#element).width) || 0;
  }

  /** @param {boolean} scrolls */
  show(scrolls) {
    this.#element.hidden = !scrolls;
    this.#scroller.toggleAttribute('data-scrolls', scrolls);
    // Keys scroll by going from control to control; a page without any is itself where they stop.
    if (scrolls && !this.#scroller.querySelector('.page:not([hidden]) [data-control]:not(.group)')) this.#scroller.tabIndex = 0;
    else this.#scroller.removeAttribute('tabindex');
    if (!scrolls) this.#scroller.scrollTop = 0;
    this.#paint();
  }

  /** How far the mark can go, and the page. */
  get #ways() {
    const {clientHeight: seen, scrollHeight: all} = this.#scroller;
    const mark = Math.max((seen * seen) / all, LEAST_MARK);
    return {mark, way: Math.max(seen - mark, 1), scrolls: Math.max(all - seen, 1)};
  }

  #paint() {
    if (this.#element.hidden) return;
    const {mark, way, scrolls} = this.#ways;
    this.#mark.style.height = `${mark}px`;
    this.#mark.style.transform = `translateY(${(this.#scroller.scrollTop / scrolls) * way}px)`;
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || this.#drag) return;
    const {top, bottom} = this.#mark.getBoundingClientRect();
    const turn = this.#scroller.clientHeight * TURN;
    if (event.clientY < top) this.#scroller.scrollBy(0, -turn);
    else if (event.clientY > bottom) this.#scroller.scrollBy(0, turn);
    this.#element.setPointerCapture(event.pointerId);
    const {way, scrolls} = this.#ways;
    this.#drag = {pointer: event.pointerId, y: event.clientY, top: this.#scroller.scrollTop, pace: scrolls / way, far: true};
  }

  /** A finger beside the controls. A touch that stays is left to what it is on. @param {PointerEvent} event */
  #pull(event) {
    const {target} = event;
    if (this.#drag || this.#element.hidden || event.pointerType === 'mouse') return;
    if (target instanceof Element && target.closest(CONTROLS) && !target.closest('[data-locked]')) return;
    this.#drag = {pointer: event.pointerId, y: event.clientY, top: this.#scroller.scrollTop, pace: -1, far: false};
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointer) return;
    drag.far ||= Math.abs(event.clientY - drag.y) > SLOP;
    if (drag.far) this.#scroller.scrollTop = drag.top + (event.clientY - drag.y) * drag.pace;
  }
}
