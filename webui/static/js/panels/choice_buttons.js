/** One of several, as a row of buttons. */

import {html} from '../../vendor/lit.js';

/** What a role lets one do, least first. @type {[string, string][]} */
export const ROLES = [['watcher', 'View only'], ['player', 'Can move'], ['operator', 'Operator']];

/** The same in the middle of a sentence. @type {Map<string, string>} */
export const ROLE_WORDS = new Map(ROLES.map(([role, words]) => [role, words.toLowerCase()]));

/**
 * @param {string} setting what is chosen, for tests
 * @param {string} label
 * @param {[string, string][]} options each with its words
 * @param {string} chosen
 * @param {(option: string) => void} choose
 */
export function choices(setting, label, options, chosen, choose) {
  // One stop for Tab, and arrow keys within, as everywhere.
  const stop = options.some(([option]) => option === chosen) ? chosen : options[0]?.[0];
  return html`<div class="choice" role="radiogroup" aria-label=${label}><span class="choice-label">${label}</span>
    <div class="choices" @keydown=${(/** @type {KeyboardEvent} */ event) => along(event)}>${options.map(([option, words]) => html`
      <button type="button" class="choice-button" role="radio" data-setting=${`${setting}:${option}`}
        aria-checked=${String(option === chosen)} tabindex=${option === stop ? '0' : '-1'} @click=${() => choose(option)}>${words}</button>`)}
    </div></div>`;
}

/** Arrow keys go to the next one, round the end; Space or Enter chooses it: some choices are others' roles. @param {KeyboardEvent} event */
function along(event) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  const {currentTarget: group} = event;
  if (!step || !(group instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = /** @type {HTMLElement[]} */ ([...group.querySelectorAll('[role="radio"]')]);
  const next = all[(all.findIndex((one) => one === document.activeElement) + step + all.length) % all.length];
  event.preventDefault();
  next?.focus();
}
