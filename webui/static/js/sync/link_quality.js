/** How good a link is, in three grades and in words. Pure; all figures are milliseconds. */

import {formatTrip} from '../values/format.js';

/** @import {Figures, LinkRow} from '../types.js' */

/** A move takes the round trip, and on a bad day twice the jitter more. Below the first the hand feels nothing; above the second all is late. */
export const GOOD = 50;
export const FAIR = 150;
/** A page that said nothing for so long is late, and then lost: it says something every second. */
export const LATE = 1500;
export const LOST = 3000;

/** @type {Map<number, string>} */
const WORDS = new Map([[0, ''], [1, 'poor'], [2, 'fair'], [3, 'good']]);

/** Bars, 1 to 3; 0 where nothing is known. @param {Figures} figures */
export function grade({trip, jitter}) {
  if (trip === null) return 0;
  const delay = trip + 2 * (jitter ?? 0);
  if (delay < GOOD) return 3;
  return delay < FAIR ? 2 : 1;
}

/** What the bars say, for those who do not see them. @param {Figures} figures */
export function inWords(figures) {
  const word = WORDS.get(grade(figures));
  return word ? `link ${word}, ${formatTrip(figures.trip).replace('<1 ms', 'under a millisecond').replace(' ms', ' milliseconds')}` : '';
}

/** Whether a screen is there. Programs, whose links are not measured, may be silent. @param {LinkRow} row @returns {'connected' | 'late' | 'lost'} */
export function state({trip, age}) {
  if (trip === null || age < LATE) return 'connected';
  return age < LOST ? 'late' : 'lost';
}
