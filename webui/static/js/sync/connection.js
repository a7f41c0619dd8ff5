/**
 * The one connection to the server, and whether it can be relied on.
 *
 * connecting: no welcome yet. connected. late: nothing was heard for a while. lost: nothing for 3 s, or it is closed; then it
 * probes, and connects when that answers. refused: the server does not let this page in.
 */

import {Wakefulness} from './clock.js';
import {Probe} from './probe.js';

/** @import {Socket, io as IO} from '../../vendor/socket.io.esm.min.js' */
/** @typedef {'connecting' | 'connected' | 'late' | 'lost' | 'refused'} Link */

const LATE = 1500;
const LOST = 3000;
/** There is a frame every second: a server that says other things only waits for a word of ours that got lost. */
const FRAMELESS = 4000;
const TICK = 200;
/** With a hand on a control something is said at least every second, or the server takes the hand for gone. */
const IN_HAND = 700;
/** How long a new connection may take to its welcome. */
const WELCOME = 2500;
/** The same for one that is tried while packets vanish: its system asks again about once a second, each time later. */
const WELCOME_BLIND = 5000;
const TIME_EVERY = 5000;
/** After how many milliseconds from a connection's start its first questions about the time follow. */
const TIME_FIRST = [0, 150, 400, 900];
/** A server that answers but takes no connection so many times will not let us in. */
const HOPELESS = 4;
const REFUSED_PAUSE = 5000;
/** What was begun no longer ago need not be begun anew. */
const FRESH = 1000;
const GOT_AFTER = 4;
const GOT_WITHIN = 50;
/** What was asked when the connection ended may have been done or not: the new welcome shows which. */
export const UNASKED = 'The connection was lost; see whether it is done, and try again';

export class Connection {
  /** @type {Link} */
  link = 'connecting';
  /** When the server was last heard, as Date.now() has it. */
  heardAt = Date.now();
  #session;
  #told;
  /** The library, which comes later. @type {typeof IO | undefined} */
  #io;
  /** @type {Socket | null} */
  #socket = null;
  #probe = new Probe('/health');
  #awake = new Wakefulness(performance.now(), Date.now());
  #heard = performance.now();
  #opened = 0;
  #patience = WELCOME;
  #welcomed = false;
  /** Connections in a row that came to nothing although the server answered. */
  #fails = 0;
  #timeAsked = -Infinity;
  #spoke = -Infinity;
  #asked = 0;
  /** What was asked on this connection, and not answered yet. @type {Map<number, {resolve: (result: unknown) => void, reject: (error: Error) => void}>} */
  #asks = new Map();
  #seq = 0;
  #ungot = 0;
  /** When the newest frame arrived. */
  #gotAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #gotTimer;
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /**
   * @param {string} session
   * @param {object} told
   * @param {(link: Link) => void} told.link
   * @param {(event: string, parts: unknown[]) => void} told.message
   * @param {(reason: string) => void} told.refused not let in
   * @param {() => void} told.slept the device slept: the clock is to be asked anew
   * @param {() => number | null} told.trip the newest round trip
   * @param {() => boolean} told.inHand whether a hand is on a control
   */
  constructor(session, told) {
    this.#session = session;
    this.#told = told;
  }

