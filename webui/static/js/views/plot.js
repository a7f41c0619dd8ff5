/** A feed's line over its kept window, by uPlot: with gaps where nothing came, and the mean as a dashed line. */

import {bounds} from '../bounds.js';
import {make} from '../controls/control.js';
import {textWidth, typeScale} from '../controls/fit.js';
import {formatClock} from '../format.js';
/** @import uPlot from '../../vendor/uplot.js' */
/** @import {FeedSpec} from '../types.js' */
/** @import {FeedWindow} from '../feed.js' */
/** @import {Statistics} from '../samples.js' */
/** @import {Times} from './view.js' */

/** The least seconds that the line's width shows. */
const YOUNG = 30;
/** Seconds between marks on the time axis. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** What draws lines, a fifth of all scripts: it comes once there is a line to draw. @type {typeof uPlot | null} */
let Lines = null;
const fetchLines = async () => {
  Lines = (await import('../../vendor/uplot.js')).default;
};

export class Plot {
  #feed;
  #times;
  /** @type {uPlot | null} */
  #plot = null;
  #mean = NaN;
  /** Seconds between the marks that are drawn. */
  #step = 60;
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
    if (!this.#plot) return;
    const [oldest, newest] = window.span ?? [this.#times.now(), this.#times.now()];
    const end = (part?.end ?? newest) / 1000;
    // A young feed has the whole width; its window opens as it fills.
    const span = part?.span ?? Math.min(Math.max((newest - oldest) / 1000, YOUNG), this.#feed.window);
    const since = part && (end - span) * 1000;
    this.#plot.setData(window.line(span * 1000, this.#plot.bbox.width || this.#size.width, since), false);
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
    if (!Lines) return void fetchLines().then(() => this.layout(), () => undefined);
    this.#plot = new Lines(this.#options(), [[], []], this.element);
    this.#again?.();
  }

  leave() {
    this.#watcher.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** @returns {uPlot.Options} */
  #options() {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    const size = Math.round(14 * typeScale());
    const font = `${size}px Inter, sans-serif`;
    const [value, line, muted] = [colour('--value'), colour('--line'), colour('--muted')];
    const grid = {stroke: line, width: 1};
    return {
      ...this.#size,
      legend: {show: false},
      cursor: {show: false},
      padding: [size / 2 + 2, size, 0, 0],
      scales: {x: {time: false, auto: false}, y: {auto: false}},
      series: [
        {},
        {stroke: value, width: 2, fill: colour('--value-soft'), points: {show: false}, spanGaps: false},
      ],
      axes: [
        {
          stroke: muted, font, grid: {show: false}, ticks: {show: false}, size: size + 14, gap: 8,
          splits: (plot) => this.#timeMarks(plot), values: (plot, marks) => marks.map((mark) => this.#time(mark)),
        },
        {
          stroke: muted, font, grid, ticks: {show: false}, gap: 6,
          size: (plot, texts) => Math.max(...(texts ?? ['']).map((text) => text.length)) * size * 0.64 + 8,
          space: (plot) => Math.max(size * 2.4, plot.height / 7),
        },
      ],
      hooks: {draw: [(plot) => this.#drawMean(plot, muted)]},
    };
  }

  /** Whole minutes or seconds on the clock, as many as there is room for. @param {uPlot} plot @returns {number[]} */
  #timeMarks(plot) {
    const {min = 0, max = 0} = plot.scales.x ?? {};
    if (min === null || max === null || !(max > min)) return [];
    const most = Math.max(Math.floor(this.#size.width / (90 * typeScale())), 1);
    const step = STEPS.find((seconds) => (max - min) / seconds <= most) ?? 3600;
    this.#step = step;
    // The day's clock and the server's are apart by a constant: the marks stand on whole steps of the day's.
    const shift = this.#times.date(0).getTime() / 1000;
    const marks = [];
    // A mark at the very end would have no room for its time, nor one at the beginning beside narrow figures.
    const half = textWidth(this.#time(min), 14 * typeScale(), 400) / 2 + 2;
    const start = min + ((max - min) / this.#size.width) * Math.max(half - plot.bbox.left / devicePixelRatio, 0);
    const end = max - ((max - min) / this.#size.width) * 20 * typeScale();
    for (let mark = Math.ceil((start + shift) / step) * step - shift; mark <= end; mark += step) marks.push(mark);
    return marks;
  }

  /** @param {number} mark server time in seconds */
  #time(mark) {
    return formatClock(new Date(Math.round(this.#times.date(mark * 1000).getTime() / 1000) * 1000), this.#step < 60);
  }

  /** @param {uPlot} plot @param {string} colour */
  #drawMean(plot, colour) {
    if (!Number.isFinite(this.#mean)) return;
    const {ctx, bbox} = plot;
    const y = Math.round(plot.valToPos(this.#mean, 'y', true));
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
}
