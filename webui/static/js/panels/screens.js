/** Who is here: for operators everything about screens and programs, for all others a list, and their own link. */

import {grade, inWords} from '../sync/link_quality.js';
import {html, nothing} from '../../vendor/lit.js';
import {PROGRAMS} from '../sync/wire.js';
import {Asking} from './request.js';
import {bars} from './icons.js';
import {Programs, forgetAll} from './programs.js';
import {Roll, who} from './device_table.js';
import {isHere} from './listeners.js';

/** @import {Device, Figures, LinkRow} from '../types.js' */
/** @import {Ask} from './request.js' */

/** @typedef {{devices: Device[], you: Device, link: Figures, links: Map<string, LinkRow>, programs: string}} Here */

export class ScreensPanel {
  #here;
  #changed;
  #asking;
  #roll;
  #keys;
  #programs;
  #tab = 'screens';

  /** @param {Here} here what this page knows, as it is now @param {Ask} ask @param {() => void} changed @param {(server: number) => Date} date */
  constructor(here, ask, changed, date) {
    this.#here = here;
    this.#changed = changed;
    this.#asking = new Asking(ask, changed);
    this.#roll = new Roll('Screen', ask, changed, date);
    this.#keys = new Roll('Program', ask, changed, date);
    this.#programs = new Programs(ask, changed);
  }

  opened() {
    this.#programs.forget();
  }

  /** What stays above while the rest is scrolled. */
  head() {
    const {devices, you} = this.#here;
    if (you.role !== 'operator') return nothing;
    return html`<div class="tabs" role="tablist">
      ${this.#tabButton('screens', 'Screens', devices.filter(isHere).length)}
      ${this.#tabButton('programs', 'Programs', devices.filter(hasKey).length)}</div>`;
  }

  render() {
    const {devices, you, link} = this.#here;
    if (you.role !== 'operator') return list(devices.filter(isHere), you, link);
    return this.#tab === 'screens' ? this.#screens(devices) : this.#programsTab(devices);
  }

  /** @param {Device[]} devices */
  #screens(devices) {
    const away = devices.filter((device) => !isHere(device) && device.kind !== 'program');
    const local = this.#programs.local(this.#here.programs);
    return html`${this.#roll.render([['', devices.filter(isHere)], ['Away', away]], this.#here, local)}
      ${devices.length > 1 ? forgetAll(this.#asking) : ''}`;
  }

  /** @param {Device[]} devices */
  #programsTab(devices) {
    const keys = devices.filter(hasKey);
    return html`${this.#programs.made()}<div>${this.#programs.local(this.#here.programs)}</div>
      ${keys.length ? this.#keys.render([['', keys]], this.#here, '') : ''}
      ${this.#programs.render()}`;
  }

  /** @param {string} tab @param {string} words @param {number} count */
  #tabButton(tab, words, count) {
    return html`<button type="button" role="tab" class="sheet-tab" data-tab=${tab} aria-selected=${String(this.#tab === tab)}
      @click=${() => this.#turn(tab)}>${words}<small>${count || ''}</small></button>`;
  }

  /** @param {string} tab */
  #turn(tab) {
    this.#tab = tab;
    this.#changed();
  }
}

/** Whether it is a program elsewhere. @param {Device} device */
function hasKey(device) {
  return device.kind === 'program' && device.id !== PROGRAMS;
}

/** @param {Device[]} devices @param {Device} you @param {Figures} own */
function list(devices, you, own) {
  return html`
    <p class="own-link">${bars(grade(own))}<span>This screen: ${inWords(own) || 'link not measured yet'}</span></p>
    <ul class="screens">${devices.map((device) => html`<li>${who(device, you)}</li>`)}</ul>`;
}
