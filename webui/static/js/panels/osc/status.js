/** What the server says of OSC once a second, as the panel needs it: rates, messages in lines, words. Pure. */

import {formatNumber, formatPower} from '../../values/format.js';

/**
 * @typedef {object} Target
 * @property {string} id
 * @property {string} label
 * @property {string} host
 * @property {number} port
 * @property {boolean} bundles
 * @property {boolean} echo
 * @property {number} rate
 * @property {number | string} [from] the port that it sends from, or "any"
 * @property {string} state "waits", "well" or "wrong"
 * @property {string} why a sentence where it is not well
 * @property {number} sent messages so far
 *
 * @typedef {{on: boolean, state: string, why: string}} Switched
 * @typedef {Switched & {port: number, sources?: string[], patterns?: string[]}} Incoming
 * @typedef {[number, string, string, string, string, unknown[], number]} Told number, way, who, address, types, arguments, when
 * @typedef {{who: string, address: string, kinds: string, count: number, low: number | null, high: number | null}} Proposal
 *
 * @typedef {object} Look
 * @property {number} time
 * @property {number} count messages so far, both ways
 * @property {Target[]} targets
 * @property {Incoming} in
 * @property {Switched} query
 * @property {Record<string, number>} came messages so far, by who sent them
 * @property {[string, string, number][]} wrong who, why, how often
 * @property {Told[]} seen
 * @property {{control: string, types: string[], ends: boolean, proposals: Proposal[]} | null} learning
 *
 * @typedef {object} Line of the monitor: one message, or several of one address within a second
 * @property {number} n
 * @property {string} way
 * @property {string} who
 * @property {string} address
 * @property {string} kinds of its arguments
 * @property {unknown[]} values the newest
 * @property {number} at
 * @property {number} times
 */

/** Messages of one address within a second that have a line each; more share one. */
export const APART = 4;
/** Lines that are kept. */
export const LINES = 200;

/** The types of arguments, by OSC's letters. @type {Map<string, string>} */
const KINDS = new Map([['f', 'float'], ['i', 'int'], ['s', 'string'], ['T', 'bool'], ['F', 'bool'], ['b', 'blob'], ['N', 'nil'], ['[', 'list'], ['?', 'other']]);

/** How often something is said in a second, from one look to the next. */
export class Rates {
  /** @type {Map<string, number>} */
  #counts = new Map();
  /** @type {Map<string, number>} */
  #rates = new Map();
  #time = -Infinity;

  /** @param {Look} look */
  take({time, targets, came}) {
    const counts = new Map([
      ...targets.map(({id, sent}) => /** @type {[string, number]} */ ([`out ${id}`, sent])),
      ...Object.entries(came).map(([who, count]) => /** @type {[string, number]} */ ([`in ${who}`, count])),
    ]);
    const span = (time - this.#time) / 1000;
    // Who was not counted a look ago has sent nothing until then.
    this.#rates = new Map([...counts].map(([key, count]) => [key, Math.max(0, count - (this.#counts.get(key) ?? 0)) / span]));
    if (!(span > 0) || span === Infinity) this.#rates.clear();
    this.#counts = counts;
    this.#time = time;
  }

  /** Messages a second to a target. @param {string} target */
  out(target) {
    return this.#rates.get(`out ${target}`) ?? 0;
  }

  /** Who says or hears anything now, in words. @param {(who: string) => string} name */
  words(name) {
    return [...this.#rates].filter(([, rate]) => rate > 0).map(([key, rate]) => {
      const [way = '', who = ''] = key.split(/ (.*)/s);
      return `${name(who)} ${way} ${formatRate(rate)}`;
    });
  }

  /** Messages a second from somebody. @param {string} who */
  came(who) {
    return this.#rates.get(`in ${who}`) ?? 0;
  }
}

/** @param {number} rate a second */
export function formatRate(rate) {
  if (rate <= 0) return '';
  return rate < 1 ? '<1/s' : `${Math.round(rate)}/s`;
}

