import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fromHsv, fromRgb, toHsv, toRgb} from '../../webui/static/js/values/colours.js';
import {dice} from './dice.js';

test('what everybody knows of colours', () => {
  /** @type {[string, number[]][]} */
  const known = [
    ['#ff0000', [0, 100, 100]], ['#ffff00', [60, 100, 100]], ['#00ff00', [120, 100, 100]], ['#00ffff', [180, 100, 100]],
    ['#0000ff', [240, 100, 100]], ['#ff00ff', [300, 100, 100]], ['#ffffff', [0, 0, 100]], ['#000000', [0, 0, 0]], ['#800000', [0, 100, 50]],
  ];
  for (const [colour, hsv] of known) {
    assert.deepEqual(toHsv(colour).map(Math.round), hsv);
    assert.equal(fromHsv(/** @type {[number, number, number]} */ (hsv)), colour);
  }
  assert.equal(fromHsv([360, 100, 100]), '#ff0000');
  assert.deepEqual([toRgb('#ff8001'), toRgb('red'), fromRgb([255, 127.6, -3])], [[255, 128, 1], [0, 0, 0], '#ff8000']);
});

test('every colour comes back as it was', () => {
  const random = dice(11);
  for (let i = 0; i < 3000; i += 1) {
    const colour = fromRgb([random() * 255, random() * 255, random() * 255]);
    const [hue, saturation, brightness] = toHsv(colour);
    assert.ok(hue >= 0 && hue < 360 && saturation >= 0 && saturation <= 100 && brightness >= 0 && brightness <= 100);
    assert.equal(fromHsv([hue, saturation, brightness]), colour);
    assert.equal(fromRgb(toRgb(colour)), colour);
  }
});

test('black keeps its hue and saturation, grey its hue', () => {
  assert.deepEqual(toHsv('#000000', [210, 40, 80]), [210, 40, 0]);
  assert.deepEqual(toHsv('#808080', [210, 40, 80]).map(Math.round), [210, 0, 50]);
});
