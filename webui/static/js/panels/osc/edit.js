/** Edits of the show's OSC: each is in the show file at once, and the last can be taken back. */

import {html, nothing} from '../../../vendor/lit.js';

const UNREACHED = 'Sidestage could not be reached. Nothing was changed.';

export class Edit {
  #changed;
  #busy = false;
  /** What was done last, which can be taken back. */
  #done = '';
  #canUndo = false;
  #wrong = '';

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /**
   * @param {Record<string, unknown>} wish
   * @param {string} words what it is once it is done
   * @param {() => void} [then]
   */
  async run(wish, words, then = () => {}) {
    if (this.#busy) return;
    this.#busy = true;
    this.#wrong = '';
    this.#changed();
    const answer = await fetch('/osc', {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(wish),
    }).catch(() => null);
    this.#busy = false;
    if (answer?.ok) {
      // What takes another program's word says itself what came of it.
      this.#done = (await answer.json().catch(() => ({}))).words ?? words;
      this.#canUndo = wish.do !== 'undo';
      then();
    } else {
      this.#wrong = answer ? await why(answer) : UNREACHED;
    }
    this.#changed();
  }

  get busy() {
    return this.#busy;
  }

  /** What was done, with the way back, and why the last was not. */
  render() {
    return html`<div class="osc-done" role="status" ?data-empty=${!this.#done}>${this.#done ? html`<p>${this.#done}</p>
      ${this.#canUndo ? html`<button type="button" class="choice-button" data-does="undo" @click=${() => void this.run({do: 'undo'}, 'Taken back.')}>Undo</button>` : nothing}` : nothing}</div>
      ${this.#wrong ? html`<p class="refusal" role="alert">${this.#wrong}</p>` : nothing}`;
  }
}

/** @param {Response} answer */
async function why(answer) {
  const {error} = await answer.json().catch(() => ({}));
  return typeof error === 'string' ? error : `Sidestage answered ${answer.status}. Nothing was changed.`;
}
