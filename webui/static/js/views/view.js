/** What every view of a feed has: its cell, its kept window, its name, and since when the feed has stopped. */

import {make} from '../ui/dom.js';
import {textWidth, typeScale} from '../ui/text_fit.js';
import {FeedWindow} from './feed_window.js';
import {formatClock, formatFitting, formatNumber} from '../values/format.js';

/** @import {FeedSpec, Point, ViewSpec} from '../types.js' */

/**
 * @typedef {object} Times how a view learns the time
 * @property {() => number} now server time
 * @property {(server: number) => Date} date the time of day of a server time
 * @property {(job: () => void) => void} ask run a job with the next animation frame
 * @property {() => void} [lack] more of the past is to be drawn than is known
 */

/** Pixels of a line of words, per type scale. */
export const LINE = 19;
/** The longest that is said of a feed that has stopped. */
const STOPPED = '\u25A0\u00A0No number since 00:00:00';
/** Pixels: what no view is smaller than. */
const LEAST = 56;
const EDGES = 16;
/** Milliseconds after a number was due until it is looked at. */
const LATER = 20;
/** Milliseconds from one drawing of lines and statistics to the next: ten times a second at the most. */
const REDRAW = 100;

/** Draws what costs more than a figure: not with every number, and the last always. */
export class Redraw {
  #drawn = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  #ask;
  #draw;

  /** @param {Times} times @param {() => void} draw */
  constructor(times, draw) {
    this.#ask = times.ask;
    this.#draw = draw;
  }

  /** Draw now, or when the time has come. */
  soon() {
    const wait = this.#drawn + REDRAW - performance.now();
    if (wait <= 0) this.now();
    else this.#later ??= setTimeout(() => this.#ask(() => this.now()), wait);
  }

  now() {
    this.leave();
    this.#drawn = performance.now();
    this.#draw();
  }

  /** What comes next is drawn at once. */
  anew() {
    this.#drawn = -Infinity;
  }

  leave() {
    clearTimeout(this.#later);
    this.#later = undefined;
  }
}

export class View {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #overdue;

  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    this.spec = spec;
    this.feed = feed;
    this.times = times;
    this.window = new FeedWindow(feed);
    const type = spec.type ?? 'feed';
    this.element = make('div', type === 'feed' ? 'cell feed' : `cell feed feed-${type}`);
    this.element.dataset.feed = feed.id;
    // A name, but no landmark: of one feed there may be many views.
    this.element.setAttribute('role', 'group');
    this.element.setAttribute('aria-label', feed.label);
    this.label = make('span', 'label', feed.label);
    this.label.dir = 'auto';
    this.stopped = make('span', 'stopped');
    this.head = make('div', 'head');
    this.head.append(this.label, this.stopped);
  }

  /** Paint what the window has. */
  paint() {}

  /** @returns {number} the least pixels in which it can be read */
  leastWidth() {
    return LEAST;
  }

  /** The same downwards. @param {number} width @param {boolean} roomy the page scrolls anyhow @returns {number} */
  leastHeight(width, roomy) {
    void width;
    void roomy;
    return LEAST;
  }

  /** Lines that are needed to say that the feed has stopped. @param {number} room pixels */
  stoppedLines(room) {
    // Words break where they do: a line is never quite full.
    return Math.ceil((textWidth(STOPPED, 14 * typeScale()) * 1.2) / Math.max(room, 1));
  }

  /** Pixels of the name, and of what is said beside or below it once the feed has stopped. @param {number} width of the cell */
  headHeight(width) {
    const room = width - EDGES;
    const name = Math.min(textWidth(this.feed.label, 14 * typeScale(), 400), room) + 12;
    const beside = name + textWidth(STOPPED, 14 * typeScale()) <= room;
    return (1 + (beside ? 0 : this.stoppedLines(room))) * LINE * typeScale();
  }

  /** Sizes changed: figures as large as there is room for. */
  fit() {}

  /** Sizes or colours changed. */
  layout() {
    this.refit();
  }

  /** Sizes changed: what is written goes by the room that there is now. */
  refit() {
    this.fit();
    this.paint();
  }

  /** What of the past it draws: so many milliseconds, until a server time or now. @returns {{span: number, end?: number} | null} */
  past() {
    return null;
  }

  /** The newest numbers. @param {Point[]} points @param {boolean} [anew] whether those that are known count no more */
  reset(points, anew) {
    this.window.reset(points, anew);
    this.filled();
  }

  /** What was missing is in the window. */
  filled() {
    this.times.ask(this.#painted);
  }

  /** What came since. @param {Point[]} points */
  push(points) {
    this.window.push(points);
    this.times.ask(this.#painted);
  }

  leave() {
    clearTimeout(this.#overdue);
  }

  #painted = () => {
    this.paint();
    this.#sayStopped();
  };

  /** Old numbers never pretend to be new. */
  #sayStopped() {
    clearTimeout(this.#overdue);
    const since = this.window.stopped(this.times.now());
    this.element.toggleAttribute('data-stopped', since !== null);
    const {newest} = this.window;
    let said = since === null ? '' : `No number since ${formatClock(this.times.date(since))}`;
    if (!newest && this.feed.source === 'program') said = 'No number yet';
    if (said !== this.stopped.textContent) {
      this.stopped.textContent = said;
      this.refit();
    }
    if (since !== null || !newest) return;
    const due = newest[0] + this.window.patience - this.times.now();
    this.#overdue = setTimeout(() => this.times.ask(this.#painted), Math.max(due, 0) + LATER);
  }
}

/**
 * Write a number as it has room; where that is not in full, its title says it in full.
 * @param {HTMLElement} element @param {number | undefined} number @param {number} decimals @param {(text: string) => boolean} fits in full
 * @param {(text: string) => boolean} [shorter] what fits once it does not; else the same
 */
export function write(element, number, decimals, fits, shorter = fits) {
  const full = number === undefined ? '\u2013' : formatNumber(number, decimals);
  const text = number === undefined || fits(full) ? full : formatFitting(number, decimals, shorter);
  if (element.textContent !== text) element.textContent = text;
  const title = text === full ? '' : full;
  if (element.title !== title) element.title = title;
}

/** A figure with its name before it. @param {string} name */
export function statistic(name) {
  const element = make('span');
  const value = make('b', undefined, '\u2013');
  value.dataset.statistic = name;
  element.append(name, value);
  return {element, value};
}
