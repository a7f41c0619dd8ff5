/** The monitor: what goes out and comes in, newest first; filtered, and paused to be read. */

import {html, nothing, repeat} from '../../../vendor/lit.js';
import {typed} from '../../values/characters.js';
import {formatClock} from '../../values/format.js';
import {choices} from '../choice_buttons.js';
import {formatArguments, formatKinds} from './status.js';

/** @import {Line, Log, Rates} from './status.js' */

const MAX_FILTER = 100;
/** @type {[string, string][]} */
const WAYS = [['', 'Both'], ['out', 'Out'], ['in', 'In']];
const ARROWS = new Map([['out', '\u2192'], ['in', '\u2190']]);

export class Monitor {
  #changed;
  #log;
  #rates;
  #date;
  #filter = '';
  #way = '';

  /** @param {() => void} changed @param {Log} log @param {Rates} rates @param {(server: number) => Date} date the time of day of a server time */
  constructor(changed, log, rates, date) {
    this.#changed = changed;
    this.#log = log;
    this.#rates = rates;
    this.#date = date;
  }

  /** @param {(who: string) => string} name */
  render(name) {
    const log = this.#log;
    const shown = log.show(this.#filter, this.#way, name);
    return html`<div class="osc-form osc-filter">
        <div><label class="choice-label" for="osc-filter">Only what has</label><input id="osc-filter" class="input" type="search" autocomplete="off"
          autocapitalize="off" spellcheck="false" placeholder="/ch/01" .value=${this.#filter} @input=${this.#type} @compositionend=${this.#type}></div>
        ${choices('osc-way', 'Way', WAYS, this.#way, this.#turn)}
        <button type="button" class="choice-button" data-does="pause" aria-pressed=${String(log.paused)} @click=${this.#pause}>${log.paused ? 'Paused: go on' : 'Pause'}</button></div>
      <p class="small">${this.#rates.words(name).join(', ') || 'Nothing goes out or comes in now.'}</p>
      ${log.missed && !log.paused ? html`<p class="small">${log.missed} more in the last second.</p>` : nothing}
      ${shown.length ? html`<table class="links osc-log"><thead><tr><th scope="col">Time</th><th scope="col">Way</th><th scope="col">Address</th><th scope="col">Value</th></tr></thead>
        <tbody>${repeat(shown, ({n}) => n, (line) => this.#line(line, name))}</tbody></table>`
        : html`<p class="small">${this.#filter || this.#way ? 'Nothing like that yet.' : 'Nothing has gone out or come in yet.'}</p>`}`;
  }

  /** @param {Line} line @param {(who: string) => string} name */
  #line({way, who, address, kinds, values, at, times}, name) {
    return html`<tr data-way=${way}><td data-what="time">${formatClock(this.#date(at))}</td>
      <td data-what="way"><span aria-hidden="true">${ARROWS.get(way)}</span><span class="unseen">${way}</span> <bdi>${name(who)}</bdi></td>
      <td data-what="address"><bdi>${address}</bdi></td>
      <td data-what="value"><span class="value"><bdi>${formatArguments(kinds, values)}</bdi></span> <small>${formatKinds(kinds)}${times > 1 ? ` \u00D7${times}` : ''}</small></td></tr>`;
  }

  #type = (/** @type {Event} */ event) => {
    this.#filter = typed(event, MAX_FILTER);
    this.#changed();
  };

  #turn = (/** @type {string} */ way) => {
    this.#way = way;
    this.#changed();
  };

  #pause = () => {
    this.#log.pause(!this.#log.paused);
    this.#changed();
  };
}
