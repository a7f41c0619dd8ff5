/**
 * As many numbers as a plot has columns of pixels: of each column its least and its greatest, so that no peak vanishes. Pure.
 *
 * Columns lie on whole multiples of their width: a line that moves on does not flicker.
 */

/** @import {Columns, FeedWindow} from './feed_window.js' */

/**
 * Milliseconds of a column: a power of two, so that it seldom changes while a young plot fills, and no wider than a pixel.
 * @param {number} span milliseconds that are shown @param {number} pixels
 */
export function columnWidth(span, pixels) {
  return 2 ** Math.floor(Math.log2(Math.max(span, 1) / Math.max(pixels, 1)));
}

/**
 * The places of what is kept, in order: at most two numbers of a column, its least and its greatest, and one rest; where a rest
 * parts a column, so much of each part, and of no more than two parts.
 * @param {{times: Float64Array, numbers: Float64Array, from: number, to: number}} samples rests are NaN
 * @param {number} width milliseconds
 * @returns {number[]} places in the arrays
 */
export function extremes({times, numbers, from, to}, width) {
  /** @type {number[]} */
  const kept = [];
  let column = NaN;
  let rested = false;
  let low = -1;
  let high = -1;
  const close = () => {
    if (low >= 0) kept.push(Math.min(low, high));
    if (high !== low) kept.push(Math.max(low, high));
    low = high = -1;
  };
  for (let i = from; i < to; i += 1) {
    const its = Math.floor(/** @type {number} */ (times[i]) / width);
    if (its !== column) {
      close();
      column = its;
      rested = false;
    }
    const number = /** @type {number} */ (numbers[i]);
    if (Number.isNaN(number)) {
      if (rested) continue;
      close();
      kept.push(i);
      rested = true;
    } else if (low < 0) low = high = i;
    else if (number < /** @type {number} */ (numbers[low])) low = i;
    else if (number > /** @type {number} */ (numbers[high])) high = i;
  }
  close();
  return kept;
}

/**
 * Times in seconds and numbers for a window's line, with a null wherever the feed rested or a number was overdue.
 * @param {FeedWindow} window
 * @param {number} span milliseconds that are shown @param {number} pixels @param {number} [since] server time at which it begins
 * @returns {[number[], (number | null)[]]}
 */
export function line({patience, samples, columns}, span, pixels, since = -Infinity) {
  const width = columnWidth(span, pixels);
  const late = Math.max(patience, width * 2);
  /** @type {number[]} */
  const times = [];
  /** @type {(number | null)[]} */
  const numbers = [];
  let before = Infinity;
  let part = 0;
  // The line comes in from the number before its beginning.
  const from = Math.max(samples.find(since) - 1, samples.from);
  for (const place of extremes({times: samples.times, numbers: samples.numbers, from, to: samples.to}, width)) {
    const [time, number] = samples.at(place);
    // Before the first number, and after a rest, there is no time that would tell the part.
    while (before < Infinity && part < columns.length && /** @type {Columns} */ (columns[part]).before <= before) part += 1;
    if (number !== null && time - before > Math.max(late, 2 * (columns[part]?.width ?? 0))) {
      times.push((before + time) / 2000);
      numbers.push(null);
    }
    times.push(time / 1000);
    numbers.push(number);
    before = number === null ? Infinity : time;
  }
  return [times, numbers];
}
