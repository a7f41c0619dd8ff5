/** The one sheet at the side, for the menu, the screens and the join code. The surface beside it stays in use. */

import {html, nothing, render} from '../../vendor/lit.js';
import {closeIcon} from './icons.js';

/** @import {Later} from './lazy_panel.js' */

/** Widths of a letter M that the screen has where a table becomes a list of cards. */
const NARROW = 60;

export class Sheet {
  /** @type {string | null} */
  open = null;
  #element;
  #panels;
  #changed;

  /**
   * @param {HTMLElement} element
   * @param {Map<string, Later>} panels
   * @param {() => void} changed
   */
  constructor(element, panels, changed) {
    this.#element = element;
    this.#panels = panels;
    this.#changed = changed;
    addEventListener('resize', () => {
      if (this.open) changed();
    });
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.open) this.close();
    });
  }

  /** @param {string} name */
  toggle(name) {
    if (this.open === name) return this.close();
    this.#panels.get(this.open ?? '')?.closed();
    this.open = name;
    this.#panels.get(name)?.opened();
    this.#changed();
    this.#element.querySelector('button')?.focus();
  }

  close() {
    const opener = document.querySelector(`[data-opens="${this.open}"]`);
    this.#panels.get(this.open ?? '')?.closed();
    this.open = null;
    this.#changed();
    if (opener instanceof HTMLElement) opener.focus();
  }

  render() {
    const panel = this.#panels.get(this.open ?? '');
    this.#element.hidden = !panel;
    this.#element.dataset.sheet = this.open ?? '';
    // Media queries do not count in the type size that was chosen for this screen.
    this.#element.toggleAttribute('data-narrow', innerWidth / parseFloat(getComputedStyle(document.documentElement).fontSize) < NARROW);
    if (panel) this.#element.setAttribute('aria-label', panel.title);
    render(panel ? html`
      <div class="sheet-head"><h2>${panel.title}</h2>
        <button type="button" class="square" aria-label="Close" @click=${() => this.close()}>${closeIcon}</button></div>
      ${panel.head() ?? nothing}
      <div class="sheet-body" data-panel=${String(this.open)}>${panel.render()}</div>` : nothing, this.#element);
  }
}
