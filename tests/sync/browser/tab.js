/**
 * What the page's code finds in a browser, as far as it needs it to sync: timers, clocks, fetches, sockets and a document.
 * Time stands still but for what the model says; nothing comes or goes but by its hand.
 */

/** @typedef {{at: number, order: number, run: () => void, every: number | null, frame: boolean}} Timer */

/** Milliseconds from one animation frame to the next. */
const FRAME = 16;
/** What a fresh computer's wall clock says when the model's time is 0. */
const EPOCH = 1_700_000_000_000;

/** What is going on in all tabs. @type {{now: number, tab: Tab | null, out: unknown[][], order: number, next: number}} */
export const stage = {now: 0, tab: null, out: [], order: 0, next: 1};

/** The tab whose code runs. */
export function current() {
  if (!stage.tab) throw new Error('no tab is running');
  return stage.tab;
}

export class Tab {
  /** @type {Map<number, Timer>} */
  timers = new Map();
  /** @type {Map<string, Set<(event: object) => void>>} */
  listeners = new Map();
  /** @type {Map<number, {answer: (it: object) => void, fail: (error: Error) => void}>} */
  fetches = new Map();
  /** @type {Map<number, Socket>} */
  sockets = new Map();
  asleep = false;
  hidden = false;
  /** Milliseconds for which the steady clock stood still. */
  stood = 0;
  /** @type {number | null} */
  standsSince = null;
  /** @type {import('./hands.js').Grid | null} */
  grid = null;
  /** @type {import('./hands.js').Field | null} */
  focused = null;
  /** @type {Record<string, string>} */
  dataset = {};

  /** @param {string} name @param {string} first what the first HTML carries */
  constructor(name, first) {
    this.name = name;
    this.first = first;
    this.loaded = stage.now;
  }

  /** performance.now() */
  steady() {
    return (this.standsSince ?? stage.now) - this.loaded - this.stood;
  }

  /** Date.now() */
  wall() {
    return EPOCH + Math.floor(stage.now);
  }

  /** Run some of the page's code. @param {() => void} code */
  run(code) {
    stage.tab = this;
    code();
  }

  /** @param {() => void} run @param {number} after @param {boolean} repeats @param {boolean} frame */
  timer(run, after, repeats = false, frame = false) {
    const id = (stage.next += 1);
    const wait = Math.max(after, 1);
    this.timers.set(id, {at: stage.now + wait, order: (stage.order += 1), run, every: repeats ? wait : null, frame});
    return id;
  }

  /** @param {() => void} run */
  frame(run) {
    return this.timer(run, FRAME, false, true);
  }

  /** The timer that is due first, unless nothing runs here. @returns {[number, Timer] | null} */
  due() {
    if (this.asleep) return null;
    let first = null;
    for (const entry of this.timers) {
      if (entry[1].frame && this.hidden) continue;
      if (!first || entry[1].at < first[1].at || (entry[1].at === first[1].at && entry[1].order < first[1].order)) first = entry;
    }
    return first;
  }

  /** Run the timer that is due first. @param {[number, Timer]} due */
  fire([id, timer]) {
    if (timer.every === null) this.timers.delete(id);
    else timer.at = Math.max(timer.at, stage.now) + timer.every;
    this.run(timer.run);
  }

  /** @param {string} url @param {{signal: AbortSignal}} options */
  fetch(url, {signal}) {
    const id = (stage.next += 1);
    stage.out.push(['fetch', this.name, id, url]);
    return new Promise((answer, fail) => {
      this.fetches.set(id, {answer, fail});
      signal.addEventListener('abort', () => fail(new Error('aborted')));
    });
  }

  /** @param {object} options @param {any} options.auth @param {number} options.timeout */
  connect({auth, timeout}) {
    const socket = new Socket(this, timeout);
    this.sockets.set(socket.id, socket);
    stage.out.push(['open', this.name, socket.id, auth]);
    return socket;
  }

  /** @param {string} type @param {(event: object) => void} listener */
  listen(type, listener) {
    const listeners = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, listeners.add(listener));
  }

  /** @param {string} type */
  happens(type) {
    for (const listener of this.listeners.get(type) ?? []) this.run(() => listener({type}));
  }

  /** The device goes to sleep: nothing runs. @param {boolean} clockStops whether its steady clock stops as well */
  sleep(clockStops) {
    this.asleep = true;
    if (clockStops) this.standsSince = stage.now;
  }

  wake() {
    if (this.standsSince !== null) this.stood += stage.now - this.standsSince;
    this.standsSince = null;
    this.asleep = false;
  }
}

/** As socket.io-client's, for one connection that is not made again. */
class Socket {
  id = (stage.next += 1);
  connected = false;
  reached = false;
  /** @type {Map<string, ((...parts: any[]) => void)[]>} */
  #listeners = new Map();
  /** @type {((event: string, ...parts: unknown[]) => void)[]} */
  #any = [];
  /** @type {(() => void)[]} */
  #open = [];
  #tab;
  #patience;
  #over = false;

  /** @param {Tab} tab @param {number} timeout */
  constructor(tab, timeout) {
    this.#tab = tab;
    this.#patience = tab.timer(() => {
      if (!this.reached) this.end('connect_error', new Error('timeout'));
    }, timeout);
    /** The manager. */
    this.io = {on: (/** @type {string} */ event, /** @type {() => void} */ run) => event === 'open' && this.#open.push(run)};
  }

  /** @param {string} event @param {(...parts: any[]) => void} listener */
  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  /** @param {(event: string, ...parts: unknown[]) => void} listener */
  onAny(listener) {
    this.#any.push(listener);
  }

  off() {
    this.#listeners.clear();
  }

  offAny() {
    this.#any = [];
  }

  /** @param {string} event @param {unknown[]} parts */
  emit(event, ...parts) {
    stage.out.push(['send', this.#tab.name, this.id, JSON.stringify([event, ...parts])]);
  }

  disconnect() {
    if (!this.#over) stage.out.push(['close', this.#tab.name, this.id]);
    this.#end();
  }

  /** The server answers, on the transport's level. */
  open() {
    this.reached = true;
    for (const run of this.#open) run();
  }

  /** The server lets us in. */
  welcome() {
    this.connected = true;
  }

  /** @param {string} text */
  hear(text) {
    const [event, ...parts] = JSON.parse(text);
    for (const listener of this.#any) listener(event, ...parts);
  }

  /** It is over, by no doing of the page. @param {'connect_error' | 'disconnect'} event @param {unknown} what */
  end(event, what) {
    if (this.#over) return;
    const listeners = this.#listeners.get(event) ?? [];
    this.#end();
    for (const listener of listeners) listener(what);
  }

  #end() {
    this.#over = true;
    this.connected = false;
    this.#tab.timers.delete(this.#patience);
    this.#tab.sockets.delete(this.id);
  }
}
