/** Whole steps of a number, in decimals: 0.1 + 0.2 is 0.3. As in core/steps.py, equal to the last bit. Pure. */

const MAX_DIGITS = 10;
const SLACK = 1e-9;

/** The number of whole steps from `base` that is nearest; of two that are equally near, the one of an even count. @param {number} value @param {number} base @param {number} step @param {number} least @param {number} most */
export function onStep(value, base, step, least, most) {
  const inside = clamp(value, least, most);
  const count = even((inside - base) / step);
  const found = atStep(base, step, count);
  const over = found > most + step * SLACK ? -1 : Number(found < least - step * SLACK);
  return clamp(over ? atStep(base, step, count + over) : found, least, most);
}

/** So many steps from `base`, as the shortest decimal. @param {number} base @param {number} step @param {number} count */
export function atStep(base, step, count) {
  const parts = [base, step].map(split);
  const digits = Math.max(0, ...parts.map((part) => part.digits));
  const [start = 0n, stride = 0n] = parts.map((part) => part.units * 10n ** BigInt(digits - part.digits));
  let units = start + BigInt(count) * stride;
  const noise = 10n ** BigInt(Math.max(digits - MAX_DIGITS, 0));
  if (noise > 1n) units = floor(2n * units + noise, 2n * noise);
  return Number(`${units}e-${Math.min(digits, MAX_DIGITS)}`);
}

/** @param {number} value @param {number} least @param {number} most */
export function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

/** @param {number} number @returns {number} the nearest whole number, as Python rounds */
export function even(number) {
  const below = Math.floor(number);
  const rest = number - below;
  return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
}

/** A number as whole units of a decimal digit. @param {number} number */
function split(number) {
  const [mantissa = '', exponent] = number.toExponential().split('e');
  const [whole, part = ''] = mantissa.split('.');
  const digits = part.length - Number(exponent);
  const units = BigInt(whole + part);
  return digits < 0 ? {units: units * 10n ** BigInt(-digits), digits: 0} : {units, digits};
}

/** @param {bigint} number @param {bigint} by */
function floor(number, by) {
  return (number - ((number % by) + by) % by) / by;
}
