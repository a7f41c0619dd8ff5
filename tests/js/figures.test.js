import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Figures} from '../../webui/static/js/values/number_text.js';
import {Range} from '../../webui/static/js/values/range.js';

/** @param {import('../../webui/static/js/types.js').ControlSpec | object} spec */
function along(spec) {
  const [range, figures] = [new Range(spec), new Figures(spec)];
  return Array.from({length: 101}, (_, i) => figures.write(range.value(i / 100)));
}

test('a log way has figures that tell its places apart, all the way', () => {
  for (const [min = 0, max = 0, decimals = 0] of [[0.01, 20, 1], [20, 20000, 0], [0.001, 1000, 0], [0.1, 10, 1], [1e-9, 1e-3, 6], [1e-6, 1e6, 0], [0.5, 0.6, 3], [1e-15, 1e15, 0]]) {
    const texts = along({min, max, decimals, taper: 'log'});
    assert.ok(new Set(texts).size >= 95, `${min} to ${max}: ${new Set(texts).size}`);
    assert.ok(!texts.some((text) => /^[0.]+$/.test(text)), `${min} to ${max}`);
  }
  assert.equal(along({min: 0.01, max: 20, decimals: 1, taper: 'log'})[0], '0.0100');
  assert.equal(along({min: 0.01, max: 20, decimals: 1, taper: 'log'})[100], '20.0');
  assert.equal(along({min: 20, max: 20000, decimals: 0, taper: 'log'})[0], '20');
});

test('a straight way keeps to the digits that the show says, and a tiny one has powers of ten', () => {
  assert.deepEqual(along({min: 0, max: 1, decimals: 0}).slice(0, 2), ['0', '0']);
  assert.equal(new Set(along({min: 0, max: 1e-9, decimals: 6})).size, 101);
  assert.equal(new Set(along({min: -1e-12, max: 1e-12, decimals: 6})).size, 101);
  assert.equal(new Set(along({min: 1.7e12, max: 1.7e12 + 1000, decimals: 0})).size, 101);
  assert.equal(new Figures({min: 0, max: 1e-9, decimals: 6}).write(3.21e-10), '3.21e\u221210');
});

test('what is spoken is in full, whatever room there is', () => {
  const figures = new Figures({min: 0, max: 2e9, decimals: 3, unit: 'Hz'});
  figures.fits = (text) => text.length <= 6;
  assert.equal(figures.write(1234567890.123), '1.23e9');
  assert.equal(figures.speak(1234567890.123), '1234567890.123 Hz');
  assert.equal(figures.full(-1234567890.123), '\u22121234567890.123');
  assert.equal(new Figures({min: 0, max: 1e-9, decimals: 6}).speak(-3.21e-10), '-3.21e-10');
  assert.equal(figures.read('12,5 Hz'), 12.5);
});
