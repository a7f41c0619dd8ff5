/** A feed as a meter: a bar with marks, the peak of the last two seconds, and a warning where it is too high. */

import {isWide, make} from '../ui/dom.js';
import {fitsIn, isWider, textWidth, typeScale} from '../ui/text_fit.js';
import {formatNumber, formatSpoken} from '../values/format.js';
import {HOLD, Peak} from './peak.js';
import {Range} from '../values/range.js';
import {LINE, View, write} from './view.js';

/** @import {FeedSpec, Point, ViewSpec} from '../types.js' */
/** @import {Times} from './view.js' */

const EDGES = 16;
const VALUE = 20;
const SMALL = 14;
/** Pixels of a mark's figures at the usual type size, and of the value for which a cell still grows. */
const MARK = 56;
const WIDEST = 120;
/** Pixels along the bar at the least, and from one mark's figures to the next. */
const BAR = 100;
const ROOMY_BAR = 160;
const APART = 18;
const THICK = 20;
/** Per type scale: the value with its unit beside or below, and the name. */
const WORDS = 54;
const UNIT_LINE = 24;
/** Of a lying one's name, and of the sign, as much as has to be seen. */
const NAME = 64;
/** Pixels of that sign, and the part of the line that the value may take. */
const SIGN = 16;
/** Pixels by which a mark's figures may go beyond a lying bar. */
const BEYOND = 14;
const BESIDE = 0.6;

export class MeterView extends View {
  #peak = new Peak();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fall;
  /** @type {number | null | undefined} */
  #number;
  /** What has room as the value at its least size, and the longest figures that were fitted. */
  #fits = fitsIn(Infinity, 1);
  #widest = '';
  #at = '';
  #peaked = '';

  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    super(spec, feed, times);
    this.range = new Range(spec);
    this.warn = spec.warn ?? null;
    this.lies = isWide(spec.place);
    this.element.toggleAttribute('data-lies', this.lies);
    this.big = make('span', 'number', '\u2013');
    this.big.dataset.newest = '';
    this.value = make('div', 'value');
    this.value.append(this.big);
    if (feed.unit) this.value.append(make('small', 'unit', feed.unit));
    this.bar = make('div', 'bar');
    this.bar.setAttribute('role', 'meter');
    this.bar.setAttribute('aria-label', feed.label);
    for (const [name, end] of /** @type {const} */ ([['aria-valuemin', this.range.min], ['aria-valuemax', this.range.max]])) {
      this.bar.setAttribute(name, String(end));
    }
    this.fill = make('div', 'fill');
    this.peak = make('div', 'peak');
    const way = make('div', 'ways');
    way.append(this.fill, this.peak);
    if (this.warn !== null) {
      const line = make('i', 'warn');
      line.style[this.lies ? 'left' : 'bottom'] = `${this.range.position(this.warn) * 100}%`;
      way.append(line);
    }
    this.bar.append(way);
    this.marks = (spec.marks ?? []).map((mark) => this.#mark(mark));
    const scale = make('div', 'scale');
    scale.setAttribute('aria-hidden', 'true');
    scale.append(...this.marks.map(({element}) => element));
    this.body = make('div', 'meter-body');
    this.body.append(scale, this.bar);
    this.peak.hidden = true;
    this.head.prepend(this.value);
    this.element.append(this.head, this.body);
    // As on a fader: the number above, the name below.
    if (!this.lies) this.element.append(this.label);
  }

