/** What this screen likes: night, type size, and to stay on; kept on the device. early.js applies the same before the first paint. */

const NIGHTS = ['off', 'red', 'amber'];
const SIZES = ['100', '125', '150'];

/** A laptop has its own ways to stay on; a tablet is here to be looked at. */
const AWAKE = matchMedia('(pointer: coarse)').matches ? ['on', 'off'] : ['off', 'on'];

/** @typedef {'night' | 'size' | 'awake'} Setting */

/** The first choice is what a screen has that never chose. */
const CHOICES = {night: NIGHTS, size: SIZES, awake: AWAKE};
const SETTINGS = /** @type {Setting[]} */ (Object.keys(CHOICES));

export class Settings {
  #changed;
  /** @type {Record<Setting, string>} */
  #kept = {night: 'off', size: '100', awake: 'off'};

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    for (const key of SETTINGS) this.#kept[key] = read(key);
    addEventListener('storage', () => {
      for (const key of SETTINGS) this.#apply(key, read(key));
    });
    for (const key of SETTINGS) this.#apply(key, this.#kept[key]);
  }

  /** @param {Setting} key */
  get(key) {
    return this.#kept[key];
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

  /** @param {Setting} key @param {string} choice */
  #apply(key, choice) {
    this.#kept[key] = choice;
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
