/** Makes figures as large as their cell allows. Runs when sizes change, never while something moves. */

const LARGE = 20;
const SMALL = 14;
const UNIT = 14;
const NAME = 18;
const WORD = 14;
/** Lines of a name on a button. */
const LINES = 2;
const GAP = 3;

/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** @param {string} text @param {number} size @param {number} [weight] @returns {number} pixels */
export function textWidth(text, size, weight = 600) {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * size * 0.62;
  pen.font = `${weight} ${size}px Inter, sans-serif`;
  return pen.measureText(text.replace(/[0-9]/g, '0')).width;
}

/** How many times larger than usual this screen's type is. */
export function typeScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** Choose the size of a button's name and of the word below it, so that no word breaks and both fit. @param {HTMLElement} cell @param {string} name @param {string[]} words */
export function fitName(cell, name, words) {
  const [width, height] = [cell.clientWidth - 6, cell.clientHeight - (cell.hasAttribute('data-low') ? 20 : 30)];
  if (width <= 0) return;
  const scale = typeScale();
  const widest = Math.max(Math.min(WORD * scale, ...words.map((word) => width / (textWidth(word, 100, 500) / 100 + 0.04 * word.length))), SMALL);
  const parts = name.split(/\s+/).map((word) => textWidth(word, 100));
  const [longest, space] = [Math.max(...parts), textWidth('\u00A0', 100)];
  const wordFor = (/** @type {number} */ size) => Math.max(Math.min(widest, size * 0.8), SMALL);
  const fits = (/** @type {number} */ size) => {
    const lines = countLines(parts, space, (width * 100) / size);
    return (longest * size) / 100 <= width && lines <= LINES && lines * size * 1.2 + wordFor(size) * 1.3 <= height;
  };
  let size = NAME * scale;
  while (size > SMALL && !fits(size)) size -= 0.5;
  cell.style.setProperty('--name-size', `${Math.max(size, SMALL)}px`);
  cell.style.setProperty('--word-size', `${wordFor(size)}px`);
}

/** How many lines words need. @param {number[]} words their widths @param {number} space @param {number} width */
export function countLines(words, space, width) {
  let [lines, used] = [1, 0];
  for (const word of words) {
    if (used && used + space + word > width) [lines, used] = [lines + 1, word];
    else used += (used ? space : 0) + word;
  }
  return lines;
}

/**
 * Choose the readout's size, and whether the unit stands beside or below.
 * @param {HTMLElement} element
 * @param {string[]} texts the widest ones
 * @param {string} unit
 * @param {boolean} stacks whether there is room below
 */
export function fitReadout(element, texts, unit, stacks) {
  const room = element.clientWidth;
  if (!room) return;
  const scale = typeScale();
  const width = Math.max(...texts.map((text) => textWidth(text, 100))) / 100;
  const unitWidth = unit ? textWidth(unit, UNIT * scale, 400) + GAP : 0;
  const below = stacks && unit !== '' && width * LARGE * scale + unitWidth > room;
  const size = Math.min(LARGE * scale, (room - (below ? 0 : unitWidth)) / width);
  const unitSize = unit ? Math.min(UNIT * scale, room / (textWidth(unit, 100, 400) / 100)) : UNIT * scale;
  element.style.setProperty('--unit-size', `${Math.max(unitSize, SMALL)}px`);
  element.style.fontSize = `${Math.max(Math.floor(size * 2) / 2, SMALL)}px`;
  element.toggleAttribute('data-below', below);
}
