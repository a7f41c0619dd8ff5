/** Puts the page together: the only place where its parts know each other. */

import {Awake} from './awake.js';
import {Clock} from './clock.js';
import {Connection} from './connection.js';
import {fetchControls, missing} from './controls/index.js';
import {Frames, afterRendering} from './frames.js';
import {watchFullScreen} from './fullscreen.js';
import {Grid} from './grid.js';
import {followLinks} from './joining.js';
import {Notices} from './notices.js';
import {renderFaults} from './panels/faults.js';
import {renderHeader} from './panels/header.js';
import {JoinPanel} from './panels/join.js';
import {menu} from './panels/menu.js';
import {MessageBar} from './panels/message.js';
import {MessagesPanel} from './panels/messages.js';
import {Naming} from './panels/naming.js';
import {ScreensPanel, isHere} from './panels/screens.js';
import {Sheet} from './panels/sheet.js';
import {Painter} from './painter.js';
import {Hands} from './pointer.js';
import {reloadOnce, quiet} from './page.js';
import {Settings} from './settings.js';
import {Surface} from './surface.js';
import * as wire from './wire.js';

/** @import {Device, Figures, First, Frame, LinkRow, State, Welcome} from './types.js' */

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {First} */
const first = JSON.parse(part('script.first').textContent ?? '');
const root = document.documentElement;
const header = part('.header');
const faultsBar = part('.faults');

/**
 * @type {{you: Device, devices: Device[], link: Figures, links: Map<string, LinkRow>, boot: string, faults: Map<string, string>,
 *   programs: string, page: string, notice: string}}
 */
const here = {
  you: first.you, devices: [first.you], link: {trip: null, jitter: null}, links: new Map(), boot: first.boot, faults: new Map(),
  programs: '', page: first.show.pages[0]?.id ?? '', notice: '',
};

const clock = new Clock();
const frames = new Frames();
const painter = new Painter({
  show: (id) => {
    grid.control(id)?.show(surface.shown(id));
    grid.control(id)?.inHand(holder(id));
  },
  say: (id) => grid.control(id)?.say(surface.shown(id)),
  leads: (id) => surface.leads(id),
  ask: (job) => frames.ask(job),
  now: () => performance.now(),
  rendered: afterRendering,
});
const surface = new Surface({
  changed: (control) => painter.changed(control),
  asked: () => frames.ask(send),
  refused: (control, reason) => grid.control(control)?.refuse(reason),
  lost: (control, device) => {
    if (device === null) grid.control(control)?.untouch();
    else grid.control(control)?.refuse(`${nameOf(device)} has it`);
  },
});
surface.holds.me = here.you.id;
const connection = new Connection(wire.newSession(), {
  link: linkChanged,
  message: hear,
  refused: (reason) => {
    here.notice = reason;
    frames.ask(panels);
    reloadOnce(`refused ${Math.floor(Date.now() / 10_000)}`);
  },
  slept: () => clock.reset(),
  trip: () => clock.trip,
  inHand: () => hands.busy > 0,
});
const canMove = () => connection.live && here.you.role !== 'watcher';
const hands = new Hands(canMove);
const grid = new Grid(part('main'), {surface, hands, clock, canMove, holder}, {
  now: () => clock.toServer(performance.now()),
  date,
  ask: (job) => frames.ask(job),
});
const settings = new Settings(() => frames.ask(restyle));
const awake = new Awake(() => frames.ask(panels));
const ask = connection.ask.bind(connection);
const repaint = () => frames.ask(panels);
const notices = new Notices(ask, repaint);
const message = new MessageBar(part('.messages'), notices, date);
const messages = new MessagesPanel(notices, {ask, you: () => here.you, date, changed: repaint});
const naming = new Naming(ask, repaint);
const screens = new ScreensPanel(here, ask, repaint, date);
const join = new JoinPanel(() => sheet.open === 'join', ask, repaint, date);
const sheet = new Sheet(part('.sheet'), new Map([
  ['menu', {title: 'This screen', render: () => menu(settings, awake.means, first.version, ownName())}],
  ['screens', {title: 'Screens', head: () => screens.head(), render: () => screens.render(), opened: () => screens.opened()}],
  ['messages', {title: 'Messages', render: () => messages.render()}],
  ['join', {title: 'Join', render: () => join.render(), opened: () => void join.follow()}],
]), panels);

/** This computer has its name for good; every other screen may change its own. */
function ownName() {
  return here.you.id === wire.HOUSE ? '' : naming.render(here.you, 'This screen is called');
}

/** @param {string} id */
function nameOf(id) {
  return here.devices.find((device) => device.id === id)?.name ?? 'Another screen';
}

/** Whose hand a control is in, unless it is this page's own. @param {string} control */
function holder(control) {
  const id = surface.holds.other(control);
  if (id === null) return null;
  const device = here.devices.find((one) => one.id === id);
  const yields = here.you.role === 'operator' && device?.role !== 'operator';
  return {name: nameOf(id), colour: device?.colour ?? '', yields};
}

/** The time of day of a server time. @param {number} server */
function date(server) {
  return new Date(Date.now() - performance.now() + clock.toPage(server));
}

/** At most one operation a frame. What waits longer waits for the server. */
function send() {
  if (!connection.ready) return;
  const operation = surface.operations.next();
  if (operation) connection.send('op', wire.writeOperation(operation));
  if (operation && surface.operations.waiting) frames.ask(send);
}

