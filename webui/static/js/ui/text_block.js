/** How large a text can be in the room that there is, by words' widths alone. Pure. */

import {countLines} from './text_fit.js';

/** Pixels: no type is smaller. */
export const SMALLEST = 14;
/** A line's height to its type. */
export const LINE = 1.25;

/**
 * The largest type in which a text fits, and how many lines there is room for.
 * @param {string} text @param {number} width pixels @param {number} height @param {number} most
 * @param {(text: string) => number} measure the width of a text in type of 100 pixels
 * @param {number} [allowed] lines
 */
export function fitText(text, width, height, most, measure, allowed = Infinity) {
  const space = measure('\u00A0');
  const paragraphs = text.split('\n').map((paragraph) => paragraph.split(/\s+/).map(measure));
  const longest = Math.max(...paragraphs.flat());
  const fits = (/** @type {number} */ size) => {
    const lines = paragraphs.reduce((count, words) => count + countLines(words, space, (width * 100) / size), 0);
    return lines <= allowed && (longest * size) / 100 <= width && lines * size * LINE <= height;
  };
  let size = most;
  while (size > SMALLEST && !fits(size)) size -= 1;
  size = Math.max(size, SMALLEST);
  return {size, lines: Math.min(Math.max(Math.floor(height / (size * LINE)), 1), allowed)};
}
