/** All around the controls: the header, the bar of faults, the message that waits, and the sheet with its panels: one table. */

import {HOUSE} from '../wire.js';
import {DrivingPanel, drivesNothing} from './driving.js';
import {renderFaults} from './faults.js';
import {renderHeader} from './header.js';
import {JoinPanel} from './join.js';
import {renderLock} from './lock.js';
import {menu} from './menu.js';
import {MessageBar} from './message.js';
import {MessagesPanel} from './messages.js';
import {Naming} from './naming.js';
import {ScreensPanel, isHere} from './screens.js';
import {Sheet} from './sheet.js';
import {Tabs} from './tabs.js';

/** @import {Awake} from '../awake.js' */
/** @import {Connection} from '../connection.js' */
/** @import {Locks} from '../locks.js' */
/** @import {Notices} from '../notices.js' */
/** @import {Settings} from '../settings.js' */
/** @import {Turning} from '../turning.js' */
/** @import {Device, Figures, LinkRow, Show} from '../types.js' */

/**
 * @typedef {object} Here what this page knows of itself and of the room
 * @property {Device} you
 * @property {Device[]} devices
 * @property {Figures} link
 * @property {Map<string, LinkRow>} links
 * @property {string} boot
 * @property {Map<string, string>} faults
 * @property {string} programs what programs on the server's computer may do
 * @property {string} page the one that is shown
 * @property {string} only the one that this screen was opened for, or ""
 * @property {string} notice why this screen is not let in
 *
 * @typedef {object} Parts what the panels show, and whom they ask
 * @property {Connection} connection
 * @property {Settings} settings
 * @property {Awake} awake
 * @property {Locks} locks
 * @property {Notices} notices
 * @property {string} version
 * @property {(server: number) => Date} date the time of day of a server time
 * @property {Turning} turning
 * @property {() => void} changed something here wants to be shown anew, with the next frame
 * @property {() => void} show the same at once: what was opened gets the focus
 */

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

export class Panels {
  #header = part('.header');
  #faults = part('.faults');
  #lock = part('.locks');
  #here;
  #parts;
  #message;
  #naming;
  #sheet;
  #tabs;

  /** @param {Here} here as it is now @param {Parts} parts */
  constructor(here, parts) {
    this.#here = here;
    this.#parts = parts;
    const {connection, notices, date, changed} = parts;
    const ask = connection.ask.bind(connection);
    this.#tabs = new Tabs((page) => parts.turning.to(page));
    new ResizeObserver(() => document.documentElement.style.setProperty('--header', `${this.#header.offsetHeight}px`)).observe(this.#header);
    this.#message = new MessageBar(part('.messages'), notices, date);
    this.#naming = new Naming(ask, changed);
    const messages = new MessagesPanel(notices, {ask, you: () => here.you, date, changed});
    const screens = new ScreensPanel(here, ask, changed, date);
    const join = new JoinPanel(() => this.open === 'join', ask, changed, date);
    const driving = new DrivingPanel(here, changed, (panel) => this.#sheet.toggle(panel));
    this.#sheet = new Sheet(part('.sheet'), new Map([
      ['menu', {title: 'This screen', render: () => menu(parts, here, this.#ownName(), this.#sheet)}],
      ['screens', {title: 'Screens', head: () => screens.head(), render: () => screens.render(), opened: () => screens.opened()}],
      ['messages', {title: 'Messages', render: () => messages.render()}],
      ['driving', {title: 'What this show drives', render: () => driving.render(), opened: () => driving.opened()}],
      ['join', {title: 'Join', render: () => join.render(), opened: () => void join.follow()}],
    ]), parts.show);
  }

  /** The panel that is open. */
  get open() {
    return this.#sheet.open;
  }

  /** @param {Show} show */
  render(show) {
    const {you, devices, link: figures, faults, notice, page, only} = this.#here;
    const {connection: {link, heardAt}, notices, locks} = this.#parts;
    const state = {
      show, page, idle: link === 'connected' && you.role === 'operator' && drivesNothing(show, devices), only: show.pages.some(({id}) => id === only) ? only : '', devices: devices.filter(isHere), you, link, figures,
      waiting: notices.waiting.length, open: this.open, still: locks.screen,
    };
    renderHeader(this.#header, state, this.#tabs, {toggle: (panel) => this.#sheet.toggle(panel)});
    renderLock(this.#lock, locks, page);
    renderFaults(this.#faults, {link, heardAt, faults, notice});
    this.#message.render();
    this.#sheet.render();
  }

  /** The tab of the page that is shown comes into view. */
  follow() {
    this.#tabs.follow();
  }

  /** This computer has its name for good; every other screen may change its own. */
  #ownName() {
    const {you} = this.#here;
    return you.id === HOUSE ? '' : this.#naming.render(you, 'This screen is called');
  }
}
