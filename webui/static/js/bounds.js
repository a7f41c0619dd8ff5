/** The plot's scale. Pure. */

/** @import {Statistics} from './samples.js' */

/** Room for the line from its least to its greatest, and a little more. @param {Statistics | null} statistics @returns {{min: number, max: number}} */
export function bounds(statistics) {
  if (!statistics) return {min: 0, max: 1};
  const {min, max} = statistics;
  const margin = (max - min || Math.abs(max) || 1) * 0.08;
  // A line that never is below zero starts there if that costs little room.
  const low = min >= 0 && min <= (max - min) * 0.5 ? 0 : min - margin;
  return {min: low, max: max + margin};
}