  /** @param {number} mark */
  #mark(mark) {
    const element = make('i');
    const figures = make('span');
    write(figures, mark, Number.isInteger(mark) ? 0 : this.feed.decimals, fitsIn(MARK, SMALL, 400));
    element.append(figures);
    element.style[this.lies ? 'left' : 'bottom'] = `${this.range.position(mark) * 100}%`;
    return {element, figures, position: this.range.position(mark)};
  }

  /** Pixels of the widest mark's figures. */
  get #marksWidth() {
    return Math.max(0, ...this.marks.map(({figures}) => textWidth(figures.textContent ?? '', SMALL * typeScale(), 400)));
  }

  /** @override */
  leastWidth() {
    const scale = typeScale();
    const ends = [this.range.min, this.range.max].map((end) => textWidth(formatNumber(end, this.feed.decimals), VALUE * scale));
    const value = Math.min(Math.max(...ends), WIDEST * scale);
    const unit = this.feed.unit ? textWidth(this.feed.unit, SMALL * scale, 400) + 3 : 0;
    if (this.lies) return Math.ceil(Math.max(EDGES + BAR, EDGES + value + unit + NAME * scale));
    return Math.ceil(Math.max(EDGES / 2 + Math.max(value, unit), EDGES / 2 + this.#marksWidth + 12 + THICK));
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const scale = typeScale();
    const stopped = this.stoppedLines(width - EDGES / 2) * LINE * scale;
    if (this.lies) return Math.ceil(EDGES + 4 + (28 + 24) * scale + THICK + stopped);
    return Math.ceil(EDGES + 12 + (WORDS + (this.feed.unit ? UNIT_LINE : 0)) * scale + stopped + (roomy ? ROOMY_BAR : BAR));
  }

  #write() {
    write(this.big, this.#number ?? undefined, this.feed.decimals, this.#fits);
    if (isWider(this.big.textContent ?? '', this.#widest)) this.#fitValue();
  }

  /** The value's size: as usual where it has room. */
  #fitValue() {
    const scale = typeScale();
    const unit = this.feed.unit ? textWidth(this.feed.unit, SMALL * scale, 400) + 3 : 0;
    // A lying one has its name beside it, and where it is too high a sign.
    const room = this.lies ? (this.element.clientWidth - EDGES - SIGN) * BESIDE - unit : this.element.clientWidth - EDGES / 2;
    if (room <= 0) return;
    this.#fits = fitsIn(room, SMALL);
    this.#widest = this.big.textContent ?? '';
    const size = Math.floor(room / (textWidth(this.#widest, 100) / 100));
    this.big.style.fontSize = `${Math.max(Math.min(size, VALUE * scale), SMALL)}px`;
  }

  /** Marks whose figures would touch the next one's go without. @override */
  fit() {
    this.#widest = '';
    this.#fitValue();
    this.#write();
    const scale = typeScale();
    const long = this.lies ? this.bar.clientWidth : this.bar.clientHeight;
    let end = -Infinity;
    const need = this.lies ? this.#marksWidth + 8 : APART * scale;
    const last = this.marks.at(-1);
    for (const mark of this.marks) {
      const at = mark.position * long;
      // The last one tells how far it goes.
      const shows = mark === last || (at - end >= need && (last ? last.position * long - at >= need : true));
      mark.figures.hidden = !shows;
      // At the ends of a lying one long figures stand a little inwards.
      const beyond = textWidth(mark.figures.textContent ?? '', SMALL * scale, 400) / 2 - BEYOND;
      const inwards = Math.max(beyond - at, 0) - Math.max(beyond - (long - at), 0);
      mark.figures.style.transform = this.lies ? `translateX(${inwards.toFixed(1)}px)` : '';
      if (shows) end = at;
    }
  }

  /** @override */
  past() {
    return {span: HOLD};
  }

  /** @override */
  filled() {
    const {samples, span} = this.window;
    this.#peak.clear();
    for (let i = samples.find((span?.[1] ?? 0) - HOLD); i < samples.to; i += 1) this.#take([samples.at(i)]);
    super.filled();
  }

  /** @override @param {Point[]} points */
  push(points) {
    this.#take(points);
    super.push(points);
  }

  /** @param {Point[]} points */
  #take(points) {
    for (const [time, number] of points) if (number !== null) this.#peak.push(time, number);
  }

  /** @override */
  leave() {
    super.leave();
    clearTimeout(this.#fall);
  }

  /** @override */
  paint() {
    const newest = this.window.newest;
    const number = newest?.[1] ?? null;
    if (number !== this.#number) {
      this.#number = number;
      this.#write();
      this.bar.setAttribute('aria-valuenow', String(Math.min(Math.max(number ?? this.range.min, this.range.min), this.range.max)));
      this.bar.setAttribute('aria-valuetext', number === null ? 'No number yet' : formatSpoken(number, this.feed.decimals, this.feed.unit));
    }
    const at = number === null ? '0' : this.range.position(number).toFixed(4);
    if (at !== this.#at) {
      this.#at = at;
      this.fill.style.transform = this.lies ? `scaleX(${at})` : `scaleY(${at})`;
    }
    this.element.toggleAttribute('data-warns', this.warn !== null && number !== null && number >= this.warn);
    this.#paintPeak();
  }

  #paintPeak() {
    clearTimeout(this.#fall);
    const now = this.times.now();
    const peak = this.#peak.at(now);
    const part = peak === null ? '' : (this.range.position(peak) * 100).toFixed(2);
    if (part !== this.#peaked) {
      this.#peaked = part;
      this.peak.hidden = part === '';
      this.peak.style.transform = this.lies ? `translateX(${part}%)` : `translateY(${100 - Number(part)}%)`;
    }
    this.element.toggleAttribute('data-peaked', this.warn !== null && peak !== null && peak >= this.warn);
    const {falls} = this.#peak;
    if (falls !== null) this.#fall = setTimeout(() => this.times.ask(this.#fallen), Math.max(falls - now, 0) + 1);
  }

  #fallen = () => this.#paintPeak();
}
