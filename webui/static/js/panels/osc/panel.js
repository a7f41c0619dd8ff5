/** OSC, for operators: whether it goes out and comes in, the monitor, and learning. The server is asked once a second while it is open. */

import {html, nothing} from '../../../vendor/lit.js';
import {UNASKED} from '../../sync/connection.js';
import {Edit} from './edit.js';
import {Incoming} from './incoming.js';
import {Learn} from './learn.js';
import {Log, Rates, readLook} from './status.js';
import {Monitor} from './monitor.js';
import {Page} from './import_page.js';
import {Targets} from './targets.js';

/** @import {Picking} from '../../stage/picking.js' */
/** @import {Show} from '../../types.js' */
/** @import {Ask} from '../request.js' */
/** @import {Look} from './status.js' */

const OLD = 'Sidestage does not answer now: what is shown here may be old.';
/** Milliseconds from one look to the next. */
const EVERY = 1000;
/** @type {[string, string][]} */
const TABS = [['targets', 'Targets'], ['monitor', 'Monitor'], ['learn', 'Learn']];

export class OscPanel {
  #isOpen;
  #ask;
  #changed;
  #edit;
  #incoming;
  #targets;
  #monitor;
  #page;
  #learn;
  #log = new Log();
  #rates = new Rates();
  /** @type {Look | null} */
  #look = null;
  #wrong = '';
  #tab = 'targets';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {() => boolean} isOpen @param {Ask} ask @param {() => void} changed
   * @param {{date: (server: number) => Date, picking: Picking, shown: () => Show | null}} page
   */
  constructor(isOpen, ask, changed, {date, picking, shown}) {
    this.#isOpen = isOpen;
    this.#ask = ask;
    this.#changed = changed;
    this.#edit = new Edit(() => this.#again());
    this.#incoming = new Incoming(ask, changed, this.#edit, () => this.#again());
    this.#targets = new Targets(ask, changed, this.#edit);
    this.#page = new Page(this.#edit);
    this.#monitor = new Monitor(changed, this.#log, this.#rates, date);
    this.#learn = new Learn(ask, changed, this.#edit, picking, shown);
  }

  opened() {
    if (this.#tab === 'learn') this.#learn.begin();
    this.#again();
  }

  closed() {
    clearTimeout(this.#timer);
    this.#learn.end();
  }

  /** What stays above while the rest is scrolled. */
  head() {
    return html`<div class="tabs" role="tablist">${TABS.map(([tab, words]) => html`<button type="button" role="tab" class="sheet-tab" data-tab=${tab}
      aria-selected=${String(this.#tab === tab)} @click=${() => this.#turn(tab)}>${words}</button>`)}</div>`;
  }

  render() {
    const look = this.#look;
    if (!look) return this.#wrong ? html`<p class="refusal" role="alert">${this.#wrong}</p>` : html`<p class="small">One moment\u2026</p>`;
    return html`${this.#edit.render()}${this.#wrong ? html`<p class="refusal" role="alert">${this.#wrong}</p>` : nothing}${this.#body(look)}`;
  }

  /** @param {Look} look */
  #body(look) {
    /** @param {string} who */
    const name = (who) => look.targets.find(({id}) => id === who)?.label ?? who;
    if (this.#tab === 'monitor') return this.#monitor.render(name);
    if (this.#tab === 'learn') return this.#learn.render(look, name);
    return html`${this.#targets.render(look, this.#rates)}${this.#incoming.render(look, name)}${this.#page.render()}`;
  }

  /** @param {string} tab */
  #turn(tab) {
    if (tab === this.#tab) return;
    if (this.#tab === 'learn') this.#learn.end();
    this.#tab = tab;
    if (tab === 'learn') this.#learn.begin();
    this.#changed();
  }

  /** Look at once, and then every second. */
  #again() {
    clearTimeout(this.#timer);
    this.#changed();
    void this.#ask('osc', {after: this.#log.after}).then((answer) => {
      const look = readLook(answer);
      if (!look) return;
      this.#wrong = '';
      // The server was started anew.
      if (look.count < this.#log.after) this.#log.after = 0;
      this.#look = look;
      this.#rates.take(look);
      this.#log.take(look);
    }, (error) => void (this.#wrong = error.message === UNASKED ? OLD : String(error.message))).then(() => {
      clearTimeout(this.#timer);
      if (!this.#isOpen()) return;
      this.#changed();
      this.#timer = setTimeout(() => this.#again(), EVERY);
    });
  }
}
