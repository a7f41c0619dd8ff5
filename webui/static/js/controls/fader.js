/** A fader: a number in a range, on a straight track. */

import {Drag, Range} from '../values/range.js';
import {Slide} from '../ui/slide.js';
import {marks} from '../values/taper.js';
import {isWide, make} from '../ui/dom.js';
import {fitReadout, textWidth, typeScale} from '../ui/text_fit.js';
import {Numeric} from './numeric.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels that a lying fader of one row needs, and its name at the usual size. */
const LOW = 52;
const NAME = 18;
/** Pixels: a cap's travel that can still be used, and one where there is no need to save room. */
const TRAVEL = 120;
const ROOMY_TRAVEL = 176;
const CAP = 44;
/** From the track's ends to the way's: half a cap, along a standing and a lying fader. */
const STANDING_END = 22;
const LYING_END = 32;
/** A cell that is narrower has no room for a cap. */
const LEAST = 52;
/** The least values' size; beyond these widths figures and names get smaller and shorter. */
const VALUE = 20;
const WIDEST_VALUE = 120;
const WIDEST_WORD = 56;
/** A lying fader's least way, cap included. */
const WAY = 168;
/** What lies between a mark's figures and the track's middle, or a lying track's, at the usual type size. */
const BESIDE_MARK = 8;
const BELOW_MARK = 48;
/** Pixels from one mark's figures to the next. */
const APART = 4;

/** @extends {Numeric<Range>} */
export class Fader extends Numeric {
  static native = 'range';
  /** @type {Drag | null} */
  #drag = null;
  #travel = 1;
  #cap;
  #filled;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, new Range(spec));
    const {min, max} = this.scale;
    this.lies = spec.direction ? spec.direction === 'horizontal' : isWide(spec.place);
    this.marks = marks(spec.taper ?? '', min, max);
    if (this.lies) this.element.dataset.lies = '';
    if (this.scale.middle !== null) this.element.dataset.sides = '';
    Object.assign(native, {min: String(min), max: String(max), step: 'any'});
    if (this.lies) native.removeAttribute('aria-orientation');
    else native.setAttribute('aria-orientation', 'vertical');
    this.fill = make('div', 'fill');
    this.way = make('div', 'way');
    this.way.append(make('div', 'cap'));
    this.#cap = new Slide(this.way, (position) => (this.lies ? `translateX(${percent(position)})` : `translateY(${percent(1 - position)})`), []);
    this.#filled = new Slide(this.fill, (position) => this.#fillAt(position), [this.scale.middle ?? 0]);
    this.track = make('div', 'track');
    const slot = make('div', 'slot');
    slot.append(this.fill);
    this.track.append(this.#drawMarks(), slot, this.way);
    this.element.append(this.readout.element, native, this.track, this.label, this.reason);
    this.#listen();
  }

