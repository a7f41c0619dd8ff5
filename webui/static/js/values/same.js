/** Whether values are equal. */

/** @import {Value} from '../types.js' */

/** Whether two values are the same; pairs are compared by what is in them. @param {Value | undefined} one @param {Value | undefined} other */
export function same(one, other) {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one[0] === other[0] && one[1] === other[1];
}
