/** A feed's line over a time that is chosen on the screen, with its statistics, a pause, and a cursor for fingers and keys. */

import {make} from '../controls/control.js';
import {fitsIn, isWider, textWidth, typeScale} from '../controls/fit.js';
import {formatClock, formatFitting, formatNumber, formatSpan} from '../format.js';
import {nearest, timeAt, timeBeside} from './cursor.js';
import {Plot} from './plot.js';
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
/** Drawn numbers that a Page key goes. */
const FAR = 10;
/** Sizes of the newest number, usual and least, of statistics and of what the cursor says; what is beside and between them. */
const BIG = 28;
const SMALLEST = 20;
const SMALL = 14;
const LARGE = 16;
const SAID = 32;
const EDGES = 16;
const BETWEEN = 12;

/** What was chosen stays so while the page lives. @type {Map<string, number>} */
const chosen = new Map();

export class PlotView extends View {
  #redraw = new Redraw(this.times, () => this.#draw());
  /** Server time at which it stands still, or null. @type {number | null} */
  #paused = null;
  /** The time of the number that the cursor is at, in seconds, or null. @type {number | null} */
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
    this.at = make('div', 'at');
    this.dot = make('i');
    this.at.append(this.dot);
    this.said = make('div', 'said');
    const tools = make('div', 'plot-tools');
    tools.append(number, statistics, this.#choices());
    this.element.append(this.head, tools, this.plot.element);
    this.#listen();
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

  #pause() {
    this.#paused = this.#paused === null ? this.window.newest?.[0] ?? this.times.now() : null;
    const button = /** @type {HTMLButtonElement} */ (this.pause);
    button.textContent = this.#paused === null ? 'Pause' : 'Go on';
    button.setAttribute('aria-pressed', String(this.#paused !== null));
    this.#redraw.now();
  }

  #listen() {
    const {element} = this.plot;
    element.removeAttribute('aria-hidden');
    element.tabIndex = 0;
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-label', `${this.feed.label}, cursor`);
    this.#describe(null);
    /** @type {number | null} */
    let finger = null;
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || finger !== null) return;
      // It is no finger that scrolls the page.
      event.stopPropagation();
      finger = event.pointerId;
      if (event.isTrusted) element.setPointerCapture(finger);
      element.focus({preventScroll: true});
      this.#point(event);
    });
    element.addEventListener('pointermove', (event) => {
      if (event.pointerId === finger) this.#point(event);
    });
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      element.addEventListener(type, (event) => {
        if (event.pointerId === finger) finger = null;
      });
    }
    element.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {PointerEvent} event */
  #point(event) {
    this.#cursor = timeAt(this.plot.drawn, event.clientX - this.plot.element.getBoundingClientRect().left);
    this.#showCursor(true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR}[event.key];
    const now = this.#cursor === null ? null : nearest(this.plot.drawn, this.plot.unit, this.#cursor);
    if (event.key === 'Escape' && now) this.#cursor = null;
    else if (event.key === 'Home') this.#cursor = -Infinity;
    else if (event.key === 'End' || (steps && !now)) this.#cursor = Infinity;
    else if (steps && now) this.#cursor = timeBeside(this.plot.drawn, now.place, steps) ?? now.time;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#showCursor(true);
  }

  /** @param {boolean} moved by a hand: then it goes to a number; else it stays with the one it has */
  #showCursor(moved) {
    const found = this.#cursor === null ? null : nearest(this.plot.drawn, this.plot.unit, Math.min(Math.max(this.#cursor, -1e15), 1e15));
    if (found && moved) this.#cursor = found.time;
    // What it was at has left the plot.
    const gone = !found || (this.#cursor ?? 0) < timeAt(this.plot.drawn, 0) - 1e-6;
    if (gone) this.#cursor = null;
    if (!found || gone) {
      this.at.remove();
      this.said.remove();
      return this.#describe(null);
    }
    if (!this.at.parentElement) this.plot.element.append(this.at, this.said);
    this.at.style.transform = `translate3d(${found.x.toFixed(1)}px,0,0)`;
    this.dot.style.top = `${found.y.toFixed(1)}px`;
    const unit = this.feed.unit ? `\u00A0${this.feed.unit}` : '';
    const clock = formatClock(this.times.date(found.time * 1000));
    const rest = `${unit} \u00A0${clock}`;
    // The time of day goes below where it has no room.
    const room = this.plot.element.clientWidth - found.left - SAID;
    const size = Math.max(Math.min(LARGE * typeScale(), Math.floor((room * 100) / textWidth(clock, 100))), SMALL);
    this.said.style.fontSize = `${size}px`;
    const fits = fitsIn(room - textWidth(unit, size), size);
    this.said.textContent = `${formatFitting(found.number, this.feed.decimals, fits)}${rest}`;
    this.said.style.setProperty('--left', `${found.left}px`);
    this.said.dataset.side = found.x < this.plot.element.clientWidth / 2 ? 'left' : 'right';
    return this.#describe({...found, clock});
  }

  /** @param {{place: number, count: number, number: number, clock: string} | null} found */
  #describe(found) {
    const {element} = this.plot;
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', String(found ? found.count - 1 : 0));
    element.setAttribute('aria-valuenow', String(found?.place ?? 0));
    const said = found ? `${formatNumber(found.number, this.feed.decimals)} ${this.feed.unit} at ${found.clock}` : 'No cursor';
    element.setAttribute('aria-valuetext', said.replace('  ', ' '));
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

  #draw() {
    const end = this.#paused ?? this.window.newest?.[0] ?? this.times.now();
    const found = this.window.statistics(end - this.#span * 1000);
    for (const name of /** @type {const} */ (['min', 'mean', 'max'])) {
      write(this.numbers[name].value, found?.[name], this.feed.decimals, this.#small);
    }
    this.plot.show(this.window, found, {span: this.#span, end});
    this.#showCursor(false);
  }
}
