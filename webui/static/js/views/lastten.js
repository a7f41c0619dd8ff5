/** The last ten numbers of a feed, newest last. */

import {make} from '../controls/control.js';
import {textWidth, typeScale} from '../controls/fit.js';
import {formatNumber} from '../format.js';

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
      const text = number === undefined ? '' : formatNumber(number, this.#decimals);
      if (place.textContent !== text) place.textContent = text;
      if (text.length > this.#fitted.length) this.#fit(text);
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
    if (!room || !widest) return;
    const scale = typeScale();
    const width = textWidth(widest, 100) / 100;
    const largest = (/** @type {number} */ columns) => ((room + GAP) / columns - GAP) / width;
    let [columns, size] = [largest(5) >= SMALLEST ? 5 : 2, USUAL * scale];
    if (this.#fills) {
      const high = this.element.clientHeight;
      const fits = (/** @type {number} */ count) => Math.min(largest(count), (high / (10 / count) - BETWEEN) / LINE, LARGEST * scale);
      columns = COLUMNS.reduce((best, count) => (fits(count) >= fits(best) ? count : best), columns);
      size = fits(columns);
    }
    this.element.style.setProperty('--ten-columns', String(columns));
    this.element.style.fontSize = `${Math.max(Math.min(size, Math.floor(largest(columns))), SMALLEST)}px`;
  }
}
