/** A panel whose script is fetched when it is first opened, or before, when the page has nothing else to do. */

import {html} from '../../vendor/lit.js';

/** @typedef {{head?: () => unknown, render: () => unknown, opened?: () => void, closed?: () => void}} Panel */

export class Later {
  /** @type {Panel | null} */
  #panel = null;
  /** @type {Promise<void> | null} */
  #coming = null;
  /** Opened before it was there. */
  #waits = false;
  #wrong = false;
  #fetch;
  #changed;

  /** @param {string} title @param {() => Promise<Panel>} fetch @param {() => void} changed */
  constructor(title, fetch, changed) {
    this.title = title;
    this.#fetch = fetch;
    this.#changed = changed;
  }

  /** Have it here; where that fails the next one who asks tries again. */
  prepare() {
    this.#coming ??= this.#fetch().then((panel) => {
      this.#panel = panel;
      if (this.#waits) panel.opened?.();
    }, () => {
      this.#coming = null;
      this.#wrong = this.#waits;
    }).then(() => {
      if (this.#waits) this.#changed();
      this.#waits = false;
    });
    return this.#coming;
  }

  opened() {
    if (this.#panel) return this.#panel.opened?.();
    this.#waits = true;
    this.#wrong = false;
    return void this.prepare();
  }

  closed() {
    this.#waits = false;
    this.#panel?.closed?.();
  }

  head() {
    return this.#panel?.head?.();
  }

  render() {
    if (this.#panel) return this.#panel.render();
    return this.#wrong ? html`<p role="alert">This can't be fetched now. Open it again, or load the page anew, when the connection is back.</p>` : html`<p class="small">One moment\u2026</p>`;
  }
}
