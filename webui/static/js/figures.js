/** How a control's number is written, spoken and typed. Pure. */

import {formatNumber, formatSpoken, parseNumber} from './format.js';
import {OFF} from './taper.js';

const SILENCE = '\u2212\u221E';
/** What people type for it. */
const SILENT = /^([-\u2212\u2013]?\s*(inf|infinity|\u221E)|off|out)$/i;

export class Figures {
  #decibels;

  /** @param {{decimals?: number, unit?: string, taper?: string}} spec */
  constructor({decimals = 0, unit = '', taper = 'linear'}) {
    this.decimals = decimals;
    this.unit = unit;
    this.#decibels = taper === 'audio';
  }

  /** @param {number} number */
  write(number) {
    return this.#isOff(number) ? SILENCE : formatNumber(number, this.decimals);
  }

  /** With its unit, in words. @param {number} number */
  speak(number) {
    return this.#isOff(number) ? 'off' : formatSpoken(number, this.decimals, this.unit);
  }

  /** What somebody typed, or null where it is no number. @param {string} text */
  read(text) {
    if (this.#decibels && SILENT.test(text.replace(this.unit, '').trim())) return OFF;
    return parseNumber(text, this.unit);
  }

  /** The widest that numbers between these are when they are written. @param {number} min @param {number} max */
  widest(min, max) {
    return [min, max, ...(this.#decibels ? [-88.888888] : [])].map((number) => this.write(number));
  }

  /** @param {number} number */
  #isOff(number) {
    return this.#decibels && number <= OFF;
  }
}
