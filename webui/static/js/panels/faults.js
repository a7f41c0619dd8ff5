/** What is wrong, in sentences under the header: the lost connection, and the server's faults. Never over controls. */

import {formatClock} from '../format.js';
import {html, nothing, render} from '../../vendor/lit.js';

/** @import {Link} from '../connection.js' */

/** @param {HTMLElement} element @param {{link: Link, heardAt: number, faults: Map<string, string>, notice: string}} state */
export function renderFaults(element, {link, heardAt, faults, notice}) {
  const since = formatClock(new Date(heardAt));
  const lost = link === 'lost' ? html`<div class="fault" data-fault="lost"><b>Connection lost</b>
      <span>What you see may be old, since <time>${since}</time>. Nothing you touch is sent. Trying to reach Sidestage\u2026</span></div>` : nothing;
  const refused = link === 'refused' ? html`<div class="fault" data-fault="refused"><b>Not let in</b>
      <span>${notice || 'Sidestage does not take this screen now.'} Scan the code on the operator\u2019s screen.</span></div>` : nothing;
  render(html`${lost}${refused}${[...faults].map(([cause, sentence]) => html`
    <div class="fault" data-fault=${cause}><b>Fault</b><span>${sentence}</span></div>`)}`, element);
}