/** The monitor's lines, newest first. */
export class Log {
  /** @type {Line[]} */
  #lines = [];
  /** @type {Line[] | null} */
  #frozen = null;
  /** The number of the newest message that was read. */
  after = 0;
  /** Messages of the last look that were too many to be told. */
  missed = 0;

  /** @param {Look} look */
  take({count, seen}) {
    this.missed = this.after ? Math.max(0, count - this.after - seen.length) : 0;
    this.after = count;
    this.#lines = [...lines(seen).reverse(), ...this.#lines].slice(0, LINES);
  }

  get paused() {
    return this.#frozen !== null;
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.#frozen = paused ? this.#lines : null;
  }

  /** What fits: a part of the address or of who it is, and "out", "in" or "". @param {string} filter @param {string} way @param {(who: string) => string} name */
  show(filter, way, name) {
    const wanted = filter.trim().toLowerCase();
    return (this.#frozen ?? this.#lines).filter((line) => (!way || line.way === way)
      && (!wanted || line.address.toLowerCase().includes(wanted) || name(line.who).toLowerCase().includes(wanted)));
  }
}

/** Messages as lines, oldest first: what comes many times a second shares one, at the place of the newest. @param {Told[]} seen */
export function lines(seen) {
  /** @param {Told} told */
  const key = ([, way, who, address, kinds]) => `${way} ${who} ${address} ${kinds}`;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const told of seen) counts.set(key(told), (counts.get(key(told)) ?? 0) + 1);
  /** @type {Map<string, Line>} */
  const found = new Map();
  for (const told of seen) {
    const [n, way, who, address, kinds, values, at] = told;
    const count = counts.get(key(told)) ?? 1;
    const shared = count > APART;
    const name = shared ? key(told) : String(n);
    found.delete(name);
    found.set(name, {n, way, who, address, kinds, values, at, times: shared ? count : 1});
  }
  return [...found.values()];
}

/** A message's arguments as a person reads them. @param {string} kinds @param {unknown[]} values */
export function formatArguments(kinds, values) {
  return values.map((value, n) => {
    if (value === null) return 'nil';
    if (typeof value === 'number') return kinds[n] === 'f' ? formatFloat(value) : formatNumber(value, 0);
    if (typeof value === 'string' && kinds[n] === 's') return `\u201c${value}\u201d`;
    return String(value);
  }).join('  ');
}

/** Floats from here on, and smaller than the other, are written with their power of ten. */
const LARGE = 1e9;
const TINY = 1e-4;

/** As exact as a hand is: three digits after the point, without noughts at the end. @param {number} value */
export function formatFloat(value) {
  const size = Math.abs(value);
  if (value && (size < TINY || size >= LARGE)) return formatPower(value, 3).replace(/\.?0+(?=e)/, '');
  const text = formatNumber(value, size < 0.1 ? 5 : 3);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '.0') : text;
}

/** @param {string} kinds */
export function formatKinds(kinds) {
  return [...kinds].map((kind) => KINDS.get(kind) ?? kind).join(', ');
}

/**
 * What an address that was learned says in the show file: the type that was seen, if the control's value can be that, and
 * 0 to 1 where all floats were within. A target's own address is for that target alone.
 * @param {Proposal} proposal @param {{types: string[], ends: boolean}} control @param {Target[]} targets
 */
export function learnedAddress({who, address, kinds, low, high}, {types, ends}, targets) {
  const found = kinds ? KINDS.get(kinds[0] ?? '') ?? '' : 'none';
  const type = found === 'none' || types.includes(found) ? found : null;
  const unit = ends && type === 'float' && low !== null && high !== null && low >= 0 && high <= 1;
  return {address, type, range: unit ? [0, 1] : null, target: targets.some(({id}) => id === who) ? who : null};
}

/** @param {unknown} data @returns {Look | null} */
export function readLook(data) {
  const it = /** @type {Look | null} */ (typeof data === 'object' ? data : null);
  return it && Array.isArray(it.targets) && Array.isArray(it.seen) && it.in && it.query ? it : null;
}
