/** Who is here: for operators a table with each screen's browser and link, for all others a list, and their own link. */

import {formatAge, formatClock, formatTrip} from '../format.js';
import {grade, inWords, state} from '../quality.js';
import {html, nothing} from '../../vendor/lit.js';
import {chip} from './header.js';
import {bars} from './icons.js';

/** @import {Device, Figures, LinkRow} from '../types.js' */

/** @type {Map<string, string>} */
const ROLES = new Map([['operator', 'operator'], ['player', 'can move'], ['watcher', 'view only']]);
const STATES = new Map([['late', 'Late'], ['lost', 'Lost']]);

/**
 * @param {Device[]} devices
 * @param {Device} you
 * @param {Figures} own this page's link
 * @param {Map<string, LinkRow>} links for operators: all devices'
 * @param {(server: number) => Date} date the time of day of a server time
 */
export function screens(devices, you, own, links, date) {
  return you.role === 'operator' ? table(devices, you, links, date) : list(devices, you, own);
}

/** @param {Device[]} devices @param {Device} you @param {Figures} own */
function list(devices, you, own) {
  return html`
    <p class="own-link">${bars(grade(own))}<span>This screen: ${inWords(own) || 'link not measured yet'}</span></p>
    <ul class="screens">${devices.map((device) => html`<li>${who(device, you)}</li>`)}</ul>`;
}

/** @param {Device[]} devices @param {Device} you @param {Map<string, LinkRow>} links @param {(server: number) => Date} date */
function table(devices, you, links, date) {
  return html`<table class="links">
    <thead><tr><th scope="col">Screen</th><th scope="col">Runs on</th><th scope="col">Link</th><th scope="col">Jitter</th>
      <th scope="col">Heard</th><th scope="col">Here since</th></tr></thead>
    <tbody>${devices.map((device) => html`<tr data-device=${device.id}>
      <th scope="row">${who(device, you)}</th>
      <td data-what="browser">${device.browser || '\u2013'}</td>
      ${link(links.get(device.id))}
      <td data-what="since">${device.since === undefined ? '\u2013' : formatClock(date(device.since), false)}</td></tr>`)}
    </tbody></table>`;
}

/** @param {LinkRow | undefined} row */
function link(row) {
  if (!row) return html`<td data-what="link">\u2013</td><td data-what="jitter">\u2013</td><td data-what="heard">\u2013</td>`;
  const word = STATES.get(state(row));
  const sign = word ? html`<span class="state" data-word=${state(row)}><span class="lamp"></span>${word}</span>`
    : html`<span class="state">${row.trip === null ? nothing : bars(grade(row))}<span>${formatTrip(row.trip) || '\u2013'}</span></span>`;
  return html`<td data-what="link">${sign}</td><td data-what="jitter">${formatTrip(row.jitter) || '\u2013'}</td>
    <td data-what="heard">${formatAge(row.age)}</td>`;
}

/** @param {Device} device @param {Device} you */
function who(device, you) {
  const several = (device.screens ?? 1) > 1 ? `, ${device.screens} open` : '';
  return html`<span class="screen">${chip(device)}<span class="screen-name">${device.name}
    <small>${ROLES.get(device.role) ?? device.role}${several}${device.id === you.id ? ', this screen' : ''}</small></span></span>`;
}
