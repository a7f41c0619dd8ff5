/** The Join panel, for operators: a code to scan or to type, where it leads, and how to make another. It follows the network while open. */

import {digitsOf, formatClock, grouped} from '../values/format.js';
import {html, nothing} from '../../vendor/lit.js';
import {Asking} from './request.js';
import {ROLES, choices} from './choice_buttons.js';
import {held} from './hold_button.js';

/** @import {Ask} from './request.js' */

/**
 * @typedef {{url: string, address: string, label?: string}} JoinLink
 * @typedef {object} JoinCode
 * @property {JoinLink[]} links
 * @property {string | null} digits null: it has ended
 * @property {string | null} role null: there was none yet
 * @property {string | null} life
 * @property {number | null} until server time in milliseconds; null: until the program stops
 */

/** Milliseconds from one look at the computer's addresses to the next. */
const EVERY = 2000;
/** @type {[string, string][]} */
const LIVES = [['program', 'Until closed'], ['10 minutes', '10 minutes'], ['day', 'A day']];
/** @type {Map<string, string>} */
const MAY = new Map([
  ['watcher', 'Who has this code may look.'],
  ['player', 'Who has this code may move the controls.'],
  ['operator', 'Who has this code may do everything.'],
]);
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export class JoinPanel {
  /** @type {JoinCode | null} */
  #code = null;
  #said = '';
  #wrong = false;
  #address = '';
  #shown = '';
  #picture = 0;
  #following = 0;
  /** What the next code is to be, where somebody chose; else as this one. @type {{role?: string, life?: string}} */
  #next = {};
  #isOpen;
  #changed;
  #date;
  #asking;

  /** @param {() => boolean} isOpen @param {Ask} ask @param {() => void} changed @param {(server: number) => Date} date the time of day of a server time */
  constructor(isOpen, ask, changed, date) {
    this.#isOpen = isOpen;
    this.#changed = changed;
    this.#date = date;
    this.#asking = new Asking(ask, changed);
  }

  opened() {
    void this.follow();
  }

  /** Ask the server for the code, now and as long as the panel is open: addresses come and go. */
  async follow() {
    const following = ++this.#following;
    this.#next = {};
    while (following === this.#following && this.#isOpen()) {
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
      this.#code = /** @type {JoinCode} */ (JSON.parse(said));
      this.#said = said;
      this.#wrong = false;
    } catch {
      if (this.#wrong) return;
      this.#wrong = true;
    }
    this.#changed();
  }

  render() {
    const code = this.#code;
    if (!code) return this.#wrong ? html`<p role="alert">The join code can't be read now. It comes by itself.</p>` : html`<p class="small">One moment\u2026</p>`;
    const {digits, role} = code;
    return html`${digits === null ? html`<p class="ended" data-join-means>This code has ended. Nobody gets in until there is another.</p>`
      : this.#ways(code, digits, MAY.get(role ?? '') ?? '')}${this.#another(code)}`;
  }

  /** @param {JoinCode} code @param {string} digits @param {string} may */
  #ways({links, until}, digits, may) {
    const link = links.find(({address}) => address === this.#address) ?? links[0];
    if (!link) return html`<p>This computer is in no network. Join one, for example the wifi: the code then comes by itself.</p>`;
    return html`<div class="join-ways">
      <div class="code"><img alt="QR code of the join link" src=${this.#source(link)}></div>
      <div class="join-typed">
        <div><h3>Scan the code, or open</h3><p class="join-address" data-join-address>${new URL(link.url).host}</p></div>
        <div><h3>and type</h3><p class="join-code" ?data-long=${digits.length > 6} data-join-digits>${grouped(digitsOf(digits))}</p></div>
        <p data-join-means>${may} ${this.#lives(until)}</p>
      </div>
      <p class="link-text" data-join-link>${link.url}</p></div>
      ${links.length > 1 ? html`<h3>Ways in</h3><div class="ways-in" role="radiogroup" aria-label="Ways in">
        ${links.map((other) => html`
        <button type="button" class="choice-button way-in" role="radio" data-address=${other.address}
          aria-checked=${String(other === link)} @click=${() => this.#choose(other.address)}>
          <span>${other.address}</span>${other.label ? html`<small>${other.label}</small>` : nothing}</button>`)}</div>` : nothing}`;
  }

  /** @param {JoinCode} code */
  #another(code) {
    const {role = code.role ?? 'player', life = code.life ?? 'program'} = this.#next;
    /** @param {{role?: string, life?: string}} what */
    const next = (what) => {
      this.#next = {...this.#next, ...what};
      this.#changed();
    };
    return html`<div class="join-new">
      <div class="join-next">${choices('role', 'Role of another code', ROLES, role, (chosen) => next({role: chosen}))}
        ${choices('life', 'Valid', LIVES, life, (chosen) => next({life: chosen}))}</div>
      <div class="sending">${held('New code', () => void this.#asking.run('code', {role, life}, () => {
        this.#next = {};
        void this.#load();
      }), 'new-code')}
      <p class="small">This code ends at once. Screens that are in stay in.</p></div>
      ${this.#asking.render()}</div>`;
  }

  /** How long the code works. @param {number | null} until */
  #lives(until) {
    if (until === null) return 'It works until Sidestage is closed.';
    const end = this.#date(until);
    const day = end.toDateString() === new Date().toDateString() ? '' : `${DAYS[end.getDay()]}, `;
    return `It works until ${day}${formatClock(end, false)}.`;
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
