/** What the OSC panel makes of the server's words: rates, the monitor's lines, and what an address that was learned says. */

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {
  APART, LINES, Log, Rates, formatArguments, formatFloat, formatKinds, formatRate, learnedAddress, lines, readLook,
} from '../../webui/static/js/panels/osc/status.js';

/** @import {Look, Told} from '../../webui/static/js/panels/osc/status.js' */

/** @type {Look} */
const LOOK = {
  time: 1000, count: 0, targets: [], in: {on: true, state: 'well', why: '', port: 5758}, query: {on: false, state: 'off', why: ''},
  came: {}, wrong: [], seen: [], learning: null,
};
const QLAB = {id: 'qlab', label: 'QLab', host: 'a', port: 1, bundles: false, echo: false, rate: 120, state: 'well', why: '', sent: 0};

/** @param {number} n @param {string} address @param {unknown} value @param {string} [way] @returns {Told} */
const told = (n, address, value, way = 'out') => [n, way, 'qlab', address, 'f', [value], n];

test('a rate is what was counted from one look to the next', () => {
  const rates = new Rates();
  rates.take({...LOOK, targets: [{...QLAB, sent: 500}], came: {qlab: 90}});
  assert.equal(rates.out('qlab'), 0);
  rates.take({...LOOK, time: 2500, targets: [{...QLAB, sent: 590}], came: {qlab: 90, 'fe80::1': 3}});
  assert.deepEqual(rates.words((who) => (who === 'qlab' ? 'QLab' : who)), ['QLab out 60/s', 'fe80::1 in 2/s']);
  assert.deepEqual([rates.out('qlab'), rates.came('qlab'), rates.came('fe80::1'), rates.out('gone')], [60, 0, 2, 0]);
  rates.take({...LOOK, time: 2500, targets: [{...QLAB, sent: 600}]});
  assert.equal(rates.out('qlab'), 0);
  rates.take({...LOOK, time: 3500, targets: [{...QLAB, sent: 4}]});
  assert.equal(rates.out('qlab'), 0, 'after a restart nothing runs backwards');
  assert.deepEqual([0, 0.4, 59.7].map(formatRate), ['', '<1/s', '60/s']);
});

test('what comes many times within a second shares a line, presses have one each', () => {
  const seen = [told(1, '/go', 1), ...Array.from({length: APART + 1}, (_, n) => told(n + 2, '/fader', n)), told(9, '/go', 0), told(10, '/go', 1, 'in')];
  seen.splice(2, 0, [2.5, 'out', 'qlab', '/fader', 's', ['loud'], 2]);
  assert.deepEqual(lines(seen).map(({n, address, values, times}) => [n, address, values[0], times]), [
    [1, '/go', 1, 1], [2.5, '/fader', 'loud', 1], [6, '/fader', 4, 5], [9, '/go', 0, 1], [10, '/go', 1, 1],
  ]);
});

test('the log is newest first, keeps so much, and stands still while it is paused', () => {
  const log = new Log();
  log.take({...LOOK, count: 2, seen: [told(1, '/a', 1), told(2, '/b', 1)]});
  assert.deepEqual([log.after, log.missed], [2, 0]);
  const all = () => log.show('', '', String).map(({n}) => n);
  assert.deepEqual(all(), [2, 1]);
  log.pause(true);
  log.take({...LOOK, count: 9, seen: [told(9, '/c', 1, 'in')]});
  assert.deepEqual([all(), log.paused, log.missed, log.after], [[2, 1], true, 6, 9]);
  log.pause(false);
  assert.deepEqual(all(), [9, 2, 1]);
  assert.deepEqual(log.show('/B', '', String).map(({n}) => n), [2]);
  assert.deepEqual(log.show('lab m', '', () => 'QLab main').map(({n}) => n), [9, 2, 1]);
  assert.deepEqual(log.show('', 'in', String).map(({n}) => n), [9]);
  for (let n = 0; n < LINES; n += 1) log.take({...LOOK, count: 10 + n, seen: [told(10 + n, '/c', n)]});
  assert.equal(all().length, LINES);
  assert.equal(all()[0], 9 + LINES);
});

test('arguments in words', () => {
  assert.equal(formatArguments('fisTNb', [0.123456, -5, 'go', true, null, '01 ff']), '0.123  \u22125  \u201cgo\u201d  true  nil  01 ff');
  assert.deepEqual([0.5, 1, 0, 0.01234, -0.25, 100.5].map(formatFloat), ['0.5', '1.0', '0.0', '0.01234', '\u22120.25', '100.5']);
  assert.deepEqual([1e-7, -0.00001234, 1234567890.5, 1e30, 0.0001, 999999999].map(formatFloat), ['1e\u22127', '\u22121.234e\u22125', '1.235e9', '1e30', '0.0001', '999999999.0']);
  assert.equal(formatArguments('i', [1, '\u2026']), '1  \u2026');
  assert.equal(formatKinds('fiTN?x'), 'float, int, bool, nil, other, x');
});

test('an address that was learned says its type and range, and its target', () => {
  const fader = {types: ['float', 'int', 'string'], ends: true};
  const heard = {who: 'qlab', address: '/a', kinds: 'f', count: 2, low: 0.1, high: 1};
  assert.deepEqual(learnedAddress(heard, fader, [QLAB]), {address: '/a', type: 'float', range: [0, 1], target: 'qlab'});
  assert.deepEqual(learnedAddress({...heard, high: 1.5, who: '10.0.0.9'}, fader, [QLAB]), {address: '/a', type: 'float', range: null, target: null});
  assert.deepEqual(learnedAddress({...heard, low: -0.1}, fader, []).range, null);
  assert.deepEqual(learnedAddress(heard, {...fader, ends: false}, []).range, null);
  assert.deepEqual(learnedAddress({...heard, kinds: 'T', low: null, high: null}, fader, []), {address: '/a', type: null, range: null, target: null});
  assert.equal(learnedAddress({...heard, kinds: 'is'}, fader, []).type, 'int');
  assert.equal(learnedAddress({...heard, kinds: '', low: null}, fader, []).type, 'none');
  assert.equal(learnedAddress({...heard, kinds: '?'}, fader, []).type, null);
});

test('what is no look is none', () => {
  assert.equal(readLook(LOOK), LOOK);
  for (const no of [null, undefined, 'x', {}, {...LOOK, targets: 1}, {...LOOK, seen: null}, {...LOOK, in: null}]) assert.equal(readLook(no), null);
});
