/** A page of controls from another program that describes itself by OSCQuery. */

import {html, nothing} from '../../../vendor/lit.js';
import {field, submitted} from './fields.js';

/** @import {Edit} from './edit.js' */

export class Page {
  #edit;
  #asked = '';

  /** @param {Edit} edit */
  constructor(edit) {
    this.#edit = edit;
  }

  render() {
    const asks = this.#asked !== '' && this.#edit.busy;
    return html`<section class="osc-part" aria-label="A page from another program" aria-busy=${String(asks)}>
      <details><summary>A page from another program</summary>
        <form class="osc-form" @submit=${this.#fetch}>
          ${field('page-url', 'Where it describes itself by OSCQuery', '', {most: 500, hint: 'Such as http://192.168.1.20:9001/. What can be set there becomes controls of this show.'})}
          <button type="submit" class="choice-button" data-does="fetch-page" ?disabled=${asks}>${asks ? 'Asking\u2026' : 'Make a page'}</button>
          ${asks ? html`<p class="small" role="status" data-wide>Asking ${this.#asked}. It has ten seconds.</p>` : nothing}</form></details></section>`;
  }

  #fetch = (/** @type {Event} */ event) => {
    this.#asked = String(submitted(event).get('page-url') ?? '');
    void this.#edit.run({do: 'page', url: this.#asked}, '');
  };
}
