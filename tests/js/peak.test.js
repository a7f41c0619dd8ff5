import assert from 'node:assert/strict';
import {test} from 'node:test';
import {HOLD, Peak} from '../../webui/static/js/views/peak.js';
import {dice} from './dice.js';

test('a peak stays as long as it is held, then the next one counts', () => {
  const peak = new Peak();
  assert.deepEqual([peak.at(0), peak.falls], [null, null]);
  peak.push(0, 5);
  peak.push(500, 9);
  peak.push(1000, 3);
  peak.push(1500, 7);
  assert.deepEqual([peak.at(1500), peak.falls], [9, 500 + HOLD]);
  assert.equal(peak.at(500 + HOLD - 1), 9);
  assert.deepEqual([peak.at(500 + HOLD), peak.falls], [7, 1500 + HOLD]);
  assert.deepEqual([peak.at(1500 + HOLD), peak.falls], [null, null]);
});

test('an equal one holds it longer; nothing is left of what was cleared', () => {
  const peak = new Peak();
  peak.push(0, 5);
  peak.push(1000, 5);
  assert.equal(peak.at(HOLD), 5);
  peak.clear();
  assert.equal(peak.at(HOLD), null);
});

test('it is the highest of what was held, whatever came', () => {
  const random = dice(7);
  const peak = new Peak();
  /** @type {[number, number][]} */
  const all = [];
  for (let time = 0; time < 20_000; time += 1 + Math.floor(random() * 300)) {
    const number = Math.round(random() * 50) - 25;
    all.push([time, number]);
    peak.push(time, number);
    const held = all.filter(([at]) => at > time - HOLD).map(([, one]) => one);
    assert.equal(peak.at(time), Math.max(...held));
  }
});
