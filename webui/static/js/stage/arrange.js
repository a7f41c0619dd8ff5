/**
 * Where a page's cells stand on a screen: on the show's grid, where each gets the room that it needs. A page that is too wide
 * for the screen is cut, between cells, into blocks that stand one below the other; one that is too high scrolls. Frames stand
 * around their cells, which have that much less room; one is cut only if it is too wide by itself. Pure.
 */

/** @import {Place} from '../types.js' */

/**
 * @typedef {object} Item one cell
 * @property {Place} place on the show's grid
 * @property {number} width the least pixels in which it can be used
 * @property {(width: number, roomy: boolean) => number} height the same downwards, at a width; roomy: where a page scrolls anyhow
 * @property {Frame | undefined} [frame] it is a frame around all that lies inside its place
 * @property {Item[]} [within] the frames that it lies inside of; found here
 *
 * @typedef {{name: number, edge: number}} Frame pixels that its name takes above its cells, and its edge at each side
 *
 * @typedef {object} Room
 * @property {number} width pixels
 * @property {number} height
 * @property {number} columns of the show's grid
 * @property {number} rows
 * @property {number} gap pixels from one cell to the next
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Box pixels
 * @typedef {0 | 1} Axis columns or rows
 * @typedef {{items: Item[], from: [number, number], count: [number, number], begun?: Set<Item>, open?: Set<Item>}} Block tracks
 *   of the grid, counted from 1; the frames that began in a block above it, and that end in one below
 * @typedef {{left: number, top: number, right: number, bottom: number}} Inset
 */

const COLUMNS = 0;
const ROWS = 1;

/** @param {Item[]} items @param {Room} room @returns {{boxes: Map<Item, Box>, height: number}} the height is more than the room's where it must scroll */
export function arrange(items, room) {
  const frames = items.filter(({frame}) => frame);
  for (const item of items) item.within = frames.filter((frame) => frame !== item && isInside(item, frame));
  const whole = {items, from: /** @type {[number, number]} */ ([1, 1]), count: /** @type {[number, number]} */ ([room.columns, room.rows])};
  const blocks = leastWidth(whole, room.gap) <= room.width ? [whole] : stack(items, room).map(around);
  const cut = frames.filter((frame) => !blocks.some((block) => block.items.includes(frame)));
  for (const frame of cut) open(frame, blocks);
  const across = blocks.map((block) => columns(block, room));
  const tracks = (/** @type {boolean} */ roomy) => blocks.flatMap((block, i) => rows(block, across[i] ?? [], room.gap, roomy));
  const least = tracks(false);
  const gaps = room.gap * (least.length - 1);
  const fits = total(least) + gaps <= room.height;
  const down = fits ? spread(least, room.height - gaps) : tracks(true);
  /** @type {Map<Item, Box>} */
  const boxes = new Map();
  let first = 0;
  /** @type {number[]} */
  const starts = [];
  blocks.forEach((block, i) => {
    starts.push(first);
    const [x, y] = [edges(across[i] ?? [], room.gap), edges(down, room.gap)];
    for (const item of block.items) {
      const [column, row, width, height] = item.place;
      const [left, top] = [x(column - block.from[COLUMNS]), y(first + row - block.from[ROWS])];
      const [right, bottom] = [x(column - block.from[COLUMNS] + width) - room.gap, y(first + row - block.from[ROWS] + height) - room.gap];
      const free = inset(item, block);
      boxes.set(item, {left: left + free.left, top: top + free.top, width: right - free.right - left - free.left, height: bottom - free.bottom - top - free.top});
    }
    first += block.count[ROWS];
  });
  const y = edges(down, room.gap);
  for (const frame of cut) {
    const its = blocks.filter((block) => isAround(frame, block));
    const [from, to] = [its[0], its.at(-1)];
    if (!from || !to) continue;
    // Where it is cut it goes from one side of the screen to the other.
    const [head, foot] = [inset(frame, {...from, items: [frame]}), inset(frame, {...to, items: [frame]})];
    const [top, bottom] = [y(Number(starts[blocks.indexOf(from)])) + head.top, y(Number(starts[blocks.indexOf(to)]) + to.count[ROWS]) - room.gap - foot.bottom];
    boxes.set(frame, {left: head.left, top, width: room.width - head.left - head.right, height: bottom - top});
  }
  return {boxes, height: fits ? room.height : Math.ceil(total(down) + gaps)};
}

