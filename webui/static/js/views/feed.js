/** A live number: the newest one big, its statistics, its line over the kept window, and its last ten. */

import {make} from '../ui/dom.js';
import {fitsIn, isWider, textWidth, typeScale} from '../ui/text_fit.js';
import {LastTen} from './number_list.js';
import {Redraw, View, statistic, write} from './view.js';

/** @import {FeedSpec, ViewSpec} from '../types.js' */
/** @import {Plot} from './line_plot.js' */
/** @import {Times} from './view.js' */

/** The least pixels: across; down without type, per type scale, and for a higher plot where the page scrolls anyhow. */
const ACROSS = 160;
const DOWN = 108;
const DOWN_TYPE = 140;
const HIGHER_PLOT = 120;
/** The last ten stand in two rows, or in more: pixels of each. */
const FEWEST_ROWS = 2;
const ROW = 23;
/** Sizes of the newest number and of the statistics, usual and least; the cell's edges, and what is between statistics, least and usual. */
const BIG = [44, 20];
const SMALL = 14;
const EDGES = 16;
const BETWEEN = [6, 12];

export class FeedView extends View {
  /** @type {Plot | undefined} */
  plot;
  #left = false;
  #redraw = new Redraw(this.times, () => this.#draw());
  /** The longest figures that were fitted. */
  #widest = '';
  /** What has room as the newest number and as a statistic, at their least sizes. */
  #large = fitsIn(Infinity, 1);
  #small = this.#large;

  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    super(spec, feed, times);
    this.big = make('span', 'big', '\u2013');
    this.big.dataset.newest = '';
    this.min = statistic('min');
    this.mean = statistic('mean');
    this.max = statistic('max');
    this.statistics = make('span', 'statistics');
    this.place = make('div', 'plot');
    this.#fetchPlot().catch(() => undefined);
    this.ten = new LastTen(feed.decimals);
    this.element.append(...this.#top(), this.place, this.ten.element);
  }

  /** The line's own script is not needed for the first paint. Without it there are the numbers. */
  async #fetchPlot() {
    const {Plot} = await import('./line_plot.js');
    if (this.plot || this.#left) return;
    this.plot = new Plot(this.feed, this.times);
    this.place.replaceWith(this.plot.element);
    this.#redraw.now();
  }

  #top() {
    const top = make('div', 'top');
    const number = make('span', 'newest');
    number.append(this.big);
    if (this.feed.unit) number.append(make('small', 'unit', this.feed.unit));
    for (const {element} of [this.min, this.mean, this.max]) this.statistics.append(element);
    top.append(number, this.statistics);
    return [this.head, top];
  }

  /** @override */
  past() {
    return {span: this.window.length};
  }

  /** @override */
  filled() {
    this.#redraw.anew();
    super.filled();
  }

  /** @override */
  leastWidth() {
    return ACROSS;
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const more = this.ten.rows(width - EDGES) - FEWEST_ROWS;
    return Math.ceil(DOWN + (DOWN_TYPE + more * ROW) * typeScale() + (roomy ? HIGHER_PLOT : 0));
  }

  /** @override */
  fit() {
    const figures = this.big.textContent ?? '';
    if (isWider(figures, this.#widest)) this.#widest = figures;
    const [room, scale] = [this.element.clientWidth - EDGES, typeScale()];
    if (room <= 0) return;
    const [usual = 0, least = 0] = BIG;
    const [tight = 0, loose = 0] = BETWEEN;
    const unit = this.feed.unit ? textWidth(this.feed.unit, SMALL * scale, 400) + 4 : 0;
    this.#large = fitsIn(room - unit, least);
    this.#small = fitsIn((room - 2 * tight - 2) / 3, SMALL, 500);
    const big = Math.floor((room - unit) / (textWidth(this.#widest, 100) / 100));
    this.big.style.fontSize = `${Math.max(Math.min(usual * scale, big), least)}px`;
    const width = Math.max(textWidth(this.#widest, 100, 500), textWidth('mean', 100, 400)) / 100;
    const small = Math.max(Math.min(SMALL * scale, Math.floor((room - 2 * tight - 2) / (3 * width) * 2) / 2), SMALL);
    this.statistics.style.fontSize = `${small}px`;
    this.statistics.style.columnGap = `${Math.max(Math.min((room - 3 * width * small) / 2 - 1, loose), tight)}px`;
    this.ten.layout();
  }

  /** @override */
  layout() {
    this.refit();
    if (this.plot) this.plot.layout();
    else this.#fetchPlot().catch(() => undefined);
    this.#redraw.now();
  }

  /** @override */
  leave() {
    super.leave();
    this.#redraw.leave();
    this.#left = true;
    this.plot?.leave();
  }

  /** The figures with every frame that brings one; the rest when its time has come. @override */
  paint() {
    const newest = this.window.newest;
    write(this.big, newest?.[1], this.feed.decimals, this.#large);
    if (isWider(this.big.textContent ?? '', this.#widest)) this.fit();
    this.ten.show(this.window.lastTen());
    this.#redraw.soon();
  }

  #draw() {
    const found = this.window.statistics();
    for (const name of /** @type {const} */ (['min', 'mean', 'max'])) write(this[name].value, found?.[name], this.feed.decimals, this.#small);
    this.plot?.show(this.window, found);
  }
}