function panels() {
  const {show} = surface;
  if (!show) return;
  root.dataset.role = here.you.role;
  awake.want(connection.live && settings.get('awake') === 'on');
  const state = {
    show, page: here.page, devices: here.devices.filter(isHere), you: here.you, link: connection.link, figures: here.link,
    waiting: notices.waiting.length, open: sheet.open,
  };
  renderHeader(header, state, {turn, toggle: (panel) => sheet.toggle(panel)});
  renderFaults(faultsBar, {link: connection.link, heardAt: connection.heardAt, faults: here.faults, notice: here.notice});
  message.render();
  sheet.render();
  grid.permit(here.you.role);
}

function restyle() {
  panels();
  grid.layout();
  grid.recolour();
}

/** @param {string} page */
function turn(page) {
  here.page = page;
  grid.turn(page);
  panels();
  header.querySelector('[aria-current]')?.scrollIntoView({inline: 'nearest', block: 'nearest'});
}

/** @param {import('./connection.js').Link} link */
function linkChanged(link) {
  root.dataset.link = link;
  if (!connection.live) {
    hands.letGo();
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  }
  frames.ask(panels);
}

/** @param {string} event @param {unknown[]} parts */
function hear(event, parts) {
  switch (event) {
    case 'frame': return takeFrame(wire.readFrame(parts));
    case 'time': return takeTime(wire.readTime(parts));
    case 'welcome': return takeWelcome(wire.readWelcome(parts[0]));
    case 'show': return takeState(wire.readState(parts[0]));
    case 'devices': return takeDevices(wire.readDevices(parts[0]));
    case 'link': return know('link', wire.readLink(parts));
    case 'links': return takeLinks(wire.readLinks(parts[0]));
    case 'programs': return know('programs', wire.readPrograms(parts[0]));
    case 'message': return notices.add(wire.readMessage(parts[0]));
    case 'seen': return notices.seen(parts[0]);
    case 'reached': return notices.reached(parts[0], wire.readReach(parts[1]));
    case 'faults': return know('faults', wire.readFaults(parts[0]));
    case 'refused': return console.warn('Sidestage refused a message of this page', parts[0]);
    default: return undefined;
  }
}

/** @param {Welcome | null} welcome */
function takeWelcome(welcome) {
  if (!welcome) return;
  if (welcome.version !== first.version && reloadOnce(`version ${welcome.version}`)) return;
  if (welcome.boot !== here.boot) surface.operations.forgetPresses();
  // Who was away does not know for how long, and whether either clock stood still meanwhile.
  clock.reset();
  clock.hint(performance.now(), welcome.time);
  here.boot = welcome.boot;
  here.you = welcome.you;
  here.devices = welcome.devices;
  here.faults = welcome.faults;
  here.programs = welcome.programs;
  here.notice = '';
  surface.holds.me = welcome.you.id;
  // With the old connection ended what was pressed by it; who only asked for a new one still has fingers down.
  hands.letGo();
  surface.operations.welcomed(welcome.seen, welcome.kept);
  takeState(welcome);
  connection.welcomed();
  notices.reset(welcome.messages, welcome.boot);
  hands.resume();
  frames.ask(send);
}

/** @param {State | null} state */
function takeState(state) {
  if (!state) return;
  const relaid = JSON.stringify(state.show) !== JSON.stringify(surface.show);
  if (relaid) {
    document.title = state.show.name;
    if (!state.show.pages.some(({id}) => id === here.page)) here.page = state.show.pages[0]?.id ?? '';
  }
  surface.reset(state);
  if (relaid && missing(state.show).length) void fetchControls(state.show).then(layAnew, () => reloadOnce('controls'));
  else if (relaid) lay(state.show);
  grid.reset(state.feeds);
  frames.ask(panels);
}

/** New controls show nothing yet: no moment may pass in which that could be taken for a value. @param {import('./types.js').Show} show */
function lay(show) {
  grid.build(show, here.page);
  painter.all();
}

/** A control type that was not known here has come; what the feeds brought meanwhile is told again. */
function layAnew() {
  if (surface.show) lay(surface.show);
  connection.renew();
}

/** @param {Frame | null} frame */
function takeFrame(frame) {
  if (!frame) return;
  connection.got(frame.seq);
  if (!surface.take(frame)) return connection.renew();
  if (frame.numbers.size) grid.push(frame.numbers);
  if (surface.operations.waiting) frames.ask(send);
  // An operation as a whole was not taken: what the server has seen is told by a new welcome.
  if (frame.refused.some(({control}) => control === null)) connection.renew();
}

/** @param {{asked: number, time: number} | null} answer */
function takeTime(answer) {
  if (!answer) return;
  clock.sample(answer.asked, performance.now(), answer.time);
}

/** @param {Device[] | null} devices */
function takeDevices(devices) {
  if (!devices) return;
  here.devices = devices;
  here.you = devices.find(({id}) => id === here.you.id) ?? here.you;
  for (const id of surface.holds.controls()) painter.changed(id);
  frames.ask(panels);
}

/**
 * Take in what is new of the room; what was not of the wire's form is null, and no news.
 * @template {keyof typeof here} Key @param {Key} key @param {(typeof here)[Key] | null} news
 */
function know(key, news) {
  if (news === null) return;
  here[key] = news;
  frames.ask(panels);
}

/** @param {Map<string, LinkRow> | null} links */
function takeLinks(links) {
  if (!links) return;
  here.links = links;
  if (sheet.open === 'screens') frames.ask(panels);
}

quiet(frames);
followLinks(() => here.you.role !== 'operator');
watchFullScreen(() => frames.ask(panels));
root.dataset.link = connection.link;
surface.reset({show: first.show, revision: first.revision, values: wire.readValues(first.values) ?? new Map(), holds: wire.readAllHolds(first.holds)});
grid.permit(here.you.role);
await fetchControls(first.show).catch(() => reloadOnce('controls'));
lay(first.show);
panels();
root.dataset.ready = '';
void document.fonts.ready.then(restyle);
connection.start();
