/** The message that waits to be seen, under the header; the grid below has that much less room. */

import {formatClock} from '../format.js';
import {isOver} from '../pointer.js';
import {html, nothing, render} from '../../vendor/lit.js';
import {messageIcon} from './icons.js';

/** @import {Notice} from '../types.js' */
/** @import {Notices} from '../notices.js' */

/** Milliseconds in which a new message can't be touched: a finger that was on its way meant something else. */
const FRESH = 600;
/** Milliseconds in which a click belongs to the touch that was taken already. */
const SAME = 700;

export class MessageBar {
  /** The one that is shown. @type {Notice | null} */
  #shown = null;
  #isFresh = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** The message that a finger came down on. */
  #touched = 0;
  #lifted = -Infinity;
  #element;
  #notices;
  #date;

  /** @param {HTMLElement} element @param {Notices} notices @param {(server: number) => Date} date the time of day of a server time */
  constructor(element, notices, date) {
    this.#element = element;
    this.#notices = notices;
    this.#date = date;
    // The sheet lies over the controls, but not over this.
    new ResizeObserver(() => document.documentElement.style.setProperty('--message', `${element.offsetHeight}px`)).observe(element);
  }

  render() {
    const [notice = null, ...more] = this.#notices.waiting;
    if (notice && notice.id !== this.#shown?.id) {
      this.#isFresh = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#isFresh = false;
        this.render();
      }, FRESH);
    }
    this.#shown = notice;
    const root = document.documentElement;
    if (notice?.urgent) root.dataset.urgent = notice.id % 2 ? 'odd' : 'even';
    else delete root.dataset.urgent;
    this.#element.toggleAttribute('data-fresh', this.#isFresh);
    // What is announced has to be there, empty, before.
    render(html`
      <p class="unseen" aria-live="polite">${notice && !notice.urgent ? spoken(notice) : ''}</p>
      <p class="unseen" aria-live="assertive">${notice?.urgent ? spoken(notice) : ''}</p>
      ${notice ? this.#bar(notice, more.length) : nothing}`, this.#element);
  }

  /** @param {Notice} notice @param {number} more */
  #bar({id, text, from, at, urgent}, more) {
    return html`<div class="message" data-message=${id} ?data-urgent=${urgent}>
      ${urgent ? html`<b class="urgent">Urgent</b>` : html`<span class="message-sign">${messageIcon}</span>`}
      <div class="message-words"><p class="message-text" dir="auto">${text}</p>
        <p class="message-from"><bdi>${from}</bdi> <time>${formatClock(this.#date(at), false)}</time></p></div>
      ${more ? html`<span class="message-more">${more} more</span>` : nothing}
      <button type="button" class="message-seen" aria-label=${`Seen: ${text}`} @pointerdown=${() => this.#down(id)}
        @pointerup=${(/** @type {PointerEvent} */ event) => this.#up(event, id)}
        @click=${(/** @type {MouseEvent} */ event) => this.#click(event, id)}>Seen</button></div>`;
  }

  /** @param {number} id */
  #down(id) {
    this.#touched = this.#isFresh ? 0 : id;
  }

  /** A finger: while another one is on a fader, browsers make no clicks. @param {PointerEvent} event @param {number} id */
  #up(event, id) {
    if (event.button !== 0) return;
    this.#lifted = event.timeStamp;
    const same = this.#touched === id;
    this.#touched = 0;
    if (same && event.currentTarget instanceof Element && isOver(event.currentTarget, event)) this.#notices.see(id);
  }

  /** Keys and assistive technology. @param {MouseEvent} event @param {number} id */
  #click(event, id) {
    if (event.timeStamp - this.#lifted > SAME) this.#notices.see(id);
  }
}

/** @param {Notice} notice */
function spoken({text, from, urgent}) {
  return `${urgent ? 'Urgent message' : 'Message'} from ${from}: ${text}`;
}
