/** What of this screen is locked: single pages, or all of it. From a locked page nothing is moved. Kept on the device, pages by their show. */

const SCREEN = 'sidestage.locked';

export class Locks {
  #changed;
  #show = '';
  #screen = false;
  /** @type {Set<string>} */
  #pages = new Set();

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    addEventListener('storage', () => this.#read());
  }

  /** Which show is open. @param {string} show its id */
  follow(show) {
    if (show === this.#show) return;
    this.#show = show;
    this.#read();
  }

  /** Whether the whole screen is locked, its tabs too. */
  get screen() {
    return this.#screen;
  }

  /** Whether a page is, by itself or with the screen. @param {string} page its id */
  holds(page) {
    return this.#screen || this.#pages.has(page);
  }

  /** @param {string} page */
  lockPage(page) {
    this.#pages.add(page);
    this.#keep();
  }

  lockScreen() {
    this.#screen = true;
    this.#keep();
  }

  /** Unlock the screen if that is locked, else a page. @param {string} page */
  unlock(page) {
    if (this.#screen) this.#screen = false;
    else this.#pages.delete(page);
    this.#keep();
  }

  get #key() {
    return `${SCREEN}.${this.#show}`;
  }

  #keep() {
    keep(SCREEN, this.#screen ? 'on' : null);
    keep(this.#key, this.#pages.size ? JSON.stringify([...this.#pages]) : null);
    this.#changed();
  }

  #read() {
    this.#screen = kept(SCREEN) === 'on';
    this.#pages = new Set(pages(kept(this.#key)));
    this.#changed();
  }
}

/** @param {string | null} text @returns {string[]} */
function pages(text) {
  try {
    const said = JSON.parse(text ?? '[]');
    return Array.isArray(said) ? said.filter((page) => typeof page === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} key */
function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string | null} value */
function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing locks until the page is left.
  }
}
