/** Puts the page together: the only place where its parts know each other. */

import {bar} from './stage/barrier.js';
import {Clock} from './sync/clock.js';
import {Connection} from './sync/connection.js';
import {fetchDrawings, missing} from './stage/drawings.js';
import {Frames} from './ui/frames.js';
import {choosePage, followLinks, linkedPage} from './screen/fragment.js';
import {Locks} from './screen/locks.js';
import {Notices} from './sync/notices.js';
import {Picking} from './stage/picking.js';
import {Panels} from './panels/index.js';
import {said} from './panels/lock.js';
import {lacks, reloadOnce, quiet} from './screen/browser.js';
import {Settings} from './screen/settings.js';
import {Surface, layoutOf} from './sync/surface.js';
import {Turning} from './stage/page_turner.js';
import {buildStage} from './stage/stage.js';
import * as wire from './sync/wire.js';

/** @import {Device, First, Frame, LinkRow, Show, State, Welcome} from './types.js' */
/** @import {Here} from './panels/index.js' */

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** Milliseconds for which a page waits for its letters, or it would be laid out twice. */
const LETTERS = 100;

/** @type {First} */
const first = JSON.parse(part('script.first').textContent ?? '');
const root = document.documentElement;
/** They come meanwhile: nothing that is painted needs them, and nothing moves before they are here. */
const rest = Promise.all([import('../vendor/socket.io.esm.min.js'), import('./ui/protector.js'), import('./panels/board.js')]).catch(lacks);
const lettered = Promise.race([document.fonts.load('1rem Inter').catch(() => {}), new Promise((late) => setTimeout(late, LETTERS))]);

/** @type {Here} */
const here = {
  you: first.you, devices: [first.you], link: {trip: null, jitter: null}, links: new Map(), boot: first.boot, faults: new Map(),
  programs: '', page: choosePage(first.show.pages, linkedPage()), only: linkedPage(), notice: '',
};

const whole = new wire.Whole();
const clock = new Clock();
/** The time of day of a server time. @param {number} server */
const date = (server) => clock.date(server, performance.now(), Date.now());
const frames = new Frames();
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
const locks = new Locks(() => frames.ask(lock));
const canMove = () => connection.live && here.you.role !== 'watcher' && !locks.holds(here.page);
/** @type {{awake?: import('./screen/awake.js').Awake, protector?: import('./ui/protector.js').Protector}} What comes after the first paint. */
const late = {};
const look = () => late.protector?.look();
const {hands, grid, painter} = buildStage(part('main'), {surface, clock, frames, canMove, holder, turn: (page) => turning.to(page), laid: look}, {
  now: () => clock.toServer(performance.now()),
  date,
  lack: () => void import('./views/history.js').then(({fetchPast}) => fetchPast(grid, connection.ask.bind(connection)), lacks),
});
const settings = new Settings(() => frames.ask(restyle));
const repaint = () => frames.ask(panels);
const notices = new Notices(connection.ask.bind(connection), repaint);
const picking = new Picking((id) => grid.control(id)?.element);
const turning = new Turning(here, grid, locks, {show: () => surface.show, byHand: (turn) => late.protector?.byHand(turn) ?? turn(), turned: () => {
  panels();
  around.follow();
}});
const around = new Panels(here, {connection, settings, awake: () => late.awake ?? null, locks, notices, turning, picking, shown: () => surface.show, version: first.version, date, changed: repaint, show: panels});

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
  late.awake?.want(connection.live && settings.get('awake') === 'on');
  around.render(show);
  grid.permit(here.you.role);
  look();
}

function lock() {
  grid.lock((page) => locks.holds(page));
  panels();
}

function restyle() {
  panels();
  grid.layout();
  grid.recolour();
}

/** @param {import('./sync/connection.js').Link} link */
function linkChanged(link) {
  root.dataset.link = link;
  if (!connection.live) {
    hands.letGo();
    if (document.activeElement instanceof HTMLElement && document.activeElement.closest('.stage')) document.activeElement.blur();
  }
  frames.ask(panels);
}

