import assert from 'node:assert/strict';
import {test} from 'node:test';
import {arrange, spread} from '../../webui/static/js/stage/arrange.js';

/** @import {Box, Item} from '../../webui/static/js/stage/arrange.js' */
/** @import {Place} from '../../webui/static/js/types.js' */

const ROOM = {width: 392, height: 192, columns: 4, rows: 2, gap: 8};

/** @param {Place} place @param {number} [width] @param {number} [height] @param {number} [roomy] @returns {Item} */
function item(place, width = 40, height = 40, roomy = height) {
  return {place, width, height: (_, isRoomy) => (isRoomy ? roomy : height)};
}

/** @param {Item[]} items @param {typeof ROOM} room */
function boxes(items, room) {
  const found = arrange(items, room);
  return {...found, list: items.map((one) => /** @type {Box} */ (found.boxes.get(one)))};
}

/** @param {Box} a @param {Box} b */
const apart = (a, b) => a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top;

/** @param {number} columns @param {number} rows @param {number} [width] @param {number} [height] */
const field = (columns, rows, width, height) => Array.from({length: columns * rows}, (_, i) => item([(i % columns) + 1, Math.floor(i / columns) + 1, 1, 1], width, height));

test('sizes are all the same but where one needs more', () => {
  assert.deepEqual(spread([0, 0, 0, 0], 100), [25, 25, 25, 25]);
  assert.deepEqual(spread([40, 0, 0, 0], 100), [40, 20, 20, 20]);
  assert.deepEqual(spread([40, 28, 0, 0], 100), [40, 28, 16, 16]);
  assert.deepEqual(spread([40, 40, 40], 100), [40, 40, 40]);
  assert.deepEqual(spread([], 100), []);
});

test('what fits stands on the grid as the show has it, and fills the room', () => {
  const {list, height} = boxes([item([1, 1, 1, 2]), item([2, 1, 3, 1]), item([4, 2, 1, 1])], ROOM);
  assert.deepEqual(list, [
    {left: 0, top: 0, width: 92, height: 192},
    {left: 100, top: 0, width: 292, height: 92},
    {left: 300, top: 100, width: 92, height: 92},
  ]);
  assert.equal(height, 192);
});

test('a cell takes what it needs from those that have more', () => {
  const {list, height} = boxes([item([1, 1, 1, 1], 160, 120), item([2, 2, 1, 1])], ROOM);
  assert.deepEqual(list[0], {left: 0, top: 0, width: 160, height: 120});
  assert.equal(list[1]?.height, 64);
  assert.equal(height, 192);
});

test('a page that is too high for the room scrolls, and then saves no room', () => {
  const items = [item([1, 1, 4, 1], 40, 93, 150), item([1, 2, 4, 1], 40, 92, 160)];
  const {list, height} = boxes(items, ROOM);
  assert.equal(height, 150 + 8 + 160);
  assert.deepEqual(list.map((box) => box.height), [150, 160]);
  assert.equal(boxes([item([1, 1, 4, 1], 40, 92, 150), item([1, 2, 4, 1], 40, 92, 160)], ROOM).height, 192);
});

test('a row that is too wide goes on below, evenly, in the order in which it is read', () => {
  const {list} = boxes(field(6, 2, 90), {...ROOM, columns: 6});
  const order = list.map((box, i) => ({i, ...box})).sort((a, b) => a.top - b.top || a.left - b.left).map(({i}) => i);
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  assert.equal(list.filter(({top}) => top === 0).length, 3);
});

test('a button stays below its fader when the row is cut', () => {
  const faders = [1, 2, 3, 4, 5, 6].map((column) => item([column, 1, 1, 5], 90, 150));
  const solos = [1, 2, 3, 4, 5, 6].map((column) => item([column, 6, 1, 1], 56, 56));
  const {list} = boxes([...faders, ...solos], {...ROOM, columns: 6, rows: 6});
  faders.forEach((_, i) => {
    const [fader, solo] = [/** @type {Box} */ (list[i]), /** @type {Box} */ (list[i + 6])];
    assert.equal(solo.left, fader.left);
    assert.equal(solo.top, fader.top + fader.height + 8);
  });
});

test('what is cut is put together so that the page is low', () => {
  const items = [...field(3, 1, 40, 50), item([4, 1, 1, 1], 150, 300), item([5, 1, 1, 1], 150, 300)];
  const {list, height} = boxes(items, {...ROOM, columns: 5});
  assert.deepEqual(list.map(({top}) => top), [0, 0, 0, 58, 58]);
  assert.equal(height, 358);
});

test('cells that lock into each other stand one below the other', () => {
  const wheel = [item([1, 1, 2, 1], 300), item([3, 1, 1, 2], 300), item([2, 3, 2, 1], 300), item([1, 2, 1, 2], 300), item([2, 2, 1, 1], 300)];
  const {list, height} = boxes(wheel, {...ROOM, columns: 3, rows: 3});
  assert.deepEqual(list.map((box) => box.top / 48), [0, 1, 4, 2, 3]);
  assert.ok(list.every((box) => box.left === 0 && box.width === 392));
  assert.equal(height, 5 * 48 - 8);
});