  /** @param {typeof IO} io */
  start(io) {
    this.#io = io;
    setInterval(() => this.#watch(), TICK);
    const check = () => this.check();
    for (const event of ['visibilitychange', 'resume']) document.addEventListener(event, check);
    for (const event of ['pageshow', 'focus', 'online']) addEventListener(event, check);
    // A page that is left may be kept, and shown again as it was.
    addEventListener('pagehide', () => this.#close());
    this.#open();
  }

  /** Whether moves may be made: the server is there, or was a moment ago. */
  get live() {
    return this.link === 'connected' || this.link === 'late';
  }

  /** Whether an operation may be sent now. */
  get ready() {
    return this.#welcomed && this.#socket?.connected === true;
  }

  /** @param {string} event @param {unknown[]} parts */
  send(event, parts) {
    if (!this.ready) return;
    this.#spoke = performance.now();
    this.#socket?.emit(event, ...parts);
  }

  /**
   * Ask something of the server that is no move. Rejects with a sentence: the server's, or that it could not be asked.
   * @param {string} what @param {Record<string, unknown>} [details] @returns {Promise<unknown>}
   */
  ask(what, details = {}) {
    return new Promise((resolve, reject) => {
      if (!this.ready) return reject(new Error(UNASKED));
      const n = ++this.#asked;
      this.#asks.set(n, {resolve, reject});
      this.send('ask', [n, what, details]);
    });
  }

  /** @param {unknown[]} parts */
  #answered([n, result, reason]) {
    const ask = this.#asks.get(Number(n));
    this.#asks.delete(Number(n));
    if (typeof reason === 'string') ask?.reject(Object.assign(new Error(reason), {result}));
    else ask?.resolve(result);
  }

  /** The welcome was understood: from here on we may speak. */
  welcomed() {
    this.#probe.stop();
    this.#welcomed = true;
    this.#fails = 0;
    this.#seq = 0;
    this.#ungot = 0;
    this.#gotAt = performance.now();
    this.#set('connected');
    this.askTime();
  }

  /** A frame has arrived: the server may send more. @param {number} seq */
  got(seq) {
    this.#seq = seq;
    this.#gotAt = this.#heard;
    this.#ungot += 1;
    if (this.#ungot >= GOT_AFTER || document.hidden) this.#sayGot();
    else this.#gotTimer ??= setTimeout(() => this.#sayGot(), GOT_WITHIN);
  }

  /** Ask for the time a few times in a row: of several answers the quickest counts. */
  askTime() {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#timers = TIME_FIRST.map((after) => setTimeout(() => this.#askOnce(), after));
  }

  /** Connect anew for a fresh welcome: a frame is missing. */
  renew() {
    this.#open();
  }

  /** Something happened that a sleeping device, a page brought back or a changed network would explain: look at once. */
  check() {
    this.#watch();
    if (!this.#socket && !this.#probe.searching && this.link !== 'refused') this.#lose();
    else if (this.link === 'lost') this.#beginAnew();
  }

  /** @returns {void} */
  #watch() {
    const now = performance.now();
    if (this.#awake.slept(now, Date.now())) {
      if (this.link === 'lost' && !this.#socket) return this.#beginAnew();
      if (this.ready) {
        if (this.#silence > LOST) return this.#lose();
        this.#told.slept();
        this.askTime();
      }
    }
    if (this.link === 'lost' || this.link === 'refused') {
      if (this.#socket && now - this.#opened > this.#patience) this.#lose();
      // Where packets vanish, a browser lets new fetches wait for its old, ever slower tries to connect; a WebSocket tries anew.
      else if (!this.#socket && this.#probe.hanging) this.#open(WELCOME_BLIND);
      return;
    }
    const silence = now - this.#heard;
    if (!this.#welcomed) {
      if (now - this.#opened > this.#patience) this.#lose();
    } else if (silence > LOST || now - this.#gotAt > FRAMELESS) this.#lose();
    else if (silence > LATE) this.#set('late');
    if (this.ready && now - this.#timeAsked > TIME_EVERY) this.#askOnce();
    if (this.ready && now - this.#spoke > IN_HAND && this.#told.inHand()) this.#sayGot();
  }

  #askOnce() {
    this.#timeAsked = performance.now();
    this.send('time', [this.#timeAsked, this.#told.trip()]);
  }

  #sayGot() {
    clearTimeout(this.#gotTimer);
    this.#gotTimer = undefined;
    this.#ungot = 0;
    this.send('got', [this.#seq, Math.round((performance.now() - this.#gotAt) * 10) / 10]);
  }

  #open(patience = WELCOME) {
    this.#close();
    [this.#opened, this.#patience] = [performance.now(), patience];
    const socket = /** @type {typeof IO} */ (this.#io)('/stage', {
      transports: ['websocket'], reconnection: false, forceNew: true, timeout: patience,
      auth: {session: this.#session, touch: navigator.maxTouchPoints > 1},
    });
    this.#socket = socket;
    socket.onAny((event, ...parts) => {
      if (socket === this.#socket) this.#hear(event, parts);
    });
    let reached = false;
    socket.io.on('open', () => void (reached = true));
    socket.on('connect_error', (error) => {
      if (socket !== this.#socket) return;
      // To be refused is one thing, not to reach the server another.
      if (reached) this.#refuse(error.message);
      else this.#lose();
    });
    socket.on('disconnect', () => {
      if (socket === this.#socket) this.#lose();
    });
  }

  /** How long nothing was heard. The steady clock may have stood still while the device slept: the wall clock counts as well. */
  get #silence() {
    return Math.max(performance.now() - this.#heard, Math.abs(Date.now() - this.heardAt));
  }

  /** Lost, and the world has changed: what is under way hangs on the world of before. */
  #beginAnew() {
    if (this.#socket && performance.now() - this.#opened < FRESH) return;
    this.#close();
    this.#probe.start(() => this.#open());
  }

  /** @param {string} event @param {unknown[]} parts @returns {void} */
  #hear(event, parts) {
    // The first words after a sleep are old ones, which waited here while the server went on, or gave this page up.
    if (this.#welcomed && this.#silence > LOST) return this.#lose();
    this.#heard = performance.now();
    this.heardAt = Date.now();
    if (this.#welcomed) this.#set('connected');
    if (event === 'part') this.#opened = this.#gotAt = this.#heard;
    if (event === 'answer') this.#answered(parts);
    else this.#told.message(event, parts);
  }

  #close() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    clearTimeout(this.#gotTimer);
    this.#gotTimer = undefined;
    for (const {reject} of this.#asks.values()) reject(new Error(UNASKED));
    this.#asks.clear();
    socket?.offAny();
    socket?.off();
    socket?.disconnect();
  }

  /** @returns {void} */
  #lose() {
    const answered = this.#probe.answered && !this.#welcomed;
    this.#fails = answered ? this.#fails + 1 : 0;
    this.#close();
    if (this.#fails >= HOPELESS) return this.#refuse('');
    this.#set('lost');
    if (!this.#probe.searching) this.#probe.start(() => this.#open());
  }

  /** @param {string} reason */
  #refuse(reason) {
    this.#fails = 0;
    this.#close();
    this.#set('refused');
    this.#told.refused(reason);
    this.#timers.push(setTimeout(() => this.#probe.start(() => this.#open()), REFUSED_PAUSE));
  }

  /** @param {Link} link */
  #set(link) {
    if (this.link === link) return;
    this.link = link;
    this.#told.link(link);
  }
}