/** @param {string} event @param {unknown[]} parts */
function hear(event, parts) {
  switch (event) {
    case 'part': return whole.add(parts);
    case 'frame': return takeFrame(wire.readFrame(parts));
    case 'time': {
      const answer = wire.readTime(parts);
      return answer ? clock.sample(answer.asked, performance.now(), answer.time) : undefined;
    }
    case 'welcome': return takeWelcome(wire.readWelcome(whole.end(parts[0])));
    case 'show': return takeState(wire.readState(whole.end(parts[0])));
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
  const anew = welcome.boot !== here.boot;
  if (anew) surface.operations.forgetPresses();
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
  takeState(welcome, anew);
  connection.welcomed();
  notices.reset(welcome.messages, welcome.boot);
  hands.resume();
  frames.ask(send);
}

/** @param {State | null} state @param {boolean} [anew] whether another server says it */
function takeState(state, anew = false) {
  if (!state) return;
  const relaid = layoutOf(state.show) !== layoutOf(surface.show);
  if (relaid) {
    document.title = state.show.name;
    here.page = choosePage(state.show.pages, here.page);
  }
  surface.reset(state);
  if (relaid && missing(state.show).length) void fetchDrawings(state.show).then(layAnew, lacks);
  else if (relaid) lay(state.show);
  grid.reset(state.feeds, anew);
  frames.ask(panels);
}

/** New controls show nothing yet: no moment may pass in which that could be taken for a value. @param {import('./types.js').Show} show */
function lay(show) {
  grid.build(show, here.page);
  locks.follow(show.id);
  // A frame may have come while a control's drawing was fetched, and found nothing to paint on.
  painter.all(surface.controls.keys());
  lock();
}

/** A type of control or view that was not known here has come; what the feeds brought meanwhile is told again. */
function layAnew() {
  if (surface.show) lay(surface.show);
  connection.renew();
}

/** @param {Frame | null} frame */
function takeFrame(frame) {
  if (!frame) return;
  connection.got(frame.seq);
  if (!surface.take(frame)) return connection.renew();
  if (frame.numbers.size) grid.push(frame.numbers, frame.missed);
  if (surface.operations.waiting) frames.ask(send);
  // An operation as a whole was not taken: what the server has seen is told by a new welcome.
  if (frame.refused.some(({control}) => control === null)) connection.renew();
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
 * @template {keyof Here} Key @param {Key} key @param {Here[Key] | null} news
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
  if (around.open === 'screens') frames.ask(panels);
}

quiet(frames);
const joined = followLinks();
root.dataset.link = connection.link;
surface.reset({show: first.show, revision: first.revision, values: wire.readValues(first.values) ?? new Map(), holds: wire.readAllHolds(first.holds)});
// The header first: it takes its room.
panels();
await Promise.all([fetchDrawings(first.show).catch(lacks), lettered]);
bar(part('main'), () => picking.on, (id) => picking.tried(id));
bar(part('main'), (cell) => !picking.on && cell.closest('[data-locked]') !== null && (locks.screen || cell.dataset.type !== 'page'), (id) => {
  // A hand that came to a locked control: its value is as it was.
  grid.control(id)?.paint(surface.shown(id));
  grid.control(id)?.refuse(said(locks));
});
lay(first.show);
root.dataset.ready = '';
// Late ones, another alphabet's.
if (document.fonts.status !== 'loaded') void document.fonts.ready.then(restyle);
const [found] = await Promise.all([rest, joined]);
if (found) {
  around.addBoard(found[2].Board);
  late.protector = new found[1].Protector();
  connection.start(found[0].io);
}
around.prepare();
void import('./screen/awake.js').then(({Awake}) => (late.awake = new Awake(repaint))).then(repaint, lacks);
