/** Colours as "#rrggbb", as three parts of red, green and blue, and as hue, saturation and brightness. Pure. */

/** @typedef {[number, number, number]} Three */

/** Red, green and blue, 0 to 255. @param {string} colour @returns {Three} */
export function toRgb(colour) {
  const all = /^#[0-9a-f]{6}$/.test(colour) ? parseInt(colour.slice(1), 16) : 0;
  return [all >> 16, (all >> 8) & 255, all & 255];
}

/** @param {Three} rgb 0 to 255 */
export function fromRgb(rgb) {
  return `#${rgb.map((part) => Math.min(Math.max(Math.round(part), 0), 255).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * Hue, 0 to 360, and saturation and brightness, 0 to 100. Grey has no hue and black no saturation: they keep those that were.
 * @param {string} colour @param {Three} [before] @returns {Three}
 */
export function toHsv(colour, before = [0, 0, 0]) {
  const [red, green, blue] = toRgb(colour);
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (!most) return [before[0], before[1], 0];
  if (!span) return [before[0], 0, (most / 255) * 100];
  return [hue(red, green, blue, most, span), (span / most) * 100, (most / 255) * 100];
}

/** @param {number} red @param {number} green @param {number} blue @param {number} most @param {number} span */
function hue(red, green, blue, most, span) {
  if (most === red) return ((60 * (green - blue)) / span + 360) % 360;
  return most === green ? (60 * (blue - red)) / span + 120 : (60 * (red - green)) / span + 240;
}

/** @param {Three} hsv hue 0 to 360, saturation and brightness 0 to 100 */
export function fromHsv([angle, saturation, brightness]) {
  const part = (/** @type {number} */ n) => {
    const k = (n + angle / 60) % 6;
    return (brightness / 100) * (1 - (saturation / 100) * Math.max(Math.min(k, 4 - k, 1), 0)) * 255;
  };
  return fromRgb([part(5), part(3), part(1)]);
}
