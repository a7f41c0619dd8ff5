/**
 * The board: what is wrong, and the message that waits. It stands in the header's row, over what only informs, so that nothing
 * moves when it comes or goes: over no control, no tab that has room beside it, and never over the menu's button.
 */

import {isOver} from '../ui/pointer.js';
import {renderFaults} from './faults.js';
import {renderMessage} from './message.js';

/** @import {Link} from '../sync/connection.js' */
/** @import {Notices} from '../sync/notices.js' */

/** Widths of a letter M that one of the two needs to be read, and both. */
const NEED = 20;
const BOTH = 34;
/** Sizes of type, from the largest, and whether the words have room in it. */
const LEVELS = [0, 1, 2];
/** Milliseconds in which a click belongs to the touch that was taken already. */
const SAME = 700;

/** @typedef {{link: Link, heardAt: number, faults: Map<string, string>, notice: string}} Wrong */

export class Board {
  /** Faults that were seen here, with their sentences. @type {Map<string, string>} */
  #seen = new Map();
  /** What the button was for on which each pointer came down. @type {Map<number, string>} */
  #fingers = new Map();
  #lifted = -Infinity;
  #element;
  #header;
  #told;

  /**
   * @param {HTMLElement} element with the faults and the messages in it
   * @param {HTMLElement} header
   * @param {object} told
   * @param {Notices} told.notices
   * @param {(server: number) => Date} told.date the time of day of a server time
   * @param {() => void} told.changed
   * @param {() => void} told.read open the panel in which all of it is read
   */
  constructor(element, header, told) {
    this.#element = element;
    this.#header = header;
    this.#told = told;
    // A mouse may have been lifted elsewhere since it came down here.
    addEventListener('pointerdown', ({pointerId}) => this.#fingers.delete(pointerId), true);
    element.addEventListener('pointerdown', this.#down);
    element.addEventListener('pointerup', this.#up);
    element.addEventListener('click', this.#click);
    element.addEventListener('keydown', this.#key);
    new ResizeObserver(() => this.#place()).observe(header);
  }

  /** @param {Wrong} wrong */
  render({link, heardAt, faults, notice}) {
    for (const [cause, sentence] of this.#seen) if (faults.get(cause) !== sentence) this.#seen.delete(cause);
    const open = new Map([...faults].filter(([cause]) => !this.#seen.has(cause)));
    this.#faults = faults;
    const [wrong, said] = [this.#part('.faults'), this.#part('.messages')];
    wrong.toggleAttribute('data-full', renderFaults(wrong, {link, heardAt, faults: open, notice}));
    said.toggleAttribute('data-full', renderMessage(said, this.#told.notices.waiting, this.#told.date));
    this.#place();
    // What was seen and still goes wrong has its sign on the button that leads to its sentence.
    const button = this.#header.querySelector('[data-opens=messages]');
    button?.toggleAttribute('data-fault', this.#seen.size > 0);
    if (this.#seen.size) button?.setAttribute('aria-description', 'Faults');
    else button?.removeAttribute('aria-description');
  }

  /** @type {Map<string, string>} */
  #faults = new Map();

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.#element.querySelector(selector));
  }

  /** Find the room, and hide what lies under it: nobody gets there by keys either. */
  #place() {
    const full = [...this.#element.children].filter((part) => part.hasAttribute('data-full')).length;
    const root = document.documentElement;
    const need = (full > 1 ? BOTH : NEED) * parseFloat(getComputedStyle(root).fontSize);
    const {from, to, height, tabs, squares, narrow} = room(this.#header, need, root.dataset.hand === 'left');
    this.#element.toggleAttribute('data-narrow', full > 1 && narrow);
    this.#header.toggleAttribute('data-board', full > 0);
    this.#header.toggleAttribute('data-board-name', full > 0 && from === 0);
    this.#header.toggleAttribute('data-board-tabs', full > 0 && tabs);
    this.#header.toggleAttribute('data-board-squares', full > 0 && squares);
    for (const [name, pixels] of /** @type {const} */ ([['from', from], ['to', to], ['row', height]])) this.#element.style.setProperty(`--${name}`, `${pixels}px`);
    for (const words of this.#element.querySelectorAll('.words')) fit(/** @type {HTMLElement} */ (words));
  }

  /** @param {Event} event @returns {HTMLElement | null} */
  #button(event) {
    return event.target instanceof Element ? event.target.closest('[data-seen], [data-cut]') : null;
  }

  /** @param {PointerEvent} event */
  #down = (event) => {
    const button = this.#button(event);
    if (button && event.button === 0) this.#fingers.set(event.pointerId, button.dataset.seen ?? '');
  };

  /** By the finger itself: while another one is on a fader, browsers make no clicks. @param {PointerEvent} event */
  #up = (event) => {
    const seen = this.#fingers.get(event.pointerId);
    if (seen === undefined) return;
    this.#fingers.delete(event.pointerId);
    this.#lifted = event.timeStamp;
    const button = this.#button(event);
    // What came under a finger that was down already is not meant by it.
    if (button && seen === (button.dataset.seen ?? '') && isOver(button, event)) this.#press(button);
  };

  /** Keys and assistive technology. @param {MouseEvent} event */
  #click = (event) => {
    const button = this.#button(event);
    if (button && event.timeStamp - this.#lifted > SAME) this.#press(button);
  };

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    const button = this.#button(event);
    if (button?.dataset.cut === undefined || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    this.#told.read();
  };

  /** @param {HTMLElement} button */
  #press(button) {
    const [what, ...rest] = (button.dataset.seen ?? '').split(' ');
    const name = rest.join(' ');
    if (what === 'message') this.#told.notices.see(Number(name));
    else if (what === 'fault') this.#seen.set(name, this.#faults.get(name) ?? '');
    else return this.#told.read();
    this.#told.changed();
  }
}

/**
 * The room in the header's first row, in pixels from its two sides: between the tabs and the buttons; up to the menu's button
 * where that is too narrow; or over the tabs, too.
 * @param {HTMLElement} header @param {number} need pixels @param {boolean} left whether it is for a left hand
 */
function room(header, need, left) {
  const row = header.getBoundingClientRect();
  const nav = header.querySelector('nav')?.getBoundingClientRect();
  const buttons = [...header.querySelectorAll('.square')].map((button) => button.getBoundingClientRect());
  const [first, menu] = [buttons[0] ?? row, buttons.at(-1) ?? row];
  const beside = nav !== undefined && nav.top < menu.bottom;
  const start = (/** @type {DOMRect} */ box) => Math.floor(left ? row.right - box.right : box.left - row.left);
  const tabsEnd = beside ? Math.ceil(left ? row.right - nav.left : nav.right - row.left) : 0;
  const ways = [[tabsEnd, start(first)], [tabsEnd, start(menu)], [0, start(menu)]];
  const [from = 0, end = 0] = ways.find(([one = 0, other = 0]) => other - one >= need) ?? ways[2] ?? [];
  const height = nav && !beside ? nav.top - row.top : row.height;
  return {from, to: row.width - end, height, tabs: beside && from === 0, squares: end !== start(first), narrow: end - from < need};
}

/** The largest type in which words have room; where there is none, they end in dots, and a touch on them leads to all of them. @param {HTMLElement} words */
function fit(words) {
  const box = /** @type {HTMLElement} */ (words.firstElementChild);
  const level = LEVELS.find((one) => {
    words.dataset.level = String(one);
    const lines = Math.floor(words.offsetHeight / parseFloat(getComputedStyle(box).lineHeight));
    words.style.setProperty('--lines', String(Math.max(lines, 1)));
    return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
  });
  // Beside a message on a phone there is room for a fault's sign only.
  const cut = level === undefined || words.closest('[data-narrow] .fault') !== null;
  words.toggleAttribute('data-cut', cut);
  if (cut) {
    words.setAttribute('role', 'button');
    words.setAttribute('aria-label', 'Read all of it');
    words.tabIndex = 0;
  } else for (const name of ['role', 'aria-label', 'tabindex']) words.removeAttribute(name);
}
