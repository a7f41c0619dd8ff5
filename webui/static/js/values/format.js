/** Numbers and times as people read them. Pure. */

import {seen} from './characters.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** From here on JavaScript itself writes a power of ten. */
const HUGE = 1e21;
/** From here on, and for less than the other, a number that has no room is written with its power of ten. */
const LARGE = 1e5;
const TINY = 1e-3;

/** A number with so many digits after the point, and a true minus sign. @param {number} number @param {number} decimals */
export function formatNumber(number, decimals) {
  if (Math.abs(number) >= HUGE) return formatPower(number);
  const text = number.toFixed(Math.min(Math.max(decimals, 0), 6));
  if (!text.startsWith('-')) return text;
  return Number(text) === 0 ? text.slice(1) : `\u2212${text.slice(1)}`;
}

/** A number with its power of ten, as 1.5e9, exactly or with so many digits after the point. @param {number} number @param {number} [digits] */
export function formatPower(number, digits) {
  return number.toExponential(digits).replace('+', '').replace(/-/g, '\u2212');
}

/**
 * A number in full where that fits, else rounded: with its power of ten, or with a ~ before fewer digits after the point. No
 * digit is ever missing without one of these; where nothing fits there is a mark alone.
 * @param {number} number @param {number} decimals @param {(text: string) => boolean} fits
 */
export function formatFitting(number, decimals, fits) {
  const full = formatNumber(number, decimals);
  if (fits(full)) return full;
  const size = Math.abs(number);
  const powers = [6, 5, 4, 3, 2, 1, 0].map((digits) => formatPower(number, digits));
  const rounded = size < LARGE && size >= TINY ? Array.from({length: Math.min(decimals, 6)}, (_, i) => decimals - 1 - i) : [];
  const about = rounded.filter((digits) => size >= 10 ** -digits).map((digits) => `~${formatNumber(number, digits)}`);
  return [...about, ...powers].find(fits) ?? '\u2026';
}

/** With its unit, for what is spoken. @param {number} number @param {number} decimals @param {string} unit */
export function formatSpoken(number, decimals, unit) {
  return spoken(formatNumber(number, decimals), unit);
}

/** The same of figures. @param {string} figures @param {string} unit */
export function spoken(figures, unit) {
  const text = figures.replace(/\u2212/g, '-');
  if (!unit) return text;
  return unit === '%' ? `${text} percent` : `${text} ${unit}`;
}

/** Understand a number that somebody typed: with comma or point, either minus, and perhaps the unit. @param {string} text @param {string} [unit] */
export function parseNumber(text, unit = '') {
  let plain = text.trim().replace(/[\u2212\u2013]/g, '-').replace(',', '.');
  if (unit && plain.toLowerCase().endsWith(unit.toLowerCase())) plain = plain.slice(0, -unit.length).trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** The time of day, as on a stage manager's clock. @param {Date} date @param {boolean} [seconds] */
export function formatClock(date, seconds = true) {
  const parts = [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** A round trip, or its jitter. @param {number | null} trip milliseconds */
export function formatTrip(trip) {
  if (trip === null) return '';
  return trip < 1 ? '<1 ms' : `${Math.round(trip)} ms`;
}

/** How long ago something was. @param {number} age milliseconds */
export function formatAge(age) {
  const seconds = Math.floor(age / 1000);
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}

/** Up to two letters for a screen's chip. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/[\s_-]+/).filter(Boolean);
  const letters = words.map((word) => seen(word)[0] ?? '');
  return (words.length > 1 ? `${letters[0]}${letters.at(-1)}` : letters[0] ?? '?').toUpperCase();
}

/** A day and time as short as it can be said: the time today, else the day. @param {Date} date @param {Date} now */
export function formatDay(date, now) {
  if (date.toDateString() === now.toDateString()) return formatClock(date, false);
  const month = MONTHS[date.getMonth()];
  return `${date.getDate()} ${month}${date.getFullYear() === now.getFullYear() ? '' : ` ${date.getFullYear()}`}`;
}

/** The digits in what somebody typed or pasted, in whichever script's digits. @param {string} text */
export function digitsOf(text) {
  const plain = text.normalize('NFKC').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
  return plain.replace(/[^0-9]/g, '');
}

/** A join code's digits, three by three. @param {string} digits */
export function grouped(digits) {
  return digits.replace(/(\d{3})(?=\d)/g, '$1 ');
}

/** A length of time that somebody may choose. @param {number} seconds */
export function formatSpan(seconds) {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Several things in a row, as in a sentence. @param {string[]} parts */
export function formatList(parts) {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