  #drawMarks() {
    const ticks = make('div', 'ticks');
    ticks.setAttribute('aria-hidden', 'true');
    const rest = this.scale.middle ?? this.scale.position(this.spec.taper === 'audio' ? 0 : this.rest);
    const add = (/** @type {number} */ position, /** @type {string} */ text, /** @type {string} */ classes) => {
      const mark = make('i', classes);
      mark.style[this.lies ? 'left' : 'bottom'] = `${position * 100}%`;
      mark.classList.toggle('figured', text !== '');
      if (text) mark.append(make('span', undefined, text));
      ticks.append(mark);
    };
    for (const {position, text} of this.marks) if (position !== rest) add(position, text, '');
    const text = this.marks.find(({position}) => position === rest)?.text ?? '';
    if ((rest > 0 && rest < 1) || text) add(rest, text, 'rest');
    else add(rest, '', '');
    return ticks;
  }

  /** @override @param {number} number */
  follow(number) {
    const {scale} = this;
    if (this.#drag && scale.value(this.#drag.position) !== number) this.#drag.anchor(scale.position(number));
  }

  /** @override @param {number} number */
  draw(number) {
    const position = this.scale.position(number);
    this.#cap.to(position);
    this.#filled.to(position);
  }

  /** @param {number} position */
  #fillAt(position) {
    const {middle} = this.scale;
    const [along, size] = this.lies ? ['translateX', 'scaleX'] : ['translateY', 'scaleY'];
    if (middle === null) return `${along}(${percent(this.lies ? position - 1 : 1 - position)})`;
    const from = Math.min(position, middle);
    return `${along}(${percent(this.lies ? from : -from)}) ${size}(${Math.abs(position - middle).toFixed(5)})`;
  }

  get #widest() {
    return this.figures.widest(this.scale.min, this.scale.max);
  }

  /** @override */
  leastWidth() {
    const {unit} = this.figures;
    const value = Math.min(Math.max(...this.#widest.map((text) => textWidth(text, VALUE))), WIDEST_VALUE);
    const unitWidth = unit ? textWidth(unit, 14, 400) : 0;
    if (this.lies) return Math.ceil(Math.max(WAY + 16, value + unitWidth * typeScale() + 60));
    const word = Math.max(...this.spec.label.split(/\s+/).map((part) => textWidth(part, 14, 400)));
    return Math.ceil(Math.max(LEAST, value + 6, unitWidth + 6, Math.min(word, WIDEST_WORD) + 6));
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const scale = typeScale();
    if (this.lies) return this.#isBeside(width) ? LOW : Math.max(44, 32 * scale) + 44 + 8;
    const around = 16 + Math.max(44, 50 * scale) + 8 + CAP + 37 * scale + 2;
    return Math.ceil(around + (roomy ? ROOMY_TRAVEL : TRAVEL));
  }

  /** Whether a lying fader's number stands at its side: in one row of the grid, if it is long enough. @param {number} width */
  #isBeside(width) {
    return this.element.hasAttribute('data-low') && width >= WAY + 24 + 96 * typeScale();
  }

  /** @override */
  layout() {
    super.layout();
    const {clientWidth, clientHeight} = this.element;
    const scale = typeScale();
    const beside = this.lies && this.#isBeside(clientWidth);
    this.element.toggleAttribute('data-beside', beside);
    this.element.toggleAttribute('data-flat', beside && clientHeight < LOW + NAME * scale);
    this.element.toggleAttribute('data-marked', this.#hasRoomForMarks(scale));
    this.figures.fits = fitReadout(this.readout.element, this.readout.element.clientWidth, this.#widest, this.figures.unit, !this.lies);
    this.rewrite();
  }

  /** Whether the marks' figures fit beside the track (below a lying one) and do not touch each other. @param {number} scale of this screen's type */
  #hasRoomForMarks(scale) {
    const named = this.marks.filter(({text}) => text);
    if (!named.length) return false;
    const width = Math.max(...named.map(({text}) => textWidth(text, 14 * scale, 400)));
    const {clientWidth, clientHeight} = this.track;
    const [room, travel, size] = this.lies
      ? [clientHeight / 2 >= BELOW_MARK * scale, clientWidth - 2 * LYING_END, width + APART]
      : [clientWidth / 2 >= width + BESIDE_MARK, clientHeight - 2 * STANDING_END, 14 * scale + APART];
    return room && named.every(({position}, i) => i === 0 || (Number(named[i - 1]?.position) - position) * travel >= size);
  }

  #listen() {
    const {scale} = this;
    this.release = this.stage.hands.grab(this.track, {
      resumes: true,
      allowed: () => !this.isTaken(),
      down: (event) => {
        this.native.focus({preventScroll: true});
        this.#travel = this.lies ? this.way.offsetWidth : this.way.offsetHeight;
        const at = scale.position(this.value);
        const touched = this.spec.jump ? this.#touched(event) : at;
        const jumps = Math.abs(touched - at) * this.#travel > CAP / 2;
        this.#drag = new Drag(jumps ? touched : at, this.#along(event), scale.middle);
        this.hold('finger');
        if (jumps) this.move(scale.value(touched));
      },
      move: (event, fine) => {
        if (this.#drag) this.move(scale.value(this.#drag.move(this.#along(event), this.#travel, fine)));
      },
      up: () => {
        this.#drag = null;
        this.untouch();
      },
    });
  }

  /** @param {PointerEvent} event */
  #along(event) {
    return this.lies ? event.clientX : -event.clientY;
  }

  /** Where on the way a finger came down, from 0 to 1. @param {PointerEvent} event */
  #touched(event) {
    const {left, bottom} = this.track.getBoundingClientRect();
    const pixels = this.lies ? event.clientX - left - LYING_END : bottom - STANDING_END - event.clientY;
    return this.scale.near(pixels / Math.max(this.#travel, 1));
  }
}

/** @param {number} part */
function percent(part) {
  return `${(part * 100).toFixed(3)}%`;
}
