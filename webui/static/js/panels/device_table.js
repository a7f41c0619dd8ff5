/** The operator's table of screens and programs: a line each, of which one can be open for what can be done with it. */

import {formatAge, formatClock, formatDay, formatTrip} from '../values/format.js';
import {grade, state} from '../sync/link_quality.js';
import {html, nothing, repeat} from '../../vendor/lit.js';
import {ROLE_WORDS} from './choice_buttons.js';
import {DeviceActions, isOpen} from './device.js';
import {chip} from './header.js';
import {bars, openIcon} from './icons.js';

/** @import {Device, LinkRow} from '../types.js' */
/** @import {Ask} from './request.js' */

/** @typedef {{you: Device, links: Map<string, LinkRow>}} Here */

/** @type {[string, string][]} */
const COLUMNS = [
  ['browser', 'Runs on'], ['address', 'Address'], ['link', 'Link'], ['jitter', 'Jitter'], ['heard', 'Heard'],
  ['since', 'Here since'], ['joined', 'Joined'],
];
const STATES = new Map([['late', 'Late'], ['lost', 'Lost']]);
const NONE = '\u2013';

export class Roll {
  #noun;
  #ask;
  #changed;
  #date;
  #open = '';
  /** @type {DeviceActions} */
  #actions;

  /**
   * @param {string} noun what stands in its lines
   * @param {Ask} ask @param {() => void} changed @param {(server: number) => Date} date the time of day of a server time
   */
  constructor(noun, ask, changed, date) {
    this.#noun = noun;
    this.#ask = ask;
    this.#changed = changed;
    this.#date = date;
    this.#actions = new DeviceActions(ask, changed);
  }

  /**
   * @param {[string, Device[]][]} groups under a heading each, or none
   * @param {Here} here
   * @param {unknown} programs the choice of what programs on this computer may do
   */
  render(groups, here, programs) {
    return html`<table class="links">
      <thead><tr><th scope="col">${this.#noun}</th>${COLUMNS.map(([, words]) => html`<th scope="col">${words}</th>`)}
        <th scope="col"><span class="unseen">Change</span></th></tr></thead>
      ${groups.filter(([, devices]) => devices.length).map(([heading, devices]) => html`<tbody>
        ${heading ? html`<tr class="group"><th colspan="9" scope="rowgroup">${heading}</th></tr>` : nothing}
        ${repeat(devices, ({id}) => id, (device) => this.#line(device, here, programs))}</tbody>`)}
    </table>`;
  }

  /** @param {Device} device @param {Here} here @param {unknown} programs */
  #line(device, {you, links}, programs) {
    const open = isOpen(device) && device.id === this.#open;
    const facts = this.#facts(device, links.get(device.id));
    const toggle = isOpen(device) ? () => this.#toggle(device.id) : nothing;
    return html`<tr data-device=${device.id} ?data-open=${open} ?data-away=${device.screens === 0} ?data-opens-here=${isOpen(device)} @click=${toggle}>
      <th scope="row">${who(device, you)}</th>
      ${COLUMNS.map(([what, words]) => html`<td data-what=${what} data-words=${words}
        ?data-none=${!facts.has(what)}>${facts.get(what) ?? NONE}</td>`)}
      <td class="opener">${isOpen(device) ? html`<button type="button" class="square" aria-label=${`Change ${device.name}`}
        aria-expanded=${String(open)}>${openIcon}</button>` : nothing}</td></tr>
      ${open ? html`<tr class="opened" data-actions=${device.id}><td colspan="9">${this.#actions.render(device, you, programs)}</td></tr>` : nothing}`;
  }

  /** What is known of a device. @param {Device} device @param {LinkRow | undefined} row @returns {Map<string, unknown>} */
  #facts(device, row) {
    const {browser, address, since, joined, seen} = device;
    const facts = /** @type {[string, unknown][]} */ ([
      ['browser', browser], ['address', address && html`<span class="address">${address}</span>`], ['link', device.screens === 0 ? 'Away' : row && link(row)],
      ['jitter', row && formatTrip(row.jitter)], ['heard', row ? formatAge(row.age) : device.screens === 0 && day(seen)],
      ['since', typeof since === 'number' && formatClock(this.#date(since), false)],
      ['joined', day(joined)],
    ]);
    return new Map(facts.filter(([, value]) => value));
  }

  /** @param {string} id */
  #toggle(id) {
    this.#open = this.#open === id ? '' : id;
    // What was typed or refused belongs to the one that was open.
    this.#actions = new DeviceActions(this.#ask, this.#changed);
    this.#changed();
  }
}

/** @param {number | null | undefined} seconds since 1970 */
function day(seconds) {
  return typeof seconds === 'number' && formatDay(new Date(seconds * 1000), new Date());
}

/** @param {LinkRow} row */
function link(row) {
  const word = STATES.get(state(row));
  if (word) return html`<span class="state" data-word=${state(row)}><span class="lamp"></span>${word}</span>`;
  return row.trip === null ? '' : html`<span class="state">${bars(grade(row))}<span>${formatTrip(row.trip)}</span></span>`;
}

/** A screen's chip, name and role. @param {Device} device @param {Device} you */
export function who(device, you) {
  const words = [
    ROLE_WORDS.get(device.role) ?? device.role, (device.screens ?? 1) > 1 ? `${device.screens} open` : '',
    device.kind === 'program' ? 'program' : '', device.id === you.id ? 'this screen' : '',
  ];
  return html`<span class="screen">${chip(device)}<span class="screen-name"><bdi title=${device.name}>${device.name}</bdi>
    <small>${words.filter(Boolean).join(', ')}</small></span></span>`;
}
