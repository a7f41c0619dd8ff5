/** The last ten numbers of a feed, newest last. */

import {make} from '../ui/dom.js';
import {fitsIn, isWider, textWidth, typeScale} from '../ui/text_fit.js';
import {formatNumber} from '../values/format.js';
import {write} from './view.js';

const USUAL = 16;
const SMALLEST = 14;
const LARGEST = 28;
/** A line's height in letters' heights, and what is between two lines. */
const LINE = 1.3;
const BETWEEN = 2;
/** Columns in which ten may stand. */
const COLUMNS = [5, 2, 1];
const GAP = 8;

export class LastTen {
  #decimals;
  #fills;
  /** The widest figures that were fitted. */
  #fitted = '';
  /** What has room in the widest columns that there may be. */
  #fits = fitsIn(Infinity, 1);
  #places = Array.from({length: 10}, () => make('li'));

  /** @param {number} decimals @param {boolean} [fills] whether they are as large as their place allows; else a line among others */
  constructor(decimals, fills = false) {
    this.#decimals = decimals;
    this.#fills = fills;
    this.element = make('ol', 'ten');
    this.element.append(...this.#places);
  }

  /** @param {number[]} numbers at most ten, newest last */
  show(numbers) {
    const empty = this.#places.length - numbers.length;
    this.#places.forEach((place, i) => {
      const number = numbers[i - empty];
      if (number === undefined) place.textContent = '';
      else write(place, number, this.#decimals, this.#fits);
      const text = place.textContent ?? '';
      if (isWider(text, this.#fitted)) this.#fit(text);
    });
  }

  /** Sizes changed. */
  layout() {
    this.#fit(this.#fitted);
  }

  /** How many rows they need in so many pixels. @param {number} room */
  rows(room) {
    const widest = textWidth(this.#fitted || formatNumber(10, this.#decimals), SMALLEST);
    return (room + GAP) / 5 - GAP >= widest ? 2 : 5;
  }

  /** Five columns of two, or two of five where the figures would not fit; where they fill a place, as it is shaped. @param {string} widest */
  #fit(widest) {
    this.#fitted = widest;
    const room = this.element.clientWidth;
    if (!room) return;
    const scale = typeScale();
    const high = this.element.clientHeight;
    // Columns for which there is height, most first; where it is one line of others the cell leaves room for two.
    const possible = COLUMNS.filter((count) => (high * count) / 10 >= SMALLEST * LINE + BETWEEN && (this.#fills || count > 1));
    const fewest = possible.at(-1) ?? 5;
    this.#fits = fitsIn((room + GAP) / fewest - GAP, SMALLEST);
    if (!widest) return;
    const width = textWidth(widest, 101) / 100;
    const largest = (/** @type {number} */ columns) => ((room + GAP) / columns - GAP) / width;
    let [columns, size] = [largest(5) >= SMALLEST ? 5 : fewest, USUAL * scale];
    if (this.#fills) {
      const fits = (/** @type {number} */ count) => Math.min(largest(count), (high / (10 / count) - BETWEEN) / LINE, LARGEST * scale);
      columns = possible.reduce((best, count) => (fits(count) >= fits(best) ? count : best), 5);
      size = fits(columns);
    }
    this.element.style.setProperty('--ten-columns', String(columns));
    this.element.style.fontSize = `${Math.max(Math.min(size, Math.floor(largest(columns))), SMALLEST)}px`;
  }
}