/** As even as can be: all the same but those that need more. @param {number[]} least @param {number} sum @returns {number[]} */
export function spread(least, sum) {
  const large = new Set();
  for (;;) {
    const rest = sum - total(least.filter((_, i) => large.has(i)));
    const share = rest / (least.length - large.size);
    const larger = least.flatMap((need, i) => (!large.has(i) && need > share + 1e-6 ? i : []));
    if (!larger.length) return least.map((need, i) => (large.has(i) ? need : share));
    for (const i of larger) large.add(i);
    if (large.size === least.length) return [...least];
  }
}

/** @param {Item} item @param {Item} frame */
function isInside({place: [column, row, width, height]}, {place: [left, top, across, down]}) {
  return column >= left && row >= top && column + width <= left + across && row + height <= top + down;
}

/** Whether a block has nothing but what is inside a frame. @param {Item} frame @param {Block} block */
function isAround(frame, {items}) {
  return items.every((item) => item.within?.includes(frame));
}

/** Note where a frame that is cut begins and ends. @param {Item} frame @param {Block[]} blocks */
function open(frame, blocks) {
  const its = blocks.filter((block) => isAround(frame, block));
  for (const block of its.slice(1)) (block.begun ??= new Set()).add(frame);
  for (const block of its.slice(0, -1)) (block.open ??= new Set()).add(frame);
}

/** What the frames around a cell take of its room: each where the cell is at its edge, or at the edge where it is cut. @param {Item} item @param {Block} block @returns {Inset} */
function inset({place: [column, row, width, height], within = []}, block) {
  const taken = {left: 0, top: 0, right: 0, bottom: 0};
  const [firstColumn, firstRow] = block.from;
  const [endColumn, endRow] = [firstColumn + block.count[COLUMNS], firstRow + block.count[ROWS]];
  for (const around of within) {
    const [left, top, across, down] = around.place;
    const {name, edge} = around.frame ?? {name: 0, edge: 0};
    if (column <= Math.max(left, firstColumn)) taken.left += edge;
    if (column + width >= Math.min(left + across, endColumn)) taken.right += edge;
    if (row <= Math.max(top, firstRow) && !block.begun?.has(around)) taken.top += name;
    if (row + height >= Math.min(top + down, endRow) && !block.open?.has(around)) taken.bottom += edge;
  }
  return taken;
}

/** Blocks that are not too wide, in the order in which they are read. @param {Item[]} items @param {Room} room @returns {Item[][]} */
function stack(items, room) {
  if (items.length === 1 || leastWidth(around(items), room.gap) <= room.width) return [items];
  const bands = split(items, ROWS, true);
  if (bands.length > 1) return bands.flatMap((band) => stack(band, room));
  const strips = split(items, COLUMNS);
  if (strips.length > 1) return join(strips, room).flatMap((strip) => stack(strip, room));
  const lines = split(items, ROWS);
  if (lines.length > 1) return lines.flatMap((line) => stack(line, room));
  const area = (/** @type {Item} */ {place}) => place[2] * place[3];
  const [frame] = items.filter((item) => item.frame).sort((a, b) => area(b) - area(a));
  if (frame) return stack(items.filter((item) => item !== frame), room);
  return [...items].sort((a, b) => a.place[1] - b.place[1] || a.place[0] - b.place[0]).map((item) => [item]);
}

/**
 * Cut wherever no cell is in the way. A button belongs to the fader above it: a strong cut is only where something begins
 * that is at least as high as all that ends there.
 * @param {Item[]} items @param {Axis} axis @param {boolean} [strong] @returns {Item[][]}
 */
function split(items, axis, strong = false) {
  const start = (/** @type {Item} */ {place}) => place[axis];
  const size = (/** @type {Item} */ {place}) => place[axis === COLUMNS ? 2 : 3];
  const largest = (/** @type {Item[]} */ some) => Math.max(0, ...some.map(size));
  const cuts = [...new Set(items.map(start))].sort((a, b) => a - b).filter((cut) => {
    if (items.some((item) => start(item) < cut && start(item) + size(item) > cut)) return false;
    const [begin, end] = [items.filter((item) => start(item) === cut), items.filter((item) => start(item) + size(item) === cut)];
    return !strong || largest(begin) >= largest(end);
  });
  return cuts.map((cut, i) => items.filter((item) => start(item) >= cut && start(item) < (cuts[i + 1] ?? Infinity)));
}

