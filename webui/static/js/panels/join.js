/** The Join panel, for operators: a code to scan, and the addresses it can lead to. It follows the network while open. */

import {html, nothing} from '../../vendor/lit.js';

/**
 * @typedef {{url: string, address: string, label?: string}} JoinLink
 * @typedef {{links: JoinLink[], role: string}} JoinCode
 */

/** Milliseconds from one look at the computer's addresses to the next. */
const EVERY = 2000;

export class JoinPanel {
  /** @type {JoinLink[] | null} */
  #links = null;
  #said = '';
  #wrong = false;
  #address = '';
  #shown = '';
  #picture = 0;
  #asking = 0;
  #isOpen;
  #changed;

  /** @param {() => boolean} isOpen @param {() => void} changed */
  constructor(isOpen, changed) {
    this.#isOpen = isOpen;
    this.#changed = changed;
  }

  /** Ask the server for the links, now and as long as the panel is open: addresses come and go. */
  async follow() {
    const asking = ++this.#asking;
    while (asking === this.#asking && this.#isOpen()) {
      await this.#load();
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }

  async #load() {
    try {
      const answer = await fetch('/join-code', {cache: 'no-store', signal: AbortSignal.timeout?.(EVERY)});
      if (!answer.ok) throw new Error(String(answer.status));
      const said = await answer.text();
      if (said === this.#said && !this.#wrong) return;
      this.#links = /** @type {JoinCode} */ (JSON.parse(said)).links;
      this.#said = said;
      this.#wrong = false;
    } catch {
      if (this.#wrong) return;
      this.#wrong = true;
    }
    this.#changed();
  }

  render() {
    const links = this.#links;
    if (!links) return this.#wrong ? html`<p role="alert">The join code can't be read now. It comes by itself.</p>` : html`<p class="small">One moment\u2026</p>`;
    const link = links.find(({address}) => address === this.#address) ?? links[0];
    if (!link) return html`<p>This computer is in no network. Join one, for example the wifi: the code then comes by itself.</p>`;
    return html`
      <p>Scan with a tablet or phone on the same network. Who has the code can move the controls.</p>
      <div class="code"><img alt="QR code of the join link" src=${this.#source(link)}></div>
      <p class="link-text" data-join-link>${link.url}</p>
      ${links.length > 1 ? html`<h3>Ways in</h3><div class="choices column" role="radiogroup" aria-label="Ways in">
        ${links.map((other) => html`
        <button type="button" class="choice-button way-in" role="radio" data-address=${other.address}
          aria-checked=${String(other === link)} @click=${() => this.#choose(other.address)}>
          <span>${other.address}</span>${other.label ? html`<small>${other.label}</small>` : nothing}</button>`)}</div>` : nothing}`;
  }

  /** The picture's address: another one whenever the link is, so that no old code stays. @param {JoinLink} link */
  #source(link) {
    if (link.url !== this.#shown) {
      this.#shown = link.url;
      this.#picture += 1;
    }
    return `/join-code.svg?address=${encodeURIComponent(link.address)}&picture=${this.#picture}`;
  }

  /** @param {string} address */
  #choose(address) {
    this.#address = address;
    this.#changed();
  }
}
