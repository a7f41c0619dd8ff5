/** The plot's scale, and where it has marks. Pure. */

import {formatNumber, formatPower} from '../values/format.js';

/** @import {Statistics} from './samples.js' */

/** Of the largest number: a line that moves less stands still, since numbers have noise of their own. */
const STILL = 1e-9;
/** So many digits below those that the feed has are noise, too. */
const BELOW = 6;
const MARGIN = 0.08;

/**
 * Room for the line from its least to its greatest, and a little more.
 * @param {Statistics | null} statistics @param {number} [decimals] of the feed @returns {{min: number, max: number}}
 */
export function bounds(statistics, decimals = 0) {
  if (!statistics) return {min: 0, max: 1};
  const {min, max} = statistics;
  const noise = 10 ** -(decimals + BELOW);
  const size = Math.max(Math.abs(min), Math.abs(max));
  const span = max - min < Math.max(size * STILL, noise) ? 0 : max - min;
  const margin = (span || (size > noise ? size : 1)) * MARGIN;
  // A line that never is below zero starts there if that costs little room.
  const low = min >= 0 && min <= span * 0.5 ? 0 : min - margin;
  return {min: low, max: max + margin};
}

/** A step between so many marks at the most: 1, 2 or 5 times a power of ten. @param {number} span @param {number} most @returns {number} */
export function step(span, most) {
  const least = span / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((times) => times * power >= least * (1 - 1e-9)) ?? 10) * power;
}

/** The whole steps from one number to another. @param {number} min @param {number} max @param {number} step @returns {number[]} */
export function marks(min, max, step) {
  const found = [];
  for (let count = Math.ceil(min / step - 1e-9); count <= max / step + 1e-9 && found.length < 100; count += 1) found.push(Number((count * step).toPrecision(12)) + 0);
  return found;
}

/**
 * Marks' figures, all written in one way: in full, or with their power of ten where that is shorter and tells them apart. Where
 * neither has room the lowest has its power, and the others what they are more.
 * @param {number[]} numbers rising @param {number} step @param {(text: string) => boolean} fits
 */
export function figures(numbers, step, fits) {
  const digits = Math.min(Math.max(-Math.floor(Math.log10(step) + 1e-9), 0), 6);
  const size = Math.max(...numbers.map(Math.abs));
  const plain = numbers.map((number) => formatNumber(number, digits));
  if (step >= 1e-6 && plain.every(fits)) return plain;
  const needed = Math.min(Math.max(Math.ceil(Math.log10(size / step) - 1e-9), 0), 12);
  const powers = numbers.map((number) => (number ? formatPower(number, needed) : '0'));
  if (powers.every(fits)) return powers;
  const [first = 0] = numbers;
  return numbers.map((number, i) => (i ? `+${short(number - first)}` : formatPower(first, 2)));
}

/** @param {number} number */
function short(number) {
  const text = String(Number(number.toPrecision(3)));
  return text.length > 6 ? formatPower(number, 1) : text;
}
