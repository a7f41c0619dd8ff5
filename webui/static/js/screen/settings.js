/** What this screen likes: night, contrast, type size, which hand, and to stay on; kept on the device. boot.js applies the same before the first paint. */

/** @param {string} query */
const is = (query) => globalThis.matchMedia?.(query).matches ?? false;

/** @typedef {'night' | 'contrast' | 'size' | 'hand' | 'awake'} Setting */

/** The first choice is what a screen has that never chose. @type {Record<Setting, string[]>} */
export const CHOICES = {
  night: ['off', 'red', 'amber'],
  contrast: is('(prefers-contrast: more), (forced-colors: active)') ? ['high', 'usual'] : ['usual', 'high'],
  size: ['100', '125', '150'],
  hand: ['right', 'left'],
  // A laptop has its own ways to stay on; a tablet is here to be looked at.
  awake: is('(pointer: coarse)') ? ['on', 'off'] : ['off', 'on'],
};
const SETTINGS = /** @type {Setting[]} */ (Object.keys(CHOICES));

export class Settings {
  #changed = () => {};
  /** @type {Map<Setting, string>} */
  #kept = new Map();

  /** @param {() => void} changed */
  constructor(changed) {
    addEventListener('storage', () => this.#read());
    this.#read();
    this.#changed = changed;
  }

  /** @param {Setting} key */
  get(key) {
    return this.#kept.get(key) ?? '';
  }

  /** @param {Setting} key @param {string} choice */
  set(key, choice) {
    if (!CHOICES[key].includes(choice)) return;
    try {
      localStorage.setItem(`sidestage.${key}`, choice);
    } catch {
      // A browser that keeps nothing still shows it until the page is left.
    }
    this.#apply(key, choice);
  }

  #read() {
    for (const key of SETTINGS) this.#apply(key, read(key));
  }

  /** @param {Setting} key @param {string} choice */
  #apply(key, choice) {
    if (this.#kept.get(key) === choice) return;
    this.#kept.set(key, choice);
    document.documentElement.dataset[key] = choice;
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--ground').trim();
    if (ground) document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
    this.#changed();
  }
}

/** @param {Setting} key @returns {string} */
function read(key) {
  let kept = null;
  try {
    kept = localStorage.getItem(`sidestage.${key}`);
  } catch {
    // No storage here: the first choice it is.
  }
  return kept !== null && CHOICES[key].includes(kept) ? kept : String(CHOICES[key][0]);
}
