/** A feed's line over its kept window, by uPlot: with gaps where nothing came, and the mean as a dashed line. */

import {make} from '../ui/dom.js';

/** @import uPlot from '../../vendor/uplot.js' */
/** @import {FeedSpec} from '../types.js' */
/** @import {FeedWindow} from './feed_window.js' */
/** @import {Statistics} from './samples.js' */
/** @import {Times} from './view.js' */

/** The least seconds that the line's width shows. */
const YOUNG = 30;
const HUGE = 1e300;
/** Draws lines, a fifth of all scripts: fetched once there is a line to draw. @type {typeof import('./axis_labels.js') | null} */
let lines = null;
const fetchLines = async () => {
  // uPlot formats by the browser's language; WebKitGTK names one that is none where the system has no more than "C".
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', {value: 'en'});
  }
  lines = await import('./axis_labels.js');
};

export class Plot {
  #feed;
  #times;
  /** @type {uPlot | null} */
  #plot = null;
  #mean = NaN;
  /** By which numbers are multiplied to be drawn: the difference of the largest ones would be no number. */
  unit = 1;
  #size = {width: 0, height: 0};
  /** @type {ResizeObserver} */
  #watcher;
  /** @type {(() => void) | null} */
  #again = null;

  /** @param {FeedSpec} feed @param {Times} times */
  constructor(feed, times) {
    this.#feed = feed;
    this.#times = times;
    this.element = make('div', 'plot');
    this.element.setAttribute('aria-hidden', 'true');
    this.#watcher = new ResizeObserver(() => this.layout());
    this.#watcher.observe(this.element);
  }

  /**
   * Draw all that is kept, or a part of it.
   * @param {FeedWindow} window @param {Statistics | null} statistics of what is drawn
   * @param {{span: number, end: number}} [part] how many seconds, and until which server time
   */
  show(window, statistics, part) {
    this.#again = () => this.show(window, statistics, part);
    const {min = 0, mean = NaN, max = 0} = statistics ?? {};
    this.unit = Math.max(max, -min) > HUGE ? 1 / HUGE : 1;
    this.#mean = mean * this.unit;
    if (!this.#plot || !lines) return;
    const {bounds, line} = lines;
    const [oldest, newest] = window.span ?? [this.#times.now(), this.#times.now()];
    const end = (part?.end ?? newest) / 1000;
    // A young feed has the whole width; its window opens as it fills.
    const span = part?.span ?? Math.min(Math.max((newest - oldest) / 1000, YOUNG), this.#feed.window);
    const since = part && (end - span) * 1000;
    const [times, numbers] = line(window, span * 1000, this.#plot.bbox.width || this.#size.width, since);
    this.#plot.setData([times, numbers.map((number) => number && number * this.unit)], false);
    this.#plot.batch(() => {
      this.#plot?.setScale('x', {min: end - span, max: end});
      this.#plot?.setScale('y', bounds(statistics && {...statistics, min: min * this.unit, max: max * this.unit}, this.#feed.decimals));
    });
  }

  /** What draws it, once it is there. */
  get drawn() {
    return this.#plot;
  }

  /** Sizes or colours changed: drawn anew from what is known. */
  layout() {
    const {clientWidth: width, clientHeight: height} = this.element;
    this.#plot?.destroy();
    this.#plot = null;
    if (width < 40 || height < 30) return;
    this.#size = {width, height};
    // Without it there are the numbers; the page says by itself when its server is gone.
    if (!lines) return void fetchLines().then(() => this.layout(), () => undefined);
    this.#plot = lines.lines(this.element, this.#size, this.#times, () => this.#mean, () => this.unit);
    this.#again?.();
  }

  leave() {
    this.#watcher.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }
}
