import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {Figures} from '../../webui/static/js/values/number_text.js';
import {Drag, Range} from '../../webui/static/js/values/range.js';
import {TAPERS, marks} from '../../webui/static/js/values/taper.js';

/** @type {{examples: {taper: string, min: number, max: number, pairs: [number, number][]}[]}} */
const {examples} = JSON.parse(readFileSync(new URL('../tapers.json', import.meta.url), 'utf8'));

/** @param {number} found @param {number} expected */
function near(found, expected) {
  assert.ok(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${found} is not ${expected}`);
}

test('the examples that the core keeps to as well', () => {
  assert.deepEqual([...new Set(examples.map(({taper}) => taper))], Object.keys(TAPERS));
  for (const {taper, min, max, pairs} of examples) {
    for (const [number, position] of pairs) {
      near(/** @type {any} */ (TAPERS[taper]).position(number, min, max), position);
      near(/** @type {any} */ (TAPERS[taper]).number(position, min, max), number);
    }
  }
});

test('what is out of range stands at an end', () => {
  for (const {taper, min, max} of examples) {
    const kind = /** @type {any} */ (TAPERS[taper]);
    assert.deepEqual([-1e9, 1e9].map((number) => kind.position(number, min, max)), [0, 1]);
    assert.deepEqual([-1, 2].map((position) => kind.number(position, min, max)), [min, max]);
  }
});

test('keys and wheel go by parts of the way: equal ratios, or decibels as on a mixer', () => {
  const tone = new Range({min: 20, max: 20000, taper: 'log'});
  near(tone.key('PageUp', false, 20) ?? 0, 20 * 1000 ** 0.1);
  assert.equal(tone.key('End', false, 20), 20000);
  const level = new Range({min: -90, max: 10, taper: 'audio'});
  assert.equal(level.key('ArrowUp', false, 0), 0.4);
  assert.equal(level.key('ArrowDown', false, -90), -90);
  assert.equal(level.roll(-90, 1, false), -85.2);
  near(level.roll(0, 1, true), 0.04);
});

test('assistive technology moves by equal differences, which mean as much of the way', () => {
  const tone = new Range({min: 20, max: 20000, taper: 'log'});
  near(tone.meant(20, 20 + 1998), 20 * 1000 ** 0.1);
  near(tone.meant(20000, 20000 - 1998), 20000 / 1000 ** 0.1);
  const plain = new Range({min: -60, max: 10});
  assert.deepEqual([[-60, -53], [0, 10], [3.3, 4]].map(([value, asked]) => plain.meant(Number(value), Number(asked))), [-53, 10, 4]);
});

test('a centre catches a drag for a little on its way, and not a fine one', () => {
  const drag = new Drag(0.4, 0, 0.5);
  assert.equal(drag.move(100, 1000, false), 0.5);
  assert.equal(drag.move(125, 1000, false), 0.5);
  near(drag.move(140, 1000, false), 0.51);
  near(drag.move(200, 1000, true), 0.516);
  near(drag.move(40, 1000, true), 0.5);
  assert.equal(drag.move(40, 1000, false), 0.5);
  near(drag.move(0, 1000, false), 0.475);
});

test('from the centre a drag leaves as easily to either side, and one that was moved there as well', () => {
  for (const side of [-1, 1]) {
    const drag = new Drag(0.5, 0, 0.5);
    assert.equal(drag.move(14 * side, 1000, false), 0.5);
    near(drag.move(25 * side, 1000, false), 0.5 + 0.01 * side);
    drag.anchor(0.5);
    assert.equal(drag.move(35 * side, 1000, false), 0.5);
  }
});

test('a touch near the centre means the centre, and one beyond the way its end', () => {
  const pan = new Range({min: -50, max: 50, centre: 0});
  assert.deepEqual([0.49, 0.52, -0.2, 1.2].map((position) => pan.near(position)), [0.5, 0.52, 0, 1]);
  assert.equal(new Range({min: -50, max: 50}).near(0.49), 0.49);
});

test('marks: decibels, powers of ten where there are two of them, else quarters', () => {
  assert.deepEqual(marks('audio', -90, 10).map(({text}) => text), ['10', '0', '\u221210', '\u221230', '\u221260']);
  assert.deepEqual(marks('audio', -90, 10).map(({position}) => position), [1, 0.75, 0.5, 0.25, 0.0625]);
  assert.equal(marks('log', 20, 20000).length, 3);
  assert.equal(marks('log', 0.1, 1000).length, 5);
  assert.equal(marks('log', 2, 60).length, 5);
  assert.deepEqual(marks('linear', 0, 1).map(({position}) => position), [0, 0.25, 0.5, 0.75, 1]);
});

test('decibels at the lower end are off: a sign, a word, and several ways to type it', () => {
  const level = new Figures({decimals: 1, unit: 'dB', taper: 'audio'});
  assert.deepEqual([-90, -89.5, 0].map((number) => level.write(number)), ['\u2212\u221e', '\u221289.5', '0.0']);
  assert.deepEqual([-90, -6].map((number) => level.speak(number)), ['off', '-6.0 dB']);
  for (const typed of ['-inf', '\u2212\u221e', 'off', ' OFF ', '-\u221e dB', 'inf']) assert.equal(level.read(typed), -90, typed);
  assert.equal(level.read('-6 dB'), -6);
  assert.ok(level.widest(-90, 10).includes('\u221288.9'));
  const plain = new Figures({});
  assert.deepEqual([plain.write(-90), plain.speak(-90), plain.read('off'), plain.read('5')], ['\u221290', '-90', null, 5]);
});
