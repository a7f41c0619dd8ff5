/** The pages' tabs: touched, gone along with arrow keys, and moved by a finger or a wheel where they are too many for the header. */

import {isOver} from '../ui/pointer.js';
import {html, nothing} from '../../vendor/lit.js';

/** @import {PageSpec} from '../types.js' */

/** Pixels that a finger moves before it is more than a touch. */
const SLOP = 8;
/** Milliseconds in which a click belongs to the touch that was taken already. */
const SAME = 700;

/** @typedef {{pointer: number, x: number, left: number, far: boolean, tab: HTMLElement | null}} Finger */

export class Tabs {
  /** @type {HTMLElement | null} */
  #nav = null;
  /** @type {Finger | null} */
  #finger = null;
  #lifted = -Infinity;
  #turn;
  /** Somebody looks at other tabs than that of the page that is shown. */
  #away = false;
  #resized = new ResizeObserver(() => (this.#away ? this.#fade() : this.follow()));

  /** @param {(page: string) => void} turn */
  constructor(turn) {
    this.#turn = turn;
  }

  /** @param {PageSpec[]} pages @param {string} current its id @param {boolean} still no other page is to be turned to */
  render(pages, current, still) {
    return html`<nav aria-label="Pages" @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up}
      @pointercancel=${this.#cancel} @click=${this.#click} @keydown=${this.#key} @wheel=${this.#wheel} @scroll=${this.#fade}>
      ${pages.map(({id, label}) => html`<button type="button" class="tab" data-page-tab=${id}
        aria-current=${id === current ? 'page' : nothing} aria-disabled=${still ? 'true' : nothing}>${label}</button>`)}</nav>`;
  }

  /** The header was rendered. @param {HTMLElement} header */
  attend(header) {
    const nav = header.querySelector('nav');
    if (nav === this.#nav) return;
    this.#resized.disconnect();
    this.#nav = nav;
    if (nav) this.#resized.observe(nav);
  }

  /** The tab of the page that is shown comes into view. */
  follow() {
    this.#away = false;
    const nav = this.#nav;
    const tab = nav?.querySelector('[aria-current]');
    if (nav && tab instanceof HTMLElement) {
      const [left, right] = [tab.offsetLeft - nav.offsetLeft - 24, tab.offsetLeft - nav.offsetLeft + tab.offsetWidth + 24];
      if (left < nav.scrollLeft) nav.scrollLeft = left;
      else if (right > nav.scrollLeft + nav.clientWidth) nav.scrollLeft = right - nav.clientWidth;
    }
    this.#fade();
  }

  /** At which ends there are more. */
  #fade = () => {
    const nav = this.#nav;
    if (!nav) return;
    nav.toggleAttribute('data-before', nav.scrollLeft > 1);
    nav.toggleAttribute('data-after', nav.scrollLeft + nav.clientWidth < nav.scrollWidth - 1);
  };

  /** @param {PointerEvent} event */
  #down = (event) => {
    if (event.button !== 0 || this.#finger || !this.#nav) return;
    const tab = event.target instanceof Element ? event.target.closest('.tab') : null;
    this.#finger = {pointer: event.pointerId, x: event.clientX, left: this.#nav.scrollLeft, far: false, tab: tab instanceof HTMLElement ? tab : null};
  };

  /** @param {PointerEvent} event */
  #move = (event) => {
    const finger = this.#finger;
    if (finger?.pointer !== event.pointerId || !this.#nav || event.pointerType === 'mouse') return;
    finger.far ||= Math.abs(event.clientX - finger.x) > SLOP;
    if (finger.far) this.#look(finger.left + finger.x - event.clientX);
  };

  /** By the finger itself: while another one is on a fader, browsers make no clicks. @param {PointerEvent} event */
  #up = (event) => {
    const finger = this.#finger;
    if (finger?.pointer !== event.pointerId) return;
    this.#finger = null;
    this.#lifted = event.timeStamp;
    if (finger.tab && !finger.far && isOver(finger.tab, event)) this.#turn(String(finger.tab.dataset.pageTab));
  };

  #cancel = () => {
    this.#finger = null;
  };

  /** Keys and assistive technology. @param {MouseEvent} event */
  #click = (event) => {
    const tab = event.target instanceof Element ? event.target.closest('.tab') : null;
    if (event.timeStamp - this.#lifted > SAME && tab instanceof HTMLElement) this.#turn(String(tab.dataset.pageTab));
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    const tabs = /** @type {HTMLElement[]} */ ([...(this.#nav?.querySelectorAll('.tab') ?? [])]);
    const at = tabs.findIndex((tab) => tab === document.activeElement);
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1}[event.key];
    const tab = tabs[Math.min(Math.max(to ?? -1, 0), tabs.length - 1)];
    if (to === undefined || at < 0 || !tab || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    tab.focus();
    this.#turn(String(tab.dataset.pageTab));
  };

  /** @param {WheelEvent} event */
  #wheel = (event) => {
    if (this.#nav) this.#look(this.#nav.scrollLeft + (event.deltaX || event.deltaY));
  };

  /** @param {number} left pixels */
  #look(left) {
    this.#away = true;
    if (this.#nav) this.#nav.scrollLeft = left;
  }
}
