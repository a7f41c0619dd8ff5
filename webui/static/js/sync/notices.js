/**
 * Messages to everyone, as this page knows them. What was touched here is seen here at once; the server hears of it as soon
 * as it can, and tells the screen's other pages. Pure.
 */

/** @import {Notice} from '../types.js' */

/** Messages that are kept, the newest. */
const MAX_NOTICES = 50;

export class Notices {
  /** @type {Map<number, Notice>} */
  #all = new Map();
  /** Seen here, which the server has not said yet. @type {Set<number>} */
  #seen = new Set();
  #boot = '';
  #ask;
  #changed;

  /** @param {(what: string, details: Record<string, unknown>) => Promise<unknown>} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** All messages, newest first. */
  get all() {
    return [...this.#all.values()].reverse();
  }

  /** Those that are to be shown until they are touched: urgent ones first, then the newest. */
  get waiting() {
    const waiting = this.all.filter(({id, waits}) => waits && !this.#seen.has(id));
    return [...waiting.filter(({urgent}) => urgent), ...waiting.filter(({urgent}) => !urgent)];
  }

  /** A welcome: what was seen while the server was away is said now. @param {Notice[]} messages @param {string} boot */
  reset(messages, boot) {
    if (boot !== this.#boot) this.#seen.clear();
    this.#boot = boot;
    this.#all = new Map(messages.map((notice) => [notice.id, notice]));
    for (const id of this.#seen) {
      if (this.#all.get(id)?.waits) this.#say(id);
      else this.#seen.delete(id);
    }
    this.#changed();
  }

  /** @param {Notice | null} notice */
  add(notice) {
    if (!notice) return;
    this.#all.set(notice.id, notice);
    for (const id of this.#all.keys()) if (this.#all.size > MAX_NOTICES) this.#all.delete(id);
    this.#changed();
  }

  /** Somebody saw it on this screen, by the server's word. @param {unknown} id */
  seen(id) {
    this.#seen.delete(Number(id));
    this.#mend(id, {waits: false});
  }

  /** Whom it reached. @param {unknown} id @param {{seen?: string[], unseen?: string[]}} reach */
  reached(id, reach) {
    this.#mend(id, reach);
  }

  /** Somebody sees it here. @param {number} id */
  see(id) {
    if (!this.#all.get(id)?.waits) return;
    this.#seen.add(id);
    this.#say(id);
    this.#changed();
  }

  /** @param {number} id */
  #say(id) {
    // Without a connection the next welcome has it said again.
    this.#ask('saw', {id}).catch(() => {});
  }

  /** @param {unknown} id @param {Partial<Notice>} news */
  #mend(id, news) {
    const notice = this.#all.get(Number(id));
    if (!notice) return;
    this.#all.set(notice.id, {...notice, ...news});
    this.#changed();
  }
}
