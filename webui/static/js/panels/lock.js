/** The bar at the foot of a locked page: what is locked, and how to unlock it. */

import {html, nothing, render} from '../../vendor/lit.js';
import {held} from './hold_button.js';
import {lockIcon} from './icons.js';

/** @import {Locks} from '../screen/locks.js' */

/** @param {HTMLElement} element @param {Locks} locks @param {string} page its id */
export function renderLock(element, locks, page) {
  const locked = locks.holds(page);
  render(html`<p class="unseen" role="status">${locked ? said(locks) : ''}</p>
    ${locked ? html`<div class="locked">${lockIcon}<p><b>${said(locks)}</b> <span>Nothing moves from here.</span></p>
      ${held('Unlock', () => locks.unlock(page), 'unlock')}</div>` : nothing}`, element);
}

/** In the menu: lock the page that is seen, or all. @param {Locks} locks @param {string} page its id @param {() => void} done */
export function lockChoices(locks, page, done) {
  const lock = (/** @type {() => void} */ act) => () => {
    act();
    done();
  };
  if (locks.holds(page)) return nothing;
  return html`<div class="choice"><span class="choice-label">Lock, until Unlock is kept pressed</span><div class="choices">
    <button type="button" class="choice-button" data-does="lock-page" @click=${lock(() => locks.lockPage(page))}>Lock this page</button>
    <button type="button" class="choice-button" data-does="lock-screen" @click=${lock(() => locks.lockScreen())}>Lock this screen</button>
    </div></div>`;
}

/** In four words, as refusals are. @param {Locks} locks */
export const said = (locks) => (locks.screen ? 'This screen is locked' : 'This page is locked');
