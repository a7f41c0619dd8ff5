/** A colour, mixed on three tracks that show where each of them leads; what it is now lies above them. */

import {fromHsv, fromRgb, toHsv, toRgb} from '../values/colours.js';
import {Drag} from '../values/range.js';
import {make} from '../ui/dom.js';
import {signHeight, textWidth, typeScale} from '../ui/text_fit.js';
import {Readout} from './readout.js';
import {Part, Several} from './multi_range.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Three} from '../values/colours.js' */
/** @import {Stage} from './control.js' */

const MODES = {
  hsv: {names: ['Hue', 'Saturation', 'Brightness'], most: [360, 100, 100], units: ['\u00B0', '%', '%'], to: toHsv, from: fromHsv},
  rgb: {names: ['Red', 'Green', 'Blue'], most: [255, 255, 255], units: ['', '', ''], to: toRgb, from: fromRgb},
};
/** Pixels: a track's least way with its cap, its line, the swatch's least height, the cell's edges and what is between. */
const WAY = 140;
const LINE = 44;
const SWATCH = 44;
const ROOMY_SWATCH = 72;
const EDGES = 16;
const GAP = 8;
const VALUE = 20;
const SMALL = 14;

export class Colour extends Several {
  /** The parts as a hand has set them, and the colour that they make: another colour has parts of its own. @type {Three} */
  #parts = [0, 0, 0];
  #made = '';
  #shown = '';
  #said = '';

  /** @param {ControlSpec} spec @param {HTMLElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage);
    this.mode = MODES[spec.mode === 'rgb' ? 'rgb' : 'hsv'];
    const rest = this.mode.to(String(spec.default));
    /** @type {Part[]} */
    const parts = this.mode.names.map((label, i) => {
      const [max, unit] = [this.mode.most[i] ?? 0, this.mode.units[i] ?? ''];
      return new Part(this, i, {label, max, unit, step: spec.mode === 'rgb' ? 1 : 0, decimals: 0}, rest[i] ?? 0);
    });
    this.parts = parts;
    this.swatch = make('div', 'swatch');
    this.figures = new Readout('', stage, {allowed: () => false, reset: () => this.move(spec.default ?? '#000000'), typed: () => undefined});
    const top = make('div', 'top');
    top.append(this.label, this.figures.element);
    this.rows = this.parts.map((part, i) => this.#row(part, i));
    this.element.append(this.native, top, this.swatch, ...this.rows.map(({element}) => element), this.reason);
  }

