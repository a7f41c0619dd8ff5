/** What is wrong, in sentences: the lost connection, and the server's faults. Read on the board; all of them in the Messages panel. */

import {formatClock} from '../values/format.js';
import {html, nothing, render} from '../../vendor/lit.js';

/** @import {Wrong} from './board.js' */

/** @param {HTMLElement} element @param {Wrong} wrong @returns {boolean} whether there is anything */
export function renderFaults(element, {link, heardAt, faults, notice}) {
  const since = formatClock(new Date(heardAt));
  const [first] = faults.keys();
  const lost = link === 'lost' ? line('lost', 'Connection lost', html`What you see may be old, since <time>${since}</time>.
      Nothing you touch is sent. Trying to reach Sidestage\u2026`) : nothing;
  const refused = link === 'refused' ? line('refused', 'Not let in', html`${notice || 'Sidestage does not take this screen now.'}
      Scan the code on the operator\u2019s screen.`) : nothing;
  render(html`${lost}${refused}${[...faults].map(([cause, sentence]) => line(cause, 'Fault', sentence, cause === first ? faults.size - 1 : 0, true))}`, element);
  return element.childElementCount > 0;
}

/** @param {string} cause @param {string} title @param {unknown} sentence @param {number} [more] @param {boolean} [goes] whether it goes from the board when it was seen */
function line(cause, title, sentence, more = 0, goes = false) {
  return html`<div class="fault" data-fault=${cause}>
    <div class="words"><div class="clamp"><b>${title}</b> <span>${sentence}</span>${more ? html` <em>${more} more</em>` : nothing}</div></div>
    ${goes ? html`<button type="button" class="seen" data-seen=${`fault ${cause}`} aria-label=${`Seen: ${sentence}`}>Seen</button>` : nothing}</div>`;
}
