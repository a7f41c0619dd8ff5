import assert from 'node:assert/strict';
import {test} from 'node:test';
import {digitsOf, formatAge, formatClock, formatDay, formatFitting, formatNumber, formatPower, formatSpan, formatSpoken, formatTrip, grouped, initials, parseNumber} from '../../webui/static/js/values/format.js';

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

test('a number has its power of ten with true minus signs, exactly or rounded', () => {
  assert.deepEqual([1234567890.123, -1e-7, 1e300, 5e-324].map((number) => formatPower(number, 2)), ['1.23e9', '\u22121.00e\u22127', '1.00e300', '4.94e\u2212324']);
  assert.equal(formatPower(-1.5e300), '\u22121.5e300');
  assert.deepEqual([1e21, -1.7976931348623157e308].map((number) => formatNumber(number, 3)), ['1e21', '\u22121.7976931348623157e308']);
});

/** What a person reads there, and how exact it says that it is. @param {string} text */
function readBack(text) {
  const plain = text.replace(/\u2212/g, '-').replace('~', '');
  return {value: Number(plain), digits: (plain.split('e')[0]?.split('.')[1] ?? '').length, power: Number(plain.split('e')[1] ?? 0)};
}

test('whatever has no room is rounded with a sign of that, or a mark: no digit is cut', () => {
  const numbers = [0, 1, -1, 1234567890.123, -1234567890.123, 0.1 + 0.2, 99999.96, -0.0004, 1e-7, -1e-7, 1e300, -1e308, 5e-324, 12, 999.9995, 1700000000123];
  for (const number of numbers) {
    for (const decimals of [0, 1, 3, 6]) {
      for (let room = 0; room <= 26; room += 1) {
        const text = formatFitting(number, decimals, (it) => it.length <= room);
        if (text === '\u2026') {
          assert.ok(room < 8, `${number} has room in ${room}`);
          continue;
        }
        assert.ok(text.length <= room);
        if (text === formatNumber(number, decimals)) continue;
        assert.match(text, /^~\u2212?\d+(\.\d+)?$|^\u2212?\d(\.\d+)?e\u2212?\d+$/, text);
        const {value, digits, power} = readBack(text);
        assert.ok(Math.abs(value - number) <= 0.5000001 * 10 ** (power - digits) || power < -300, `${text} for ${number}`);
        assert.ok(value !== 0 || number === 0 || power < -300, `${text} for ${number}`);
      }
    }
  }
  assert.equal(formatFitting(1234567890.123, 3, (it) => it.length <= 8), '1.2346e9');
  assert.equal(formatFitting(1234.5678, 4, (it) => it.length <= 8), '~1234.57');
});
