/** All around the controls: the header, the board in it, and the sheet with its panels: one table. */

import {renderHeader} from './header.js';
import {Later} from './lazy_panel.js';
import {renderLock} from './lock.js';
import {drivesNothing, isHere} from './listeners.js';
import {Sheet} from './sheet.js';
import {Tabs} from './tabs.js';

/** @import {Awake} from '../screen/awake.js' */
/** @import {Board} from './board.js' */
/** @import {Connection} from '../sync/connection.js' */
/** @import {Locks} from '../screen/locks.js' */
/** @import {Notices} from '../sync/notices.js' */
/** @import {Picking} from '../stage/picking.js' */
/** @import {Settings} from '../screen/settings.js' */
/** @import {Turning} from '../stage/page_turner.js' */
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
 * @property {() => Awake | null} awake once it is fetched
 * @property {Locks} locks
 * @property {Notices} notices
 * @property {string} version
 * @property {(server: number) => Date} date the time of day of a server time
 * @property {Turning} turning
 * @property {Picking} picking
 * @property {() => Show | null} shown the open show
 * @property {() => void} changed something here wants to be shown anew, with the next frame
 * @property {() => void} show the same at once: what was opened gets the focus
 */

/** Milliseconds after which the panels are fetched, though the page may be busy. */
const PREPARED = 500;

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

export class Panels {
  #header = part('.header');
  #lock = part('.locks');
  #here;
  #parts;
  /** It comes after the first paint. @type {Board | null} */
  #board = null;
  #panels;
  #sheet;
  #tabs;

  /** @param {Here} here as it is now @param {Parts} parts */
  constructor(here, parts) {
    this.#here = here;
    this.#parts = parts;
    this.#tabs = new Tabs((page) => parts.turning.to(page));
    new ResizeObserver(() => document.documentElement.style.setProperty('--header', `${this.#header.offsetHeight}px`)).observe(this.#header);
    this.#panels = this.#table();
    this.#sheet = new Sheet(part('.sheet'), this.#panels, parts.show);
  }

  /** The one table of the sheet's panels. They are fetched later than the page: nobody waits for what is closed. */
  #table() {
    const [here, {connection, notices, date, changed}] = [this.#here, this.#parts];
    const ask = connection.ask.bind(connection);
    /** @type {[string, string, () => Promise<import('./lazy_panel.js').Panel>][]} */
    const panels = [
      ['menu', 'This screen', async () => new (await import('./menu.js')).MenuPanel(this.#parts, here, this.#sheet)],
      ['screens', 'Screens', async () => new (await import('./screens.js')).ScreensPanel(here, ask, changed, date)],
      ['messages', 'Messages', async () => new (await import('./messages.js')).MessagesPanel(notices, {ask, you: () => here.you, faults: () => here.faults, date, changed})],
      ['driving', 'What this show drives', async () => new (await import('./driving.js')).DrivingPanel(here, changed, (panel) => this.#sheet.toggle(panel), this.#parts.version, this.#parts.shown)],
      ['osc', 'OSC', async () => new (await import('./osc/panel.js')).OscPanel(() => this.open === 'osc', ask, changed, this.#parts)],
      ['join', 'Join', async () => new (await import('./join.js')).JoinPanel(() => this.open === 'join', ask, changed, date)],
    ];
    return new Map(panels.map(([name, title, fetch]) => [name, new Later(title, fetch, changed)]));
  }

  /** Fetch the panels as soon as nothing else is to be done: one that is here opens at once, and without a server as well. */
  prepare() {
    const prepare = async () => {
      for (const panel of this.#panels.values()) await panel.prepare();
    };
    if ('requestIdleCallback' in window) requestIdleCallback(() => void prepare(), {timeout: PREPARED});
    else setTimeout(() => void prepare(), PREPARED);
  }

  /** What is wrong and what was said is shown from now on. @param {typeof Board} Kind */
  addBoard(Kind) {
    const {notices, date, changed} = this.#parts;
    this.#board = new Kind(part('.board'), this.#header, {notices, date, changed, read: () => this.open === 'messages' || this.#sheet.toggle('messages')});
    changed();
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
    this.#board?.render({link, heardAt, faults, notice});
    this.#sheet.render();
  }

  /** The tab of the page that is shown comes into view. */
  follow() {
    this.#tabs.follow();
  }
}
