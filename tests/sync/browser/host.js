/**
 * Runs the page's own JavaScript for the model, in as many tabs as it likes: `node host.js <folder with the page's modules>`.
 *
 * Reads one JSON array a line, [command, ...arguments], and answers with one object a line: what the command returned, what the
 * pages did meanwhile, the time now, and when a timer of theirs is due next.
 */

import {readSync, writeSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {Field, Grid, Hands} from './hands.js';
import {Tab, current, stage} from './tab.js';

const folder = pathToFileURL(`${process.argv[2]}/`);
/** @type {Map<string, Tab>} */
const tabs = new Map();
/** How many timers may run at one and the same moment. */
const ENDLESS = 10_000;

/** @param {string} name @returns {Tab} */
function tab(name) {
  const found = tabs.get(name);
  if (!found) throw new Error(`no tab ${name}`);
  return found;
}

/** @param {string} name @param {unknown} value */
function global(name, value) {
  Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
}

const quick = setImmediate;
const settled = () => new Promise((done) => quick(done));
/** Numbers that differ from tab to tab, and not from run to run. */
let random = 0;

global('performance', {now: () => current().steady()});
Date.now = () => current().wall();
global('setTimeout', (/** @type {() => void} */ run, after = 0) => current().timer(run, after));
global('setInterval', (/** @type {() => void} */ run, every = 0) => current().timer(run, every, true));
global('requestAnimationFrame', (/** @type {() => void} */ run) => current().frame(run));
for (const name of ['clearTimeout', 'clearInterval', 'cancelAnimationFrame']) {
  // Numbers of timers are unique, and who clears one may run in another tab's name: an answer that comes late.
  global(name, (/** @type {number | undefined} */ id) => {
    if (id !== undefined) for (const one of tabs.values()) one.timers.delete(id);
  });
}
global('fetch', (/** @type {string} */ url, /** @type {{signal: AbortSignal}} */ options) => current().fetch(url, options));
global('addEventListener', (/** @type {string} */ type, /** @type {() => void} */ run) => current().listen(type, run));
global('crypto', {getRandomValues: (/** @type {Uint8Array} */ bytes) => bytes.fill((random += 1) & 255)});
global('HTMLInputElement', Field);
global('HTMLElement', Field);
global('navigator', {maxTouchPoints: 0});
global('location', {hash: '', pathname: '/', search: ''});
/** @param {string} selector */
const part = (selector) => ({textContent: selector === 'script.first' ? current().first : '', dataset: {}, querySelector: () => null, addEventListener: () => {}});
global('document', {
  querySelector: part,
  addEventListener: (/** @type {string} */ type, /** @type {() => void} */ run) => current().listen(type, run),
  get documentElement() {
    return {dataset: current().dataset};
  },
  get hidden() {
    return current().hidden;
  },
  get activeElement() {
    return current().focused;
  },
  fonts: {ready: {then: () => {}}, status: 'loaded', load: () => Promise.resolve([])},
  title: '',
});
global('theatre', {
  Grid, Hands,
  missing: () => [],
  fetchDrawings: () => Promise.resolve(),
  io: (/** @type {string} */ _namespace, /** @type {any} */ options) => current().connect(options),
  reloadOnce: () => false,
});

const {load} = await import(String(new URL('main.js', folder)));
Grid.FeedWindow = (await import(String(new URL('views/feed_window.js', folder)))).FeedWindow;
// It is fetched when it is needed; here that takes no time.
await import(String(new URL('views/history.js', folder)));

/** @type {Record<string, (...parts: any[]) => unknown>} */
const commands = {
  /** A page is loaded. */
  async load(name, first) {
    const page = new Tab(name, first);
    tabs.set(name, page);
    stage.tab = page;
    await load();
  },

  /** A tab is closed; politely, if the browser lets it say so. */
  close(name, politely) {
    if (politely) tab(name).happens('pagehide');
    tabs.delete(name);
  },

  /** Let time pass, until then or until a page does something that the world must hear of. */
  to(until) {
    for (let turns = 0; turns < ENDLESS; turns += 1) {
      const [page, due] = next();
      if (!page || !due || due[1].at > until || (stage.out.length && due[1].at > stage.now)) break;
      stage.now = Math.max(stage.now, due[1].at);
      page.fire(due);
      if (turns === ENDLESS - 1) throw new Error('the pages never rest');
    }
    if (!stage.out.length) stage.now = Math.max(stage.now, until);
  },

  /** A hand at a control: down, move (to a value), or up. */
  hand(name, control, what, value) {
    const page = tab(name);
    let answer;
    page.run(() => {
      const cell = page.grid?.control(control);
      if (what === 'down') answer = cell?.down();
      else if (what === 'move') answer = cell?.move(value);
      else cell?.up();
    });
    return answer;
  },

  /** Something comes by a connection. */
  async socket(name, id, what, data) {
    const page = tabs.get(name);
    const socket = page?.sockets.get(id);
    if (!page || !socket) return;
    page.run(() => {
      if (what === 'open') socket.open();
      else if (what === 'welcome') socket.welcome();
      else if (what === 'hear') socket.hear(data);
      else if (what === 'refused' || what === 'unreachable') socket.end('connect_error', new Error(data ?? what));
      else socket.end('disconnect', 'transport close');
    });
    // What waited for this goes on in the same tab.
    await settled();
  },

  async answer(name, id, ok) {
    const page = tabs.get(name);
    const fetch = page?.fetches.get(id);
    if (!page || !fetch) return;
    page.fetches.delete(id);
    page.run(() => (ok ? fetch.answer({ok: true}) : fetch.fail(new Error('down'))));
    await settled();
  },

  sleep: (name, clockStops) => tab(name).sleep(clockStops),
  wake: (name) => tab(name).wake(),
  /** The device is looked at again, or its network came back. */
  happens: (name, type) => tab(name).happens(type),

  /** What a person at each page sees, and what its page knows. */
  look: () => Object.fromEntries([...tabs].map(([name, page]) => [name, seen(page)])),
};

/** @param {Tab} page */
function seen(page) {
  const {grid} = page;
  if (!grid) return null;
  const {surface, clock} = grid.stage;
  return {
    link: page.dataset.link,
    revision: surface.revision,
    painted: Object.fromEntries([...grid.cells].map(([id, cell]) => [id, cell.painted])),
    shown: Object.fromEntries([...grid.cells.keys()].map((id) => [id, surface.shown(id)])),
    hands: Object.fromEntries([...grid.cells].filter(([, cell]) => cell.touched).map(([id, cell]) => [id, cell.hand ?? null])),
    told: [...grid.cells.values()].filter((cell) => cell.told).map((cell) => cell.id),
    inHand: Object.fromEntries([...grid.cells.keys()].map((id) => [id, grid.stage.holder(id) !== null])),
    holds: [...surface.holds.controls()].sort(),
    feeds: Object.fromEntries(grid.views.map(({feed, window}) => [feed.id, kept(window)])),
    waiting: surface.operations.waiting,
    underWay: surface.operations.underWay,
    remembered: surface.operations.remembered,
    offset: clock.offset - page.loaded - page.stood,
    asleep: page.asleep,
  };
}

/** All that a feed's window has, and for how many numbers each stands. @param {any} window */
function kept({samples}) {
  return Array.from({length: samples.to - samples.from}, (_, i) => [...samples.at(samples.from + i), samples.weights[samples.from + i]]);
}

/** The tab and its timer that are due first. @returns {[Tab | null, ReturnType<Tab['due']>]} */
function next() {
  /** @type {Tab | null} */
  let first = null;
  /** @type {ReturnType<Tab['due']>} */
  let due = null;
  for (const page of tabs.values()) {
    const its = page.due();
    if (its && (!due || its[1].at < due[1].at || (its[1].at === due[1].at && its[1].order < due[1].order))) [first, due] = [page, its];
  }
  return [first, due];
}

const buffer = Buffer.alloc(1 << 20);
let rest = '';
/** @returns {string | null} the next line, or null at the end */
function readLine() {
  for (;;) {
    const end = rest.indexOf('\n');
    if (end >= 0) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      return line;
    }
    const size = readSync(0, buffer);
    if (size === 0) return null;
    rest += buffer.toString('utf8', 0, size);
  }
}

for (let line = readLine(); line !== null; line = readLine()) {
  const answer = /** @type {Record<string, unknown>} */ ({});
  for (const [command, ...parts] of JSON.parse(line)) {
    try {
      if (command === 'forget') {
        // Another world: nothing of this one goes on.
        tabs.clear();
        await settled();
        Object.assign(stage, {now: 0, tab: null, out: [], order: 0, next: 1});
        random = 0;
      } else answer.value = await commands[command]?.(...parts);
    } catch (error) {
      answer.error = error instanceof Error ? error.stack : String(error);
      break;
    }
  }
  const due = next()[1];
  Object.assign(answer, {out: stage.out, now: stage.now, next: due ? Math.max(due[1].at, stage.now) : null});
  stage.out = [];
  writeSync(1, `${JSON.stringify(answer)}\n`);
}
