/** What a panel asks of the server: one thing at a time, and why not, in a sentence. */

import {html, nothing} from '../../vendor/lit.js';

/** @typedef {(what: string, details: Record<string, unknown>) => Promise<unknown>} Ask */

export class Asking {
  #ask;
  #changed;
  #busy = false;
  #wrong = '';

  /** @param {Ask} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** @param {string} what @param {Record<string, unknown>} [details] @param {(result: unknown) => void} [done] */
  async run(what, details = {}, done = () => {}) {
    if (this.#busy) return;
    this.#busy = true;
    this.#wrong = '';
    try {
      done(await this.#ask(what, details));
    } catch (error) {
      this.#wrong = error instanceof Error ? error.message : String(error);
      // It is done, and not saved yet.
      const {result = null} = /** @type {{result?: unknown}} */ (error);
      if (result !== null) done(result);
    }
    this.#busy = false;
    this.#changed();
  }

  /** Why the last was not done, or is not saved yet. */
  render() {
    return this.#wrong ? html`<p class="refusal" role="alert">${this.#wrong}</p>` : nothing;
  }
}