/** Put neighbours together as far as they fit side by side: as low as possible in all, then as even as possible. @param {Item[][]} strips @param {Room} room @returns {Item[][]} */
function join(strips, room) {
  /** @type {{groups: Item[][], height: number, widest: number}[]} */
  const best = [{groups: [], height: 0, widest: 0}];
  for (let end = 1; end <= strips.length; end += 1) {
    for (let start = end - 1; start >= 0; start -= 1) {
      const items = strips.slice(start, end).flat();
      const block = around(items);
      const width = leastWidth(block, room.gap);
      if (width > room.width && end - start > 1) break;
      const before = /** @type {{groups: Item[][], height: number, widest: number}} */ (best[start]);
      const tracks = rows(block, columns(block, room), room.gap, true);
      const height = before.height + total(tracks) + room.gap * tracks.length;
      const widest = Math.max(before.widest, width);
      const old = best[end];
      if (!old || height < old.height - 1 || (height < old.height + 1 && widest < old.widest)) best[end] = {groups: [...before.groups, items], height, widest};
    }
  }
  return best[strips.length]?.groups ?? strips;
}

/** The tracks that some cells cover. @param {Item[]} items @returns {Block} */
function around(items) {
  const from = [0, 1].map((axis) => Math.min(...items.map(({place}) => Number(place[axis]))));
  const to = [0, 1].map((axis) => Math.max(...items.map(({place}) => Number(place[axis]) + Number(place[axis + 2]))));
  return {items, from: [Number(from[0]), Number(from[1])], count: [Number(to[0]) - Number(from[0]), Number(to[1]) - Number(from[1])]};
}

/** @param {Block} block @param {number} gap */
function leastWidth(block, gap) {
  return total(needs(block, COLUMNS, gap, (item) => wide(item, block))) + gap * (block.count[COLUMNS] - 1);
}

/** How wide a block's columns are. A cell for which there is no room at all makes do with what there is. @param {Block} block @param {Room} room */
function columns(block, {width, gap}) {
  const least = needs(block, COLUMNS, gap, (item) => wide(item, block));
  const free = width - gap * (least.length - 1);
  const sizes = spread(least, free);
  const much = total(sizes);
  return much > free ? sizes.map((size) => (size * free) / much) : sizes;
}

/** How high a block's rows are at least. @param {Block} block @param {number[]} across its columns @param {number} gap @param {boolean} roomy */
function rows(block, across, gap, roomy) {
  return needs(block, ROWS, gap, (item) => {
    const [column, , width] = item.place;
    const first = column - block.from[COLUMNS];
    const {left, top, right, bottom} = inset(item, block);
    return item.height(total(across.slice(first, first + width)) + gap * (width - 1) - left - right, roomy) + top + bottom;
  });
}

/** The least pixels across, frames included. @param {Item} item @param {Block} block */
function wide(item, block) {
  const {left, right} = inset(item, block);
  return item.width + left + right;
}

/** The least size of each track, so that every cell has its own. @param {Block} block @param {Axis} axis @param {number} gap @param {(item: Item) => number} need */
function needs(block, axis, gap, need) {
  const tracks = /** @type {number[]} */ (Array(block.count[axis]).fill(0));
  const size = (/** @type {Item} */ {place}) => place[axis === COLUMNS ? 2 : 3];
  for (const item of [...block.items].sort((a, b) => size(a) - size(b))) {
    const first = item.place[axis] - block.from[axis];
    const sizes = tracks.slice(first, first + size(item));
    const wanted = need(item) - gap * (sizes.length - 1);
    if (total(sizes) < wanted) tracks.splice(first, sizes.length, ...spread(sizes, wanted));
  }
  return tracks;
}

/** Where the tracks begin, in whole pixels. @param {number[]} tracks @param {number} gap */
function edges(tracks, gap) {
  const starts = [0];
  for (const size of tracks) starts.push(Number(starts.at(-1)) + size + gap);
  return (/** @type {number} */ track) => Math.round(Number(starts[track]));
}

/** @param {number[]} numbers */
function total(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0);
}
