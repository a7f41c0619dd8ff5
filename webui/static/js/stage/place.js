/** Puts a page's cells where arrange.js says, in the room that there is on this screen. */

import {arrange} from './arrange.js';

/** @import {Place, PageSpec} from '../types.js' */
/** @import {Rail} from './scroll_rail.js' */

/**
 * @typedef {object} Cell
 * @property {HTMLElement} element
 * @property {() => number} leastWidth
 * @property {(width: number, roomy: boolean) => number} leastHeight
 * @property {() => import('./arrange.js').Frame} [frame] it is a frame around others: what that takes of them
 */
/** @typedef {{place: Place, cell: Cell}} Placed */

/** Pixels from one cell to the next. */
const GAP = 8;
/** Faders side by side are as wide as the one that needs most, up to a cap and its edge. */
const ALIKE = 72;

/** The least pixels downwards: roomier where the page scrolls anyhow, but a fader that fits the screen goes on fitting it. @param {Cell} cell @param {number} screen */
function tall(cell, screen) {
  const stands = isStanding(cell);
  return (/** @type {number} */ width, /** @type {boolean} */ roomy) => {
    const least = cell.leastHeight(width, roomy);
    return stands && roomy && least > screen ? cell.leastHeight(width, false) : least;
  };
}

/** @param {Cell} cell */
const isStanding = ({element}) => element.matches('.fader:not([data-lies])');

/** @param {HTMLElement} page @param {PageSpec} spec @param {Placed[]} placed @param {Rail} rail */
export function place(page, spec, placed, rail) {
  const {width, height} = rail.room;
  // A page's margin; at the side where the rail is it has none.
  const edge = page.offsetTop;
  const items = placed.map(({place, cell}) => ({
    place, cell, standing: isStanding(cell), width: cell.leastWidth(), frame: cell.frame?.(), height: tall(cell, height - 2 * edge),
  }));
  const standing = items.filter((item) => item.standing);
  const alike = Math.min(Math.max(0, ...standing.map(({width}) => width)), ALIKE);
  for (const item of standing) item.width = Math.max(item.width, alike);

  const room = {width: width - 2 * edge, height: height - 2 * edge, columns: spec.columns, rows: spec.rows, gap: GAP};
  let {boxes, height: used} = arrange(items, room);
  const scrolls = used > room.height;
  // The rail takes its room from the page, never the other way round: the two would take turns for ever.
  if (scrolls) ({boxes, height: used} = arrange(items, {...room, width: room.width - rail.width + edge}));
  page.style.height = `${used}px`;
  for (const item of items) {
    const box = boxes.get(item);
    item.cell.element.toggleAttribute('data-nowhere', !box);
    if (box) for (const [side, pixels] of Object.entries(box)) item.cell.element.style.setProperty(side, `${pixels}px`);
  }
  // Last: its mark says how much there is.
  rail.show(scrolls);
}