test('a cell that needs more than the whole room makes do with it', () => {
  const {list} = boxes([item([1, 1, 1, 1], 1000), item([2, 1, 3, 1])], ROOM);
  assert.deepEqual(list.map(({left, width}) => [left, width]), [[0, 392], [0, 392]]);
});

test('whatever the show and the screen: nothing overlaps, leaves the screen, or is smaller than it can be', () => {
  let seed = 7;
  const random = (/** @type {number} */ below) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  for (let round = 0; round < 200; round += 1) {
    const [columns, rows] = [1 + random(24), 1 + random(24)];
    /** @type {Item[]} */
    const items = [];
    for (let tries = 0; tries < 40; tries += 1) {
      const [column, row] = [1 + random(columns), 1 + random(rows)];
      const place = /** @type {Place} */ ([column, row, 1 + random(Math.min(columns - column + 1, 5)), 1 + random(Math.min(rows - row + 1, 5))]);
      const taken = items.some(({place: [c, r, w, h]}) => place[0] < c + w && c < place[0] + place[2] && place[1] < r + h && r < place[1] + place[3]);
      if (!taken) items.push(item(place, 40 + random(200), 40 + random(200)));
    }
    const room = {width: 300 + random(1200), height: 300 + random(800), columns, rows, gap: 8};
    const {list, height} = boxes(items, room);
    list.forEach((box, i) => {
      const one = /** @type {Item} */ (items[i]);
      assert.ok(box.left >= 0 && box.left + box.width <= room.width && box.top >= 0 && box.top + box.height <= height);
      assert.ok(box.width >= one.width - 1 && box.height >= one.height(box.width, false) - 1, JSON.stringify([one, box]));
      for (const other of list.slice(i + 1)) assert.ok(apart(box, other));
    });
  }
});

/** @param {Place} place @param {number} [width] @returns {Item} */
const frame = (place, width = 30) => ({place, width, height: () => 0, frame: {name: 20, edge: 6}});

test('a frame is around its cells on the grid, and they have so much less room', () => {
  const {list} = boxes([frame([1, 1, 2, 2]), item([1, 1, 1, 1]), item([2, 1, 1, 1]), item([1, 2, 2, 1]), item([3, 1, 2, 2])], ROOM);
  assert.deepEqual(list[0], {left: 0, top: 0, width: 192, height: 192});
  const [, first, second, below, other] = list;
  assert.deepEqual(first, {left: 6, top: 20, width: 86, height: 72});
  assert.deepEqual(second, {left: 100, top: 20, width: 86, height: 72});
  assert.deepEqual(below, {left: 6, top: 100, width: 180, height: 86});
  assert.deepEqual(other, {left: 200, top: 0, width: 192, height: 192});
});

test('what a frame takes is asked for: cells in it are as large as they need', () => {
  const tall = item([1, 1, 1, 2], 90, 180);
  const {list, height} = boxes([frame([1, 1, 1, 2]), tall], ROOM);
  assert.ok(Number(list[1]?.width) >= 90);
  assert.equal(height, 180 + 20 + 6);
});

test('frames in frames add up', () => {
  const {list} = boxes([frame([1, 1, 4, 2]), frame([1, 1, 2, 2]), item([1, 1, 2, 2])], ROOM);
  assert.deepEqual(list[1], {left: 6, top: 20, width: 186, height: 166});
  assert.deepEqual(list[2], {left: 12, top: 40, width: 174, height: 140});
});

test('a page is cut between frames, not through them', () => {
  const cells = (/** @type {number} */ from) => [0, 1].map((n) => item([from + n, 1, 1, 2], 80, 80));
  const {list} = boxes([frame([1, 1, 2, 2]), ...cells(1), frame([3, 1, 2, 2]), ...cells(3)], {...ROOM, width: 220});
  const [one, , , other] = /** @type {Box[]} */ (list);
  assert.ok(one && other && one.top + one.height < other.top);
  for (const box of list.slice(1, 3)) assert.ok(box.top >= one.top + 20 && box.top + box.height <= one.top + one.height - 6);
  for (const box of list.slice(4)) assert.ok(box.top >= other.top + 20 && box.top + box.height <= other.top + other.height - 6);
});

test('a frame that is too wide by itself keeps its cells together, below one name', () => {
  const items = [item([1, 1, 1, 2], 150, 80), frame([2, 1, 3, 2]), ...[2, 3, 4].map((column) => item([column, 1, 1, 2], 150, 80))];
  const {list, height} = boxes(items, {...ROOM, width: 200});
  const [above, around, ...cells] = /** @type {Box[]} */ (list);
  assert.ok(above && around);
  assert.ok(above.top + above.height < around.top);
  assert.deepEqual([around.left, around.width, around.top + around.height], [0, 200, height]);
  assert.equal(cells[0]?.top, around.top + 20);
  assert.equal(Number(cells[2]?.top) + Number(cells[2]?.height), height - 6);
  for (const [i, box] of cells.entries()) {
    assert.deepEqual([box.left, box.width], [6, 188]);
    const next = cells[i + 1];
    if (next) assert.equal(next.top, box.top + box.height + 8);
  }
});
