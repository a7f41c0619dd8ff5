/** The message that waits to be seen, on the board. */

import {formatClock} from '../values/format.js';
import {html, nothing, render} from '../../vendor/lit.js';
import {messageIcon} from './icons.js';

/** @import {Notice} from '../types.js' */

/** @param {HTMLElement} element @param {Notice[]} waiting the first one is shown @param {(server: number) => Date} date @returns {boolean} whether there is one */
export function renderMessage(element, [notice, ...more], date) {
  const root = document.documentElement;
  if (notice?.urgent) root.dataset.urgent = notice.id % 2 ? 'odd' : 'even';
  else delete root.dataset.urgent;
  // What is announced has to be there, empty, before.
  render(html`
    <p class="unseen" aria-live="polite">${notice && !notice.urgent ? spoken(notice) : ''}</p>
    <p class="unseen" aria-live="assertive">${notice?.urgent ? spoken(notice) : ''}</p>
    ${notice ? bar(notice, more.length, date) : nothing}`, element);
  return notice !== undefined;
}

/** @param {Notice} notice @param {number} more @param {(server: number) => Date} date */
function bar({id, text, from, at, urgent}, more, date) {
  return html`<div class="message" data-message=${id} ?data-urgent=${urgent}>
    ${urgent ? nothing : html`<span class="message-sign">${messageIcon}</span>`}
    <div class="words"><div class="clamp" dir="auto">${urgent ? html`<b class="urgent">Urgent</b> ` : nothing}<span class="message-text">${text}</span>
      <span class="message-from"><bdi>${from}</bdi> <time>${formatClock(date(at), false)}</time>${more ? html` <em>${more} more</em>` : nothing}</span></div></div>
    <button type="button" class="seen message-seen" data-seen=${`message ${id}`} aria-label=${`Seen: ${text}`}>Seen</button></div>`;
}

/** @param {Notice} notice */
function spoken({text, from, urgent}) {
  return `${urgent ? 'Urgent message' : 'Message'} from ${from}: ${text}`;
}
