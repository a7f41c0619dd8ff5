/** What is written on buttons and toggles below their names: a sign and a word for each look, the longest first. Pure. */

/** @import {ControlSpec} from '../types.js' */

/** @typedef {{rest: string[], on: string[]}} Words for either state, from the longest to the one that always has room */

/** A shape for each look; not by colour alone. @type {Record<string, string>} */
const SIGNS = {plain: '\u25B6', go: '\u25B6', stop: '\u25A0', standby: '\u25C7', solo: '\u25C9'};
/** What a flash button says of itself while nobody presses it. @type {Record<string, string>} */
const FLASH = {plain: 'FLASH', go: '\u25B6 GO', stop: '\u25A0 STOP', standby: '\u25C7 STANDBY', solo: '\u25C9 SOLO'};
/** What is so while it is on. @type {Record<string, string>} */
const ON = {standby: '\u25C7 STANDBY', solo: '\u25C9 SOLO'};
const PRESSED = ['\u25CF PRESSED', '\u25CF ON'];
const OFF = 'OFF';
const KEEP = 'KEEP PRESSED';

/** @param {Pick<ControlSpec, 'look' | 'guard'>} spec @param {boolean} lasts whether it stays as it was turned @returns {Words} */
export function wordsOf({look = 'plain', guard = false}, lasts) {
  const sign = SIGNS[look] ?? SIGNS.plain;
  if (!lasts) return {rest: guard ? [`${KEEP} ${sign}`, `KEEP ${sign}`] : [FLASH[look] ?? OFF], on: PRESSED};
  const on = ON[look] ?? `${sign} ON`;
  return guard ? {rest: [`${OFF} \u00B7 ${KEEP}`, OFF], on: [`${on} \u00B7 ${KEEP}`, on]} : {rest: [OFF], on: [on]};
}

/** The longest that has room. @param {string[]} words @param {(word: string) => boolean} fits */
export function longest(words, fits) {
  return words.find(fits) ?? words[words.length - 1] ?? '';
}
