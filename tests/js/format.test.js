import assert from 'node:assert/strict';
import {test} from 'node:test';
import {digitsOf, formatAge, formatClock, formatDay, formatNumber, formatSpan, formatSpoken, formatTrip, grouped, initials, parseNumber} from '../../webui/static/js/format.js';

test('numbers have their decimals and a true minus sign', () => {
  assert.equal(formatNumber(25, 0), '25');
  assert.equal(formatNumber(-5.64, 1), '\u22125.6');
  assert.equal(formatNumber(4.1, 3), '4.100');
});

test('there is no minus zero', () => {
  assert.equal(formatNumber(-0.04, 1), '0.0');
  assert.equal(formatNumber(-0, 0), '0');
});

test('spoken values have words', () => {
  assert.equal(formatSpoken(35, 0, '%'), '35 percent');
  assert.equal(formatSpoken(-6, 1, 'dB'), '-6.0 dB');
  assert.equal(formatSpoken(3, 0, ''), '3');
});

test('typed numbers may have a comma, either minus and the unit', () => {
  assert.equal(parseNumber('66,5'), 66.5);
  assert.equal(parseNumber(' \u22126 dB', 'dB'), -6);
  assert.equal(parseNumber('.5'), 0.5);
  for (const wrong of ['', 'loud', '1e9', '--3', '1.2.3', 'Infinity', '0x10']) assert.equal(parseNumber(wrong), null, wrong);
});

test('clock, round trip and initials', () => {
  const date = new Date(2026, 0, 2, 9, 4, 5);
  assert.equal(formatClock(date), '09:04:05');
  assert.equal(formatClock(date, false), '09:04');
  assert.deepEqual([null, 0.4, 3.4, 120].map(formatTrip), ['', '<1 ms', '3 ms', '120 ms']);
  assert.deepEqual(['Stage left iPad', 'mia', '', '\u{1F3AD} box'].map(initials), ['SI', 'M', '?', '\u{1F3AD}B']);
});

test('how long ago something was', () => {
  const said = [-1, 0, 1999, 2000, 59_999, 60_000, 3_599_999, 3_600_000, 90_000_000].map((age) => formatAge(age));
  assert.deepEqual(said, ['now', 'now', 'now', '2 s ago', '59 s ago', '1 min ago', '59 min ago', '1 h ago', '25 h ago']);
});

test('a day is said as short as it can be', () => {
  const now = new Date(2026, 10, 21, 19, 30);
  const said = [new Date(2026, 10, 21, 0, 5), new Date(2026, 10, 20, 23, 59), new Date(2026, 0, 2), new Date(2025, 10, 21, 19, 30)];
  assert.deepEqual(said.map((date) => formatDay(date, now)), ['00:05', '20 Nov', '2 Jan', '21 Nov 2025']);
});

test('digits are read out of whatever was typed or pasted, and shown three by three', () => {
  const typed = ['123456', ' 123 456\n', '123-456', 'Code: 123 456.', '\uff11\uff12\uff13456', '\u0661\u0662\u0663\u06f4\u06f5\u06f6', 'none'];
  assert.deepEqual(typed.map(digitsOf), ['123456', '123456', '123456', '123456', '123456', '123456', '']);
  assert.deepEqual(['', '1', '123', '1234', '123456'].map(grouped), ['', '1', '123', '123 4', '123 456']);
});

test('a length of time is said in its largest whole unit', () => {
  assert.deepEqual([10, 60, 90, 300, 3600, 7200, 3660].map(formatSpan), ['10 s', '1 min', '90 s', '5 min', '1 h', '2 h', '61 min']);
});
