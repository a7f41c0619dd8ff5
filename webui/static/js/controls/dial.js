/** What knobs and encoders share: figures, a round face below them and the name, or all of it side by side. */

import {make} from '../ui/dom.js';
import {fitReadout, signHeight, textWidth, typeScale} from '../ui/text_fit.js';
import {Numeric} from './numeric.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */
/** @import {Scale} from './numeric.js' */

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels: a face that can still be read and turned, and one that is large enough for any hand. */
const LEAST = 64;
const LARGEST = 240;
/** A cell of one row has its figures beside the face from this width on. */
const BESIDE = 156;
/** Around the face: the cell's edge, its name at the usual size. */
const EDGE = 16;
const NAME = 22;
const VALUE = 20;
const WIDEST_VALUE = 120;

/** @template {Scale} S @extends {Numeric<S>} */
export class Dial extends Numeric {
  #room = 0;
  #stacks = false;
  /** The longest figures that were fitted since sizes changed. */
  #longest = '';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage @param {S} scale */
  constructor(spec, native, stage, scale) {
    super(spec, native, stage, scale);
    this.dial = make('div', 'dial');
    this.face = make('div', 'face');
    this.dial.append(this.face);
    this.element.append(this.readout.element, native, this.dial, this.label, this.reason);
  }

  /** The widest figures. @returns {string[]} */
  get widest() {
    return [];
  }

  /** @override */
  leastWidth() {
    const {unit} = this.figures;
    const value = Math.min(Math.max(...this.widest.map((text) => textWidth(text, VALUE))), WIDEST_VALUE);
    return Math.ceil(Math.max(LEAST + EDGE, value + EDGE, unit ? textWidth(unit, 14, 400) + EDGE : 0));
  }

  /** @override @param {number} width */
  leastHeight(width) {
    const scale = typeScale();
    if (this.#isBeside(width)) return Math.ceil(Math.max(LEAST, 44 + NAME * scale + signHeight(this.element)) + 8);
    return Math.ceil(Math.max(44, 38.4 * scale) + LEAST + NAME * scale + signHeight(this.element) + EDGE);
  }

  /** @param {number} width */
  #isBeside(width) {
    return this.element.hasAttribute('data-low') && width >= BESIDE * Math.max(typeScale(), 1);
  }

  /** @override */
  layout() {
    super.layout();
    const beside = this.#isBeside(this.element.clientWidth);
    this.element.toggleAttribute('data-beside', beside);
    const size = Math.min(this.dial.clientWidth, this.dial.clientHeight, LARGEST);
    this.face.style.setProperty('--size', `${Math.floor(size)}px`);
    this.#room = this.readout.element.clientWidth;
    this.#stacks = !beside;
    this.#longest = '';
    this.#fit(this.widest);
    this.rewrite();
  }

  /** @param {string[]} texts */
  #fit(texts) {
    this.figures.fits = fitReadout(this.readout.element, this.#room, texts, this.figures.unit, this.#stacks);
  }

  /** What has no end may become longer than it was. @override @param {string} text */
  grow(text) {
    if (text.length <= this.#longest.length) return;
    this.#longest = text;
    this.#fit([...this.widest, text]);
  }

  /** How far from the face's middle a finger is, in pixels, and in which direction: clockwise from the top, -180 to 180 degrees. @param {PointerEvent} event */
  around(event) {
    const {left, top, width, height} = this.dial.getBoundingClientRect();
    const [x, y] = [event.clientX - left - width / 2, event.clientY - top - height / 2];
    return {distance: Math.hypot(x, y), angle: (Math.atan2(x, -y) * 180) / Math.PI};
  }
}

/** A drawing on a face 100 wide and high: paths, each with its class. @param {Record<string, string>} paths */
export function drawing(paths) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, d] of Object.entries(paths)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', name);
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** A point on a face. @param {number} angle degrees, clockwise from the top @param {number} radius */
function point(angle, radius) {
  const turned = (angle * Math.PI) / 180;
  return `${(50 + radius * Math.sin(turned)).toFixed(2)} ${(50 - radius * Math.cos(turned)).toFixed(2)}`;
}

/** @param {number} from @param {number} to degrees, clockwise from the top @param {number} radius */
export function arc(from, to, radius) {
  return `M${point(from, radius)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${point(to, radius)}`;
}

/** A line that points to the middle. @param {number} angle @param {number} outer @param {number} inner radii */
export function ray(angle, outer, inner) {
  return `M${point(angle, outer)}L${point(angle, inner)}`;
}
