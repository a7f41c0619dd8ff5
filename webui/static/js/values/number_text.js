/** How a control's number is written, spoken and typed. Pure. */

import {formatFitting, formatNumber, formatPower, parseNumber, spoken} from './format.js';
import {OFF} from './taper.js';

const SILENCE = '\u2212\u221E';
/** What people type for it. */
const SILENT = /^([-\u2212\u2013]?\s*(inf|infinity|\u221E)|off|out)$/i;
/** Digits after the point, at the most; what needs more is written with its power of ten, of which so many are enough. */
const MOST = 6;
const POWER = 2;
const TINY = 1e-3;
/** A hundredth of the way is to be seen in the figures. */
const PART = 0.01;

export class Figures {
  #decibels;
  /** How many times larger a number becomes over PART of a log taper's way; 1: the way is straight. */
  #ratio;
  /** Figures after the point that a straight way needs. */
  #needs;
  /** What has room, once that is known. @type {(text: string) => boolean} */
  fits = () => true;

  /** @param {{decimals?: number, unit?: string, taper?: string, min?: number | null, max?: number | null}} spec */
  constructor({decimals = 0, unit = '', taper = 'linear', min, max}) {
    this.decimals = decimals;
    this.unit = unit;
    this.#decibels = taper === 'audio';
    const ends = typeof min === 'number' && typeof max === 'number' ? [min, max] : [0, 100];
    const [low = 0, high = 0] = ends;
    this.#ratio = taper === 'log' ? (high / low) ** PART : 1;
    this.#needs = digits((high - low) * PART);
  }

  /** In full, whatever room there is. @param {number} number */
  full(number) {
    if (this.#isOff(number)) return SILENCE;
    return this.#isTiny(number) ? formatPower(number, POWER) : formatNumber(number, this.#decimalsAt(number));
  }

  /** As there is room. @param {number} number */
  write(number) {
    const full = this.full(number);
    return this.fits(full) ? full : formatFitting(number, this.#decimalsAt(number), this.fits);
  }

  /** With its unit, in words. @param {number} number */
  speak(number) {
    if (this.#isOff(number)) return 'off';
    return spoken(this.full(number), this.unit);
  }

  /** What somebody typed, or null where it is no number. @param {string} text */
  read(text) {
    if (this.#decibels && SILENT.test(text.replace(this.unit, '').trim())) return OFF;
    return parseNumber(text, this.unit);
  }

  /** The widest that numbers between these are when they are written in full. @param {number} min @param {number} max */
  widest(min, max) {
    const between = this.#ratio > 1 ? [Math.sqrt(min * max)] : [];
    return [min, max, ...between, ...(this.#decibels ? [-88.888888] : [])].map((number) => this.full(number));
  }

  /** As many as the show says, and as many more as tell one place of the way from the next. @param {number} number */
  #decimalsAt(number) {
    return this.#ratio > 1 ? Math.min(Math.max(this.decimals, this.#needed(number)), MOST) : this.decimals;
  }

  /** @param {number} number */
  #needed(number) {
    return this.#ratio > 1 ? digits(number * (this.#ratio - 1)) : this.#needs;
  }

  /** Whether there are not enough digits after the point to tell it from its neighbours. @param {number} number */
  #isTiny(number) {
    return number !== 0 && Math.abs(number) < TINY && this.#decimalsAt(number) === MOST && this.#needed(number) > MOST;
  }

  /** @param {number} number */
  #isOff(number) {
    return this.#decibels && number <= OFF;
  }
}

/** Digits after the point that a difference has. @param {number} difference */
function digits(difference) {
  return Math.max(-Math.floor(Math.log10(difference) + 1e-9), 0);
}
