/** Makes figures as large as their cell allows. Runs when sizes change, never while something moves. */

const LARGE = 20;
const SMALL = 14;
const UNIT = 14;
/** Figures with their power of ten that are short and still say something. */
const SHORT = '\u22121.2e9';
const NAME = 18;
const WORD = 14;
/** Lines of a name on a button. */
const LINES = 2;
const GAP = 3;
/** What fitName leaves free below a name and its word, for the bar of what is on. */
const BAR = 20;
const BAR_HIGH = 30;
/** Pixels of the sign "Operators only", one line, at the usual size. */
const SIGN = 20;
/** Pixels beside a name on a button. */
const EDGE = 8;
/** Pixels of a word at the smallest size for which a cell still grows; a longer one breaks. */
const LONGEST = 110;

/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** @param {string} text @param {number} size @param {number} [weight] @returns {number} pixels */
export function textWidth(text, size, weight = 600) {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * size * 0.62;
  pen.font = `${weight} ${size}px Inter, sans-serif`;
  return pen.measureText(text.replace(/[0-9]/g, '0')).width;
}

/** Whether figures want more room than others. @param {string} text @param {string} other */
export function isWider(text, other) {
  return text.length > other.length || (text.length === other.length && text !== other && textWidth(text, 100) > textWidth(other, 100));
}

/** How many times larger than usual this screen's type is. */
export function typeScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** Pixels that a cell's sign takes, where it has one. @param {HTMLElement} cell */
export function signHeight(cell) {
  return cell.hasAttribute('data-barred') ? SIGN * typeScale() : 0;
}

/** Choose the size of a button's name and of the word below it, so that no word breaks and both fit. @param {HTMLElement} cell @param {string} name @param {string[]} words */
export function fitName(cell, name, words) {
  const [width, height] = [cell.clientWidth - EDGE, cell.clientHeight - (cell.hasAttribute('data-low') ? BAR : BAR_HIGH) - signHeight(cell)];
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

/** The least pixels across for a name and the words below it. @param {string} name @param {string[]} words */
export function nameWidth(name, words) {
  const longest = Math.max(...name.split(/\s+/).map((word) => textWidth(word, SMALL)));
  return Math.ceil(Math.max(Math.min(longest, LONGEST), ...words.map((word) => wordWidth(word, SMALL))) + EDGE + 4);
}

/** The same downwards, border and bar included. @param {HTMLElement} cell @param {string} name @param {number} width */
export function nameHeight(cell, name, width) {
  const parts = name.split(/\s+/).map((word) => textWidth(word, SMALL));
  const lines = Math.min(countLines(parts, textWidth('\u00A0', SMALL), width - EDGE - 4), LINES);
  return Math.ceil(lines * SMALL * 1.2 + SMALL * 1.3 + (cell.hasAttribute('data-low') ? BAR : BAR_HIGH) + 5 + signHeight(cell));
}

/** @param {string} word of those below a name @param {number} size */
export function wordWidth(word, size) {
  return textWidth(word, size, 500) + 0.04 * size * word.length;
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

/** What says whether figures have room. @param {number} room pixels @param {number} size @param {number} [weight] */
export function fitsIn(room, size, weight) {
  // A page's own type may be a pixel wider than what is measured.
  return (/** @type {string} */ text) => textWidth(text, size, weight) + 1 <= room;
}

/** Leave the unit out where it leaves no room for figures, be they as short as they can; whether it is so. @param {HTMLElement} element @param {number} room for figures @param {number} width of the widest at the smallest size */
export function isBare(element, room, width) {
  return element.toggleAttribute('data-bare', room < Math.min(width, textWidth(SHORT, SMALL)));
}

/**
 * Choose the readout's size, and whether the unit stands beside or below.
 * @param {HTMLElement} element
 * @param {number} room its pixels across
 * @param {string[]} texts the widest ones
 * @param {string} unit
 * @param {boolean} stacks whether there is room below
 * @returns {(text: string) => boolean} which figures fit at that size
 */
export function fitReadout(element, room, texts, unit, stacks) {
  if (!room) return () => true;
  const scale = typeScale();
  const width = Math.max(...texts.map((text) => textWidth(text, 100))) / 100;
  const wanted = unit ? textWidth(unit, UNIT * scale, 400) + GAP : 0;
  const below = stacks && unit !== '' && width * LARGE * scale + wanted > room;
  const bare = !below && isBare(element, room - wanted, width * SMALL);
  const unitWidth = bare ? 0 : wanted;
  const size = Math.min(LARGE * scale, (room - (below ? 0 : unitWidth)) / width);
  const unitSize = unit ? Math.min(UNIT * scale, room / (textWidth(unit, 100, 400) / 100)) : UNIT * scale;
  element.style.setProperty('--unit-size', `${Math.max(unitSize, SMALL)}px`);
  const chosen = Math.max(Math.floor(size * 2) / 2, SMALL);
  element.style.fontSize = `${chosen}px`;
  element.toggleAttribute('data-below', below);
  element.toggleAttribute('data-fits', true);
  return fitsIn(room - (below ? 0 : unitWidth), chosen);
}
