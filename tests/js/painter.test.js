import assert from 'node:assert/strict';
import {test} from 'node:test';
import {BUDGET, LEAST, MOST, Painter, TURNS} from '../../webui/static/js/stage/painter.js';

/** A page whose frames are made by hand: what was done in each, and what each takes. */
function page() {
  /** @type {Set<string>} */
  const own = new Set();
  const world = {
    shown: /** @type {string[]} */ ([]), said: /** @type {string[]} */ ([]), asked: 0, time: 0, own,
    after: /** @type {(() => void)[]} */ ([]),
  };
  const painter = new Painter({
    show: (id) => world.shown.push(id),
    say: (id) => world.said.push(id),
    leads: (id) => own.has(id),
    ask: () => {
      world.asked += 1;
    },
    now: () => world.time,
    rendered: (job) => world.after.push(job),
  });
  /** @param {number} [took] */
  const frame = (took = 1) => {
    [world.shown, world.said, world.asked] = [[], [], 0];
    painter.paint();
    world.time += took;
    for (const job of world.after.splice(0)) job();
    return {shown: [...world.shown], said: [...world.said], more: world.asked > 0};
  };
  return {...world, painter, frame, world};
}

const names = (/** @type {number} */ count) => Array.from({length: count}, (_, i) => `ch${i}`);

test('a few changes are shown and said in one frame, each once', () => {
  const {painter, frame} = page();
  for (const id of ['a', 'b', 'a']) painter.changed(id);
  assert.deepEqual(frame(), {shown: ['a', 'b'], said: ['a', 'b'], more: false});
  assert.deepEqual(frame(), {shown: [], said: [], more: false});
});

test('the own hand is painted whole in its frame, before whatever waits and however slow the page is', () => {
  const {painter, frame, own} = page();
  for (let i = 0; i < 20; i += 1) {
    for (const id of names(200)) painter.changed(id);
    frame(100);
  }
  own.add('mine');
  painter.changed('mine');
  const {shown, said} = frame(100);
  assert.equal(shown[0], 'mine');
  assert.equal(said[0], 'mine');
  assert.equal(shown.length + said.length, 2 + LEAST);
});

test('when more changes than a frame has room for all come in turn, and what is left is said in the end', () => {
  const {painter, frame} = page();
  const all = names(100);
  /** @type {Map<string, number>} */
  const times = new Map();
  for (let i = 0; i < 50; i += 1) {
    for (const id of all) painter.changed(id);
    for (const id of frame(50).shown) times.set(id, (times.get(id) ?? 0) + 1);
  }
  const counts = all.map((id) => times.get(id) ?? 0);
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, String(counts));
  /** @type {Set<string>} */
  const said = new Set();
  let frames = 0;
  for (let more = true; more; frames += 1) {
    const painted = frame(50);
    for (const id of painted.said) said.add(id);
    more = painted.more;
  }
  assert.deepEqual([...said].sort(), [...all].sort());
  assert.ok(frames <= all.length / LEAST + all.length, String(frames));
});

test('while there is no room for all a frame is for positions, and one of a few for figures', () => {
  const {painter, frame} = page();
  const kinds = Array.from({length: 3 * TURNS}, () => {
    for (const id of names(100)) painter.changed(id);
    const {shown, said} = frame(50);
    assert.ok(!shown.length || !said.length);
    return shown.length ? 'moves' : 'figures';
  });
  const round = [...Array.from({length: TURNS - 1}, () => 'moves'), 'figures'];
  assert.deepEqual(kinds, [...round, ...round, ...round]);
});

test('a page that is quick enough gets room for all; one that is slow never less than the least', () => {
  const {painter, frame} = page();
  const all = names(MOST + 100);
  const shown = (/** @type {number} */ took) => {
    for (const id of all) painter.changed(id);
    const painted = frame(took);
    return painted.shown.length || painted.said.length;
  };
  for (let i = 0; i < 100; i += 1) shown(BUDGET);
  assert.equal(shown(BUDGET), MOST);
  const before = shown(BUDGET * 1.25);
  assert.equal(shown(BUDGET * 1000), Math.floor(before / 1.25));
  assert.equal(shown(BUDGET), Math.floor(before / 1.25 / 2));
  for (let i = 0; i < 100; i += 1) shown(BUDGET * 2);
  assert.equal(shown(BUDGET), LEAST);
});

test('all is painted at once when a show is laid out', () => {
  const {painter, world, frame} = page();
  const all = names(500);
  painter.all(all);
  assert.deepEqual(world.shown, all);
  assert.deepEqual(world.said, all);
  assert.deepEqual(frame(), {shown: [], said: [], more: false});
});
