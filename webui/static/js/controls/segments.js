/** A choice's options side by side: as many in a row as have room, in rows that suit the cell. */

import {isOver} from '../ui/pointer.js';
import {make} from '../ui/dom.js';
import {textWidth, typeScale} from '../ui/text_fit.js';
import {SMALLEST as SMALL, fitText} from '../ui/text_block.js';

/** @import {OptionSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

const GAP = 8;
/** Pixels: an option's least height, and where there is no need to save room. */
const LEAST = 44;
const ROOMY = 56;
/** A name's size and lines, and pixels beside it, above and below. */
const NAME = 18;
const LINES = 2;
const EDGE = 16;
/** Pixels of an option at the smallest size for which a cell still grows; a longer one breaks. */
const LONGEST = 110;
/** How wide an option is best, to its height. */
const SHAPE = 2;
/** Pixels around the options: the cell's edges and its name. */
const AROUND = 22;

/**
 * How many options stand in a row: all that have room across, or fewer where that suits the room's shape better.
 * @param {number} count @param {number} width pixels @param {number} height @param {number} least pixels that an option needs across
 */
export function columnsFor(count, width, height, least) {
  const most = Math.min(Math.max(Math.floor((width + GAP) / (least + GAP)), 1), count);
  let [best, found] = [Infinity, balanced(count, most)];
  for (let columns = 1; columns <= most; columns += 1) {
    const rows = Math.ceil(count / columns);
    const down = (height - GAP * (rows - 1)) / rows;
    if (columns !== Math.ceil(count / rows) || down < LEAST) continue;
    const across = (width - GAP * (columns - 1)) / columns;
    const off = Math.abs(Math.log(across / down / SHAPE)) + (2 * (rows * columns - count)) / count;
    if (off < best) [best, found] = [off, columns];
  }
  return found;
}

/** As few in a row as need no more rows. @param {number} count @param {number} most */
function balanced(count, most) {
  return Math.ceil(count / Math.ceil(count / most));
}

export class Segments {
  #options;
  /** @type {HTMLElement[]} */
  #segments;
  #chosen = -1;

  /** @param {OptionSpec[]} options @param {Stage} stage @param {import('./option_list.js').Told} told */
  constructor(options, stage, told) {
    this.#options = options;
    this.element = make('div', 'segments');
    this.#segments = options.map(({label}) => {
      const segment = make('div', 'segment');
      segment.append(make('span', undefined, label));
      return segment;
    });
    this.element.append(...this.#segments);
    let at = -1;
    const lift = () => {
      delete this.#segments[at]?.dataset.down;
      at = -1;
    };
    this.letGo = stage.hands.grab(this.element, {
      allowed: told.allowed,
      down: (event) => {
        told.focus();
        at = this.#segments.findIndex((segment) => segment.contains(/** @type {Node} */ (event.target)));
        const segment = this.#segments[at];
        if (segment) segment.dataset.down = '';
      },
      up: (event, cancelled) => {
        const [segment, option] = [this.#segments[at], options[at]];
        lift();
        if (event && !cancelled && segment && option && isOver(segment, event)) told.chosen(option.id);
      },
    });
  }

  /** @param {number} index of the option that is chosen */
  show(index) {
    this.#segments[this.#chosen]?.removeAttribute('data-chosen');
    this.#chosen = index;
    this.#segments[index]?.setAttribute('data-chosen', '');
  }

  /** There is nothing to open. */
  open() {}

  get #widest() {
    return Math.max(...this.#options.map(({label}) => textWidth(label, SMALL)));
  }

  get #least() {
    return Math.max(LEAST, Math.min(this.#widest, LONGEST) + EDGE);
  }

  leastWidth() {
    return Math.ceil(this.#least + EDGE);
  }

  /** @param {HTMLElement} cell @param {number} width @param {boolean} roomy */
  leastHeight(cell, width, roomy) {
    void cell;
    const most = Math.max(Math.floor((width - EDGE + GAP) / (this.#least + GAP)), 1);
    const rows = Math.ceil(this.#options.length / most);
    return Math.ceil(AROUND + 18.2 * typeScale() + rows * (roomy ? ROOMY : LEAST) + (rows - 1) * GAP);
  }

  layout() {
    const {clientWidth: width, clientHeight: height} = this.element;
    if (!width) return;
    const columns = columnsFor(this.#options.length, width, height, this.#least);
    const across = (width - GAP * (columns - 1)) / columns - EDGE;
    const rows = Math.ceil(this.#options.length / columns);
    const down = (height - GAP * (rows - 1)) / rows - EDGE;
    const most = NAME * typeScale();
    const size = Math.min(...this.#options.map(({label}) => fitText(label, across, down, most, (text) => textWidth(text, 100), LINES).size));
    this.element.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    this.element.style.fontSize = `${size}px`;
  }
}
