/**
 * Asks a lost server whether it is back, by small fetches.
 *
 * A WebSocket that keeps failing is throttled by browsers; a fetch is not. Probes that hang are given up, and never keep
 * the next one waiting; the more of them hang, the slower new ones follow, so that they do not pile up at the server.
 */

const EVERY = 300;
const PATIENCE = 3000;
const AT_ONCE = 4;
/** A probe that takes so long hangs: a server that is only down refuses at once. */
const HANGS = 1200;

export class Probe {
  #url;
  /** When each probe under way began. @type {Map<AbortController, number>} */
  #flying = new Map();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #launched = 0;
  /** @type {(() => void) | null} */
  #found = null;
  /** Whether the last search was ended by an answer. */
  answered = false;

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
  }

  /** Probe until something answers, then call `found` once. @param {() => void} found */
  start(found) {
    this.stop();
    this.answered = false;
    this.#found = found;
    this.#timer = setInterval(() => this.#next(), 100);
    this.#launched = -Infinity;
    this.#next();
  }

  stop() {
    clearInterval(this.#timer);
    this.#found = null;
    for (const flight of this.#flying.keys()) flight.abort();
    this.#flying.clear();
  }

  /** Whether it is under way. */
  get searching() {
    return this.#found !== null;
  }

  /** Whether nothing comes back at all, not even a refusal: packets vanish on the way. */
  get hanging() {
    const before = performance.now() - HANGS;
    return [...this.#flying.values()].some((began) => began < before);
  }

  #next() {
    const pause = EVERY * Math.max(this.#flying.size, 1);
    if (this.#flying.size < AT_ONCE && performance.now() - this.#launched >= pause - 20) void this.#launch();
  }

  async #launch() {
    const flight = new AbortController();
    const timer = setTimeout(() => flight.abort(), PATIENCE);
    this.#launched = performance.now();
    this.#flying.set(flight, this.#launched);
    try {
      const answer = await fetch(this.#url, {cache: 'no-store', signal: flight.signal});
      if (answer.ok && this.#flying.has(flight)) this.#end();
    } catch {
      // Not back yet: that is what is being asked.
    } finally {
      clearTimeout(timer);
      this.#flying.delete(flight);
    }
  }

  #end() {
    const found = this.#found;
    this.stop();
    this.answered = true;
    found?.();
  }
}
