/** A feed's line over its kept window, by uPlot: with gaps where nothing came, and the mean as a dashed line. */

import {make} from '../controls/control.js';

/** @import uPlot from '../../vendor/uplot.js' */
/** @import {FeedSpec} from '../types.js' */
/** @import {FeedWindow} from '../feed.js' */
/** @import {Statistics} from '../samples.js' */
/** @import {Times} from './view.js' */

/** The least seconds that the line's width shows. */
const YOUNG = 30;
/** Draws lines, a fifth of all scripts: fetched once there is a line to draw. @type {typeof import('./lines.js') | null} */
let lines = null;
const fetchLines = async () => {
  // uPlot formats by the browser's language; WebKitGTK names one that is none where the system has no more than "C".
  try {
    new Intl.NumberFormat(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', {value: 'en'});
  }
  lines = await import('./lines.js');
};

export class Plot {
  #feed;
  #times;
  /** @type {uPlot | null} */
  #plot = null;
  #mean = NaN;
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
    this.#mean = statistics?.mean ?? NaN;
    if (!this.#plot || !lines) return;
    const {bounds, line} = lines;
    const [oldest, newest] = window.span ?? [this.#times.now(), this.#times.now()];
    const end = (part?.end ?? newest) / 1000;
    // A young feed has the whole width; its window opens as it fills.
    const span = part?.span ?? Math.min(Math.max((newest - oldest) / 1000, YOUNG), this.#feed.window);
    const since = part && (end - span) * 1000;
    this.#plot.setData(line(window, span * 1000, this.#plot.bbox.width || this.#size.width, since), false);
    this.#plot.batch(() => {
      this.#plot?.setScale('x', {min: end - span, max: end});
      this.#plot?.setScale('y', bounds(statistics));
    });
  }

  /** The drawn number that is nearest to a time, in seconds, and where it is on the element; null where there is none. @param {number} time */
  nearest(time) {
    const plot = this.#plot;
    const [times, numbers] = plot?.data ?? [[], []];
    if (!plot || !times?.length || !numbers) return null;
    const index = plot.valToIdx(time);
    for (let away = 0; away < times.length; away += 1) {
      for (const place of [index - away, index + away]) {
        const [at, number] = [times[place], numbers[place]];
        if (at === undefined || number === null || number === undefined) continue;
        const [left, top] = [plot.bbox.left / devicePixelRatio, plot.bbox.top / devicePixelRatio];
        const [x, y] = [left + plot.valToPos(at, 'x'), top + plot.valToPos(number, 'y')];
        return {place, time: at, number, x, y, left, count: times.length};
      }
    }
    return null;
  }

  /** The time, in seconds, at so many pixels from the element's left. @param {number} x */
  timeAt(x) {
    return this.#plot ? this.#plot.posToVal(x - this.#plot.bbox.left / devicePixelRatio, 'x') : NaN;
  }

  /** The time of the drawn number some places away. @param {number} place @param {number} steps */
  timeBeside(place, steps) {
    const [times = [], numbers = []] = this.#plot?.data ?? [];
    for (let i = place + steps; i >= 0 && i < times.length; i += Math.sign(steps)) if (numbers[i] !== null) return times[i];
    return times[place];
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
    this.#plot = lines.lines(this.element, this.#size, this.#times, () => this.#mean);
    this.#again?.();
  }

  leave() {
    this.#watcher.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }
}
