/** What programs may do: those on this computer, which need no key, and keys for those elsewhere. */

import {typed} from '../values/characters.js';
import {copy} from '../ui/clipboard.js';
import {html, live, nothing} from '../../vendor/lit.js';
import {MAX_NAME} from '../sync/wire.js';
import {Asking} from './request.js';
import {ROLES, choices} from './choice_buttons.js';
import {held} from './hold_button.js';

/** @import {Ask} from './request.js' */

/** @type {[string, string][]} */
const LOCAL = [['off', 'Off'], ...ROLES];
/** @type {Map<string, string>} */
const MEANS = new Map([
  ['off', 'No program on this computer gets in without a key, and no other browser without a link or the code, for programs can look like browsers.'],
  ['watcher', 'Programs on this computer are told everything, and move nothing.'],
  ['player', 'Programs on this computer may move the controls.'],
  ['operator', 'Programs on this computer may do everything, and overrule every hand.'],
]);

export class Programs {
  #asking;
  #making;
  #changed;
  #name = '';
  #role = 'player';
  /** A key that was made just now: it is never shown again. @type {{name: string, key: string} | null} */
  #made = null;
  #said = '';

  /** @param {Ask} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.#asking = new Asking(ask, changed);
    this.#making = new Asking(ask, changed);
    this.#changed = changed;
  }

  /** The choice for this computer's programs. @param {string} role what they may do now, or "off" */
  local(role) {
    return html`${choices('programs', 'Programs on this computer', LOCAL, role, (chosen) => void this.#asking.run('programs', {role: chosen}))}
      <p class="small means">${MEANS.get(role)}</p>${this.#asking.render()}`;
  }

  /** A key for another one. */
  render() {
    return html`
      <form class="new-key" @submit=${this.#make}>
        <h3>New key, for a program on another computer</h3>
        <div><label class="choice-label" for="key-name">Name</label><input id="key-name" class="input" type="text" dir="auto" autocomplete="off"
          spellcheck="false" enterkeyhint="done" .value=${live(this.#name)} @input=${this.#type}
          @compositionend=${this.#type}></div>
        ${choices('key', 'Role', ROLES, this.#role, (role) => {
          this.#role = role;
          this.#changed();
        })}
        <button type="submit" class="primary" data-does="make-key" aria-disabled=${String(!this.#name.trim())}>Make key</button>
        ${this.#making.render()}
      </form>`;
  }

  /** Nobody who comes to the panel later may read it. */
  forget() {
    this.#made = null;
    this.#said = '';
  }

  /** The key that was made just now. */
  made() {
    if (!this.#made) return nothing;
    const {name, key} = this.#made;
    return html`<div class="made" role="status"><h3>Key of <bdi>${name}</bdi>, shown only now</h3>
      <output class="key" data-key>${key}</output>
      <div class="choices"><button type="button" class="choice-button" data-does="copy-key" @click=${this.#copy}>Copy</button>
        <button type="button" class="choice-button" data-does="done" @click=${this.#done}>Done</button></div>
      ${this.#said ? html`<p class="small">${this.#said}</p>` : nothing}</div>`;
  }

  #type = (/** @type {Event} */ event) => {
    this.#name = typed(event, MAX_NAME);
    this.#changed();
  };

  #make = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    const name = this.#name.trim();
    if (!name) return;
    void this.#making.run('key', {name, role: this.#role}, (result) => {
      const {key} = /** @type {{key?: unknown}} */ (result ?? {});
      this.forget();
      this.#made = {name, key: String(key)};
      this.#name = '';
      // It stands above all that comes and goes in a panel that may be longer than the screen.
      requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('.made')?.scrollIntoView({block: 'nearest'})));
    });
  };

  #copy = () => {
    const key = document.querySelector('[data-key]');
    this.#said = key && copy(key) ? 'Copied.' : 'It is marked: copy it by hand.';
    this.#changed();
  };

  #done = () => {
    this.forget();
    this.#changed();
  };
}

/** @param {Asking} asking */
export function forgetAll(asking) {
  return html`<div class="sending">${held('Forget all screens and keys', () => void asking.run('forget all'), 'forget-all')}
    <p class="small">All but this computer and this screen need the code, or another key, again.</p>${asking.render()}</div>`;
}
