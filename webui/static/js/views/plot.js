/** A feed's line over a time that is chosen on the screen, with its statistics, a pause, and a cursor. */

import {make} from '../ui/dom.js';
import {fitsIn, isWider, textWidth, typeScale} from '../ui/text_fit.js';
import {formatNumber, formatSpan} from '../values/format.js';
import {Plot} from './line_plot.js';
import {Redraw, View, statistic, write} from './view.js';

/** @import {FeedSpec, ViewSpec} from '../types.js' */
/** @import {Times} from './view.js' */

/** Seconds that may be chosen, as far as the feed keeps them. */
export const SPANS = [10, 30, 60, 300, 900, 3600];
/** Pixels: across and down, without type and per type scale; a higher plot where the page scrolls anyhow. */
const ACROSS = 240;
const DOWN = 110;
const DOWN_TYPE = 24;
const WIDE = 520;
const HIGHER = 120;
/** Sizes of the newest number, usual and least, and of statistics; what is beside and between them. */
const BIG = 28;
const SMALLEST = 20;
const SMALL = 14;
const EDGES = 16;
const BETWEEN = 12;

/** What was chosen stays so while the page lives. @type {Map<string, number>} */
const chosen = new Map();

export class PlotView extends View {
  #redraw = new Redraw(this.times, () => this.#draw());
  /** Server time at which it stands still, or null. @type {number | null} */
  #paused = null;
  /** @type {import('./cursor.js').Cursor | null} */
  #cursor = null;
  #room = 0;
  /** The longest figures that were fitted, and what has room as the newest number and as a statistic. */
  #widest = '';
  #large = fitsIn(Infinity, 1);
  #small = this.#large;

  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    super(spec, feed, times);
    this.big = make('span', 'big', '\u2013');
    this.big.dataset.newest = '';
    const number = make('span', 'newest');
    number.append(this.big);
    if (feed.unit) number.append(make('small', 'unit', feed.unit));
    this.numbers = {min: statistic('min'), mean: statistic('mean'), max: statistic('max')};
    const statistics = make('span', 'statistics');
    for (const {element} of Object.values(this.numbers)) statistics.append(element);
    this.plot = new Plot(feed, times);
    const tools = make('div', 'plot-tools');
    tools.append(number, statistics, this.#choices());
    this.element.append(this.head, tools, this.plot.element);
    // There is nothing to point at before the line is there; it comes with what draws it.
    void import('./cursor.js').then(({Cursor}) => (this.#cursor = new Cursor(this.plot, feed, times)), () => undefined);
  }

  #choices() {
    const spans = SPANS.filter((span) => span < this.feed.window);
    this.select = make('select');
    this.select.setAttribute('aria-label', `${this.feed.label}: time that is shown`);
    for (const span of [...spans, this.feed.window]) {
      const option = make('option', undefined, formatSpan(span));
      option.value = String(span);
      this.select.append(option);
    }
    this.select.value = String(chosen.get(this.feed.id) ?? this.feed.window);
    if (!this.select.value) this.select.value = String(this.feed.window);
    this.select.addEventListener('change', () => {
      chosen.set(this.feed.id, this.#span);
      this.#redraw.now();
      this.times.lack?.();
    });
    this.pause = make('button', undefined, 'Pause');
    this.pause.type = 'button';
    this.pause.addEventListener('click', () => this.#pause());
    const choices = make('div', 'plot-choices');
    choices.append(this.select, this.pause);
    return choices;
  }

  get #span() {
    return Number(/** @type {HTMLSelectElement} */ (this.select).value);
  }

  /** @override */
  past() {
    return {span: this.#span * 1000, end: this.#paused ?? undefined};
  }

  /** @override */
  filled() {
    super.filled();
    this.times.ask(this.#drawn);
  }

  #pause() {
    this.#paused = this.#paused === null ? this.window.newest?.[0] ?? this.times.now() : null;
    const button = /** @type {HTMLButtonElement} */ (this.pause);
    button.textContent = this.#paused === null ? 'Pause' : 'Go on';
    button.setAttribute('aria-pressed', String(this.#paused !== null));
    this.#redraw.now();
  }

  /** @override */
  leastWidth() {
    return ACROSS;
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const lines = width < WIDE * typeScale() ? 2 : 1;
    return Math.ceil(DOWN + this.headHeight(width) + lines * Math.max(44, 40 * typeScale()) + DOWN_TYPE * typeScale() + (roomy ? HIGHER : 0));
  }

  /** @override */
  fit() {
    const room = this.element.clientWidth - EDGES;
    if (room <= 0) return;
    const unit = this.feed.unit ? textWidth(this.feed.unit, SMALL * typeScale(), 400) + 4 : 0;
    this.#room = room - unit;
    this.#large = fitsIn(this.#room, SMALLEST);
    this.#small = fitsIn((room - 2 * BETWEEN) / 3, SMALL * typeScale(), 500);
    this.#widest = '';
    this.#fitBig();
  }

  #fitBig() {
    this.#widest = this.big.textContent ?? '';
    const size = Math.floor(this.#room / (textWidth(this.#widest, 100) / 100));
    if (this.#room) this.big.style.fontSize = `${Math.max(Math.min(size, BIG * typeScale()), SMALLEST)}px`;
  }

  /** @override */
  layout() {
    this.refit();
    this.plot.layout();
    this.#redraw.now();
  }

  /** @override */
  leave() {
    super.leave();
    this.#redraw.leave();
    this.plot.leave();
  }

  /** The newest with every frame that brings one; the rest when its time has come. @override */
  paint() {
    const {newest} = this.window;
    write(this.big, newest?.[1], this.feed.decimals, this.#large);
    if (isWider(this.big.textContent ?? '', this.#widest)) this.#fitBig();
    if (this.#paused !== null) return;
    this.#redraw.soon();
  }

  #drawn = () => this.#redraw.now();

  #draw() {
    const end = this.#paused ?? this.window.newest?.[0] ?? this.times.now();
    const found = this.window.statistics(end - this.#span * 1000);
    for (const name of /** @type {const} */ (['min', 'mean', 'max'])) {
      write(this.numbers[name].value, found?.[name], this.feed.decimals, this.#small);
    }
    this.plot.show(this.window, found, {span: this.#span, end});
    this.#cursor?.show(false);
  }
}
