/** The bar above the surface: the show's name, its pages, who is here, the connection, and the panels' buttons. */

import {make} from '../ui/dom.js';
import {formatTrip, initials} from '../values/format.js';
import {grade, inWords} from '../sync/link_quality.js';
import {html, nothing, render} from '../../vendor/lit.js';
import {bars, joinIcon, menuIcon, messageIcon} from './icons.js';

/** @import {Device, Figures, Show} from '../types.js' */
/** @import {Tabs} from './tabs.js' */
/** @import {Link} from '../sync/connection.js' */

/** @type {Map<Link, string>} */
const WORDS = new Map([
  ['connecting', 'Connecting'], ['connected', 'Connected'], ['late', 'Late'], ['lost', 'Lost'], ['refused', 'Not let in'],
]);
/** More screens than this share one chip. */
const CHIPS = 5;

/**
 * @typedef {object} HeaderState
 * @property {Show} show
 * @property {string} page
 * @property {string} only the one that this screen was opened for, or ""
 * @property {Device[]} devices
 * @property {Device} you
 * @property {Link} link
 * @property {Figures} figures of the own link
 * @property {number} waiting messages that nobody has seen here
 * @property {string | null} open the panel that is open
 * @property {boolean} idle its controls drive nothing, which operators are told
 * @property {boolean} still the screen is locked: no other page is to be turned to
 */

/**
 * @param {HTMLElement} element
 * @param {HeaderState} state
 * @param {Tabs} tabs
 * @param {{toggle: (panel: string) => void}} told
 */
export function renderHeader(element, state, tabs, told) {
  const {show, page, only, devices, you, link, figures, waiting, open, idle, still} = state;
  // Who was led away from their own page by a button finds the way back.
  const pages = show.pages.filter(({id}) => !only || id === only || id === page);
  element.toggleAttribute('data-tabs', show.pages.length > 1);
  render(html`
    <h1>${show.name}</h1>
    ${show.pages.length > 1 ? tabs.render(pages, page, still) : nothing}
    <span class="grow"></span>
    ${idle ? html`<button type="button" class="idle" data-opens="driving" aria-expanded=${String(open === 'driving')} @click=${() => told.toggle('driving')}><span
      class="pill">Drives nothing yet</span></button>` : nothing}
    ${you.role === 'watcher' ? html`<span class="role">View only</span>` : nothing}
    <button type="button" class="people" aria-label=${peopleLabel(devices)} title=${peopleLabel(devices)}
      @click=${() => told.toggle('screens')}>${people(devices)}</button>
    <button type="button" class="link" data-word=${link} data-opens="screens" aria-label=${linkLabel(link, figures)}
      title="Round trip to the server" aria-expanded=${String(open === 'screens')} @click=${() => told.toggle('screens')}>
      <span class="pill">${link === 'connected' && figures.trip !== null ? bars(grade(figures)) : html`<span class="lamp"></span>`}<span
        class="link-word">${WORDS.get(link)}</span><b>${link === 'connected' ? formatTrip(figures.trip) : ''}</b></span></button>
    <button type="button" class="square" data-opens="messages" aria-label=${waiting ? `Messages, ${waiting} not seen` : 'Messages'}
      aria-expanded=${String(open === 'messages')} @click=${() => told.toggle('messages')}>${messageIcon}</button>
    ${you.role === 'operator' ? html`<button type="button" class="square" data-opens="join" aria-label="Join code"
      aria-expanded=${String(open === 'join')} @click=${() => told.toggle('join')}>${joinIcon}</button>` : nothing}
    <button type="button" class="square" data-opens="menu" aria-label="Menu"
      aria-expanded=${String(open === 'menu')} @click=${() => told.toggle('menu')}>${menuIcon}</button>`, element);
  tabs.attend(element);
}

/** @param {Link} link @param {Figures} figures */
function linkLabel(link, figures) {
  const words = link === 'connected' ? inWords(figures) : '';
  return [WORDS.get(link), words].filter(Boolean).join(', ');
}

/** @param {Device[]} devices */
function peopleLabel(devices) {
  return devices.length === 1 ? '1 screen' : `${devices.length} screens: ${devices.map(({name}) => name).join(', ')}`;
}

/** @param {Device[]} devices */
function people(devices) {
  const seen = devices.slice(0, devices.length > CHIPS ? CHIPS - 1 : CHIPS).map((device) => chip(device));
  if (devices.length > CHIPS) seen.push(make('i', 'chip more', `+${devices.length - CHIPS + 1}`));
  return seen;
}

/** A screen's chip. Made by hand: a colour is set as a property, which the page's security policy allows. @param {Device} device */
export function chip({name, colour}) {
  const element = make('i', 'chip', initials(name));
  element.style.setProperty('--who', colour);
  return element;
}
