/** A feed's newest number, as large as its cell allows: to be read from the other side of the stage. */

import {make} from '../ui/dom.js';
import {isWider, textWidth} from '../ui/text_fit.js';
import {formatNumber} from '../values/format.js';
import {View, write} from './view.js';

/** @import {FeedSpec, ViewSpec} from '../types.js' */
/** @import {Times} from './view.js' */

const EDGES = 16;
/** Pixels of the smallest size; of the cell's height as much as looks well; of the figures' size, the unit's. */
const LEAST = 28;
/** The smallest size of figures that would not have room in full. */
const SMALLEST = 20;
const HIGH = 0.82;
const UNIT = 0.4;
const SMALL = 14;

export class BigView extends View {
  /** The longest figures that were fitted. */
  #widest = '';
  #room = 0;

  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    super(spec, feed, times);
    this.big = make('span', 'big', '\u2013');
    this.big.dataset.newest = '';
    this.number = make('div', 'newest');
    this.number.append(this.big);
    if (feed.unit) this.number.append(make('small', 'unit', feed.unit));
    this.element.append(this.head, this.number);
  }

  get #usual() {
    return formatNumber(-100, this.feed.decimals);
  }

  /** @override */
  leastWidth() {
    return Math.ceil(EDGES + this.#width(this.#usual) * LEAST);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    return Math.ceil(EDGES + 4 + this.headHeight(width) + LEAST / HIGH);
  }

  /** Times the size: pixels of figures and unit. @param {string} figures */
  #width(figures) {
    const unit = this.feed.unit ? (textWidth(this.feed.unit, 100, 400) / 100) * UNIT + 0.1 : 0;
    return textWidth(figures, 100) / 100 + unit;
  }

  /** Whether figures have room in a size. @param {number} size */
  #fits(size) {
    return (/** @type {string} */ text) => !this.#room || this.#width(text) * size <= this.#room;
  }

  /** @override */
  fit() {
    const figures = this.big.textContent ?? '';
    if (isWider(figures, this.#widest)) this.#widest = figures;
    const {clientWidth, clientHeight} = this.number;
    this.#room = clientWidth;
    if (!clientWidth || !clientHeight) return;
    const across = clientWidth / this.#width(this.#widest || this.#usual);
    const size = Math.max(Math.floor(Math.min(across, clientHeight * HIGH)), SMALLEST);
    this.number.style.fontSize = `${size}px`;
    this.number.style.setProperty('--unit-size', `${Math.max(size * UNIT, SMALL)}px`);
  }

  /** @override */
  paint() {
    const {newest} = this.window;
    write(this.big, newest?.[1], this.feed.decimals, this.#fits(SMALLEST), this.#fits(LEAST));
    if (isWider(this.big.textContent ?? '', this.#widest)) this.fit();
  }
}
