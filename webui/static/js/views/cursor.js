/** The cursor of a plot, for fingers and keys: the number at a time, and when it was. */

import {make} from '../ui/dom.js';
import {fitsIn, textWidth, typeScale} from '../ui/text_fit.js';
import {formatClock, formatFitting, formatNumber} from '../values/format.js';

/** @import {FeedSpec} from '../types.js' */
/** @import {Plot} from './line_plot.js' */
/** @import {Times} from './view.js' */

/** Drawn numbers that a Page key goes. */
const FAR = 10;
/** Pixels: of what the cursor says, usual and least, and what is beside it. */
const LARGE = 16;
const SMALL = 14;
const SAID = 32;

export class Cursor {
  /** The time of the number that it is at, in seconds, or null. @type {number | null} */
  #at = null;
  #plot;
  #feed;
  #times;
  #mark = make('div', 'at');
  #dot = make('i');
  #said = make('div', 'said');

  /** @param {Plot} plot @param {FeedSpec} feed @param {Times} times */
  constructor(plot, feed, times) {
    this.#plot = plot;
    this.#feed = feed;
    this.#times = times;
    this.#mark.append(this.#dot);
    const {element} = plot;
    element.removeAttribute('aria-hidden');
    element.tabIndex = 0;
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-label', `${this.#feed.label}, cursor`);
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
    this.#at = this.#timeAt(event.clientX - this.#plot.element.getBoundingClientRect().left);
    this.show(true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR}[event.key];
    const now = this.#at === null ? null : this.#nearest(this.#at);
    if (event.key === 'Escape' && now) this.#at = null;
    else if (event.key === 'Home') this.#at = -Infinity;
    else if (event.key === 'End' || (steps && !now)) this.#at = Infinity;
    else if (steps && now) this.#at = this.#timeBeside(now.place, steps) ?? now.time;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.show(true);
  }

  /** @param {boolean} moved by a hand: then it goes to a number; else it stays with the one it has */
  show(moved) {
    const found = this.#at === null ? null : this.#nearest(Math.min(Math.max(this.#at, -1e15), 1e15));
    if (found && moved) this.#at = found.time;
    // What it was at has left the plot.
    const gone = !found || (this.#at ?? 0) < this.#timeAt(0) - 1e-6;
    if (gone) this.#at = null;
    if (!found || gone) {
      this.#mark.remove();
      this.#said.remove();
      return this.#describe(null);
    }
    if (!this.#mark.parentElement) this.#plot.element.append(this.#mark, this.#said);
    this.#mark.style.transform = `translate3d(${found.x.toFixed(1)}px,0,0)`;
    this.#dot.style.top = `${found.y.toFixed(1)}px`;
    const unit = this.#feed.unit ? `\u00A0${this.#feed.unit}` : '';
    const clock = formatClock(this.#times.date(found.time * 1000));
    // The time of day goes below where it has no room.
    const room = this.#plot.element.clientWidth - found.left - SAID;
    const size = Math.max(Math.min(LARGE * typeScale(), Math.floor((room * 100) / textWidth(clock, 100))), SMALL);
    this.#said.style.fontSize = `${size}px`;
    const fits = fitsIn(room - textWidth(unit, size), size);
    this.#said.textContent = `${formatFitting(found.number, this.#feed.decimals, fits)}${unit} \u00A0${clock}`;
    this.#said.style.setProperty('--left', `${found.left}px`);
    this.#said.dataset.side = found.x < this.#plot.element.clientWidth / 2 ? 'left' : 'right';
    return this.#describe({...found, clock});
  }

  /** The drawn number that is nearest to a time, in seconds, and where it is on the element; null where there is none. @param {number} time */
  #nearest(time) {
    const plot = this.#plot.drawn;
    const [times, numbers] = plot?.data ?? [[], []];
    if (!plot || !times?.length || !numbers) return null;
    const index = plot.valToIdx(time);
    for (let away = 0; away < times.length; away += 1) {
      for (const place of [index - away, index + away]) {
        const [at, number] = [times[place], numbers[place]];
        if (at === undefined || number === null || number === undefined) continue;
        const [left, top] = [plot.bbox.left / devicePixelRatio, plot.bbox.top / devicePixelRatio];
        const [x, y] = [left + plot.valToPos(at, 'x'), top + plot.valToPos(number, 'y')];
        return {place, time: at, number: number / this.#plot.unit, x, y, left, count: times.length};
      }
    }
    return null;
  }

  /** The time, in seconds, at so many pixels from the element's left. @param {number} x */
  #timeAt(x) {
    const plot = this.#plot.drawn;
    return plot ? plot.posToVal(x - plot.bbox.left / devicePixelRatio, 'x') : NaN;
  }

  /** The time of the drawn number some places away. @param {number} place @param {number} steps */
  #timeBeside(place, steps) {
    const [times = [], numbers = []] = this.#plot.drawn?.data ?? [];
    for (let i = place + steps; i >= 0 && i < times.length; i += Math.sign(steps)) if (numbers[i] !== null) return times[i];
    return times[place];
  }

  /** @param {{place: number, count: number, number: number, clock: string} | null} found */
  #describe(found) {
    const {element} = this.#plot;
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', String(found ? found.count - 1 : 0));
    element.setAttribute('aria-valuenow', String(found?.place ?? 0));
    const said = found ? `${formatNumber(found.number, this.#feed.decimals)} ${this.#feed.unit} at ${found.clock}` : 'No cursor';
    element.setAttribute('aria-valuetext', said.replace('  ', ' '));
  }
}
