/** Gives a screen another name. */

import {html, live} from '../../vendor/lit.js';
import {typed} from '../values/characters.js';
import {MAX_NAME} from '../sync/wire.js';
import {Asking} from './request.js';

/** @import {Device} from '../types.js' */
/** @import {Ask} from './request.js' */

export class Naming {
  #asking;
  #changed;
  /** What is typed; null while nothing is. @type {string | null} */
  #typed = null;

  /** @param {Ask} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.#asking = new Asking(ask, changed);
    this.#changed = changed;
  }

  /**
   * The button is not disabled in the browser's way: Enter may come sooner than the frame in which it would be enabled.
   * @param {Device} device @param {string} label
   */
  render(device, label) {
    const name = this.#typed ?? device.name;
    return html`<form class="naming" @submit=${(/** @type {Event} */ event) => this.#rename(event, device)}>
      <label class="choice-label" for=${`name-${device.id}`}>${label}</label>
      <div class="form-row"><input id=${`name-${device.id}`} class="input" type="text" dir="auto" autocomplete="off" autocapitalize="words"
        spellcheck="false" enterkeyhint="done" .value=${live(name)} @input=${this.#type} @compositionend=${this.#type}>
      <button type="submit" class="choice-button" data-does="rename" aria-disabled=${String(!this.#differs(device))}>Rename</button></div>
      ${this.#asking.render()}</form>`;
  }

  #type = (/** @type {Event} */ event) => {
    this.#typed = typed(event, MAX_NAME);
    this.#changed();
  };

  /** @param {Device} device */
  #differs(device) {
    const name = this.#typed?.trim();
    return Boolean(name) && name !== device.name;
  }

  /** @param {Event} event @param {Device} device */
  #rename(event, device) {
    event.preventDefault();
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    if (this.#differs(device)) {
      void this.#asking.run('rename', {device: device.id, name: this.#typed?.trim()}, () => {
        this.#typed = null;
      });
    }
  }
}