  /** @param {Part} part @param {number} index */
  #row(part, index) {
    const element = make('div', 'part');
    const name = make('span', 'axis', this.mode.names[index]);
    name.setAttribute('aria-hidden', 'true');
    const track = make('div', 'track');
    const slot = make('div', 'slot');
    const way = make('div', 'way');
    way.append(make('div', 'cap'));
    track.append(slot, way);
    element.append(name, track, part.readout.element);
    part.input.addEventListener('focus', () => element.toggleAttribute('data-focused', true));
    part.input.addEventListener('blur', () => element.toggleAttribute('data-focused', false));
    /** @type {Drag | null} */
    let drag = null;
    let travel = 1;
    this.take(track, {
      down: (event) => {
        part.input.focus({preventScroll: true});
        travel = way.offsetWidth;
        drag = new Drag(part.place, event.clientX);
      },
      move: (event, fine) => {
        if (!drag) return;
        // Moved by other means, it goes on from there.
        if (part.range.value(drag.position) !== part.current) drag.anchor(part.place);
        part.move(part.range.value(drag.move(event.clientX, travel, fine)));
      },
      up: () => {
        drag = null;
      },
    });
    return {element, slot, way};
  }

  /** The parts that make a colour: those that a hand has set, or else its own. @param {string} colour */
  #of(colour) {
    if (colour !== this.#made) {
      this.#made = colour;
      this.#parts = this.mode.to(colour, this.#parts);
    }
    return this.#parts;
  }

  /** @override */
  get numbers() {
    return this.#of(String(this.value));
  }

  /** @override @param {Value} value */
  show(value) {
    const colour = String(value);
    this.#of(colour);
    this.parts.forEach((part, i) => {
      const row = this.rows[i];
      if (part.takes(this.#parts[i] ?? 0) && row) row.way.style.transform = `translateX(${(part.position * 100).toFixed(3)}%)`;
    });
    if (colour === this.#shown) return;
    this.#shown = colour;
    this.swatch.style.backgroundColor = colour;
  }

  /** @override @param {Value} value */
  say(value) {
    super.say(value);
    const key = this.#parts.join();
    if (key === this.#said) return;
    this.#said = key;
    this.figures.show(String(value));
    this.native.setAttribute('aria-description', String(value));
    this.rows.forEach(({slot}, i) => {
      slot.style.backgroundImage = `linear-gradient(90deg, ${this.#stops(i).join(', ')})`;
    });
  }

  /** The colours along a track. @param {number} index @returns {string[]} */
  #stops(index) {
    const [hue, saturation] = this.#parts;
    if (this.mode === MODES.rgb) {
      return [0, 255].map((end) => fromRgb(/** @type {Three} */ (this.#parts.map((part, i) => (i === index ? end : part)))));
    }
    if (index === 0) return [0, 60, 120, 180, 240, 300, 360].map((angle) => fromHsv([angle, 100, 100]));
    return index === 1 ? [fromHsv([hue, 0, 100]), fromHsv([hue, 100, 100])] : ['#000000', fromHsv([hue, saturation, 100])];
  }

  /** @override @param {number} index @param {number} number @returns {Value} */
  with(index, number) {
    if (!this.stage.canMove()) return this.value;
    this.#parts = /** @type {Three} */ (this.numbers.map((part, i) => (i === index ? number : part)));
    this.#made = this.mode.from(this.#parts);
    return this.#made;
  }

  /** Black stays black whatever its hue: the tracks move all the same. @override @param {Value} value */
  move(value) {
    const stays = value === this.value;
    super.move(value);
    if (stays) this.paint(value);
  }

  /** Pixels of the widest part's name, and of a number. */
  get #widths() {
    const scale = typeScale();
    const names = Math.max(...this.mode.names.map((name) => textWidth(name, SMALL * scale, 400)));
    const unit = Math.max(...this.mode.units.map((one) => (one ? textWidth(one, SMALL * scale, 400) + 4 : 0)));
    return [Math.ceil(names) + 2, Math.ceil(Math.max(44, textWidth('360', VALUE * scale) + unit + 4))];
  }

  /** Whether the names have no room beside the tracks. @param {number} width */
  #isNarrow(width) {
    const [name = 0, figure = 0] = this.#widths;
    return width < EDGES + name + figure + 2 * GAP + WAY;
  }

  /** @override */
  leastWidth() {
    const [, figure = 0] = this.#widths;
    return Math.ceil(Math.max(EDGES + WAY + GAP + figure, EDGES + textWidth('#dddddd', VALUE * typeScale()) + 56 * typeScale()));
  }

  /** @override @param {number} width @param {boolean} roomy */
  leastHeight(width, roomy) {
    const line = Math.max(LINE, 32 * typeScale());
    const names = this.#isNarrow(width) ? 3 * 18 * typeScale() : 0;
    return Math.ceil(EDGES + 4 * line + 5 * 4 + names + signHeight(this.element) + (roomy ? ROOMY_SWATCH : SWATCH));
  }

  /** @override */
  layout() {
    super.layout();
    const [name = 0, figure = 0] = this.#widths;
    this.element.toggleAttribute('data-narrow', this.#isNarrow(this.element.clientWidth));
    this.element.style.setProperty('--name', `${name}px`);
    this.element.style.setProperty('--figure', `${figure}px`);
  }
}
