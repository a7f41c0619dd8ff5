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
  return html`<div class="choice" role="radiogroup" aria-label=${label}><span class="choice-label">${label}</span>
    <div class="choices">${options.map(([option, words]) => html`
      <button type="button" class="choice-button" role="radio" data-setting=${`${setting}:${option}`}
        aria-checked=${String(option === chosen)} @click=${() => choose(option)}>${words}</button>`)}
    </div></div>`;
}
