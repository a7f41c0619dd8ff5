/** Tapers: where on its way, from 0 to 1, a number stands, and which one stands there. As in core/taper.py. Pure. */

import {clamp} from './whole.js';

/** Decibels at the lower end of the audio taper: nothing is heard. */
export const OFF = -90;

/** Positions and their decibels, as on mixers: finest where one works most. @type {[number, number][]} */
const BENDS = [[0, OFF], [0.0625, -60], [0.25, -30], [0.5, -10], [1, 10]];
/** Decibels at which an audio fader has its marks. */
const DECIBELS = [10, 0, -10, -30, -60];
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/**
 * @typedef {object} Taper each takes the number or the position, and the range's ends
 * @property {(number: number, min: number, max: number) => number} position
 * @property {(position: number, min: number, max: number) => number} number
 */

/** The part of the audio taper's way whose end is not below. @param {0 | 1} by position or decibels @param {number} value */
function bend(by, value) {
  const end = Math.max(BENDS.findIndex((one) => value <= one[by]), 1);
  const [[from, low], [to, high]] = /** @type {[[number, number], [number, number]]} */ (BENDS.slice(end - 1, end + 1));
  return {from, low, to, high};
}

/** @type {Record<string, Taper>} */
export const TAPERS = {
  linear: {
    // A meter's ends may be so far apart that their difference is no number.
    position: (number, min, max) => clamp(max - min < Infinity ? (number - min) / (max - min) : (number / 2 - min / 2) / (max / 2 - min / 2), 0, 1),
    number: (position, min, max) => min + clamp(position, 0, 1) * (max - min),
  },
  log: {
    position: (number, min, max) => Math.log(clamp(number, min, max) / min) / Math.log(max / min),
    number: (position, min, max) => clamp(min * (max / min) ** clamp(position, 0, 1), min, max),
  },
  audio: {
    position: (number, min, max) => {
      const decibels = clamp(number, min, max);
      const {from, low, to, high} = bend(1, decibels);
      return from + ((decibels - low) / (high - low)) * (to - from);
    },
    number: (position, min, max) => {
      const at = clamp(position, 0, 1);
      const {from, low, to, high} = bend(0, at);
      return clamp(low + ((at - from) / (to - from)) * (high - low), min, max);
    },
  },
};

/**
 * Numbers that deserve a mark on the way, with what stands beside it: decibels, powers of ten, else the quarters.
 * @param {string} taper @param {number} min @param {number} max @returns {{position: number, text: string}[]}
 */
export function marks(taper, min, max) {
  const kind = TAPERS[taper];
  if (taper === 'audio' && kind) {
    return DECIBELS.map((number) => ({position: kind.position(number, min, max), text: String(number).replace('-', '\u2212')}));
  }
  const tens = taper === 'log' && kind ? powers(min, max).map((number) => kind.position(number, min, max)) : [];
  return (tens.length > 1 ? tens : QUARTERS).map((position) => ({position, text: ''}));
}

/** The powers of ten in a range above 0. @param {number} min @param {number} max */
function powers(min, max) {
  const [first, last] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  return Array.from({length: Math.max(last - first + 1, 0)}, (_, i) => 10 ** (first + i));
}
