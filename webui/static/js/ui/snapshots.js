/**
 * What lay where on the screen a moment ago. A hand needs time to reach what it saw: a press counts only if the same thing was
 * under its point all that time. Pure.
 */

/** Milliseconds that a hand may need, from setting out to touching the screen. */
export const REACH = 600;
/** Milliseconds for which snapshots are kept beyond that: a page that stood still reads presses late. */
const LATE = 2000;
/** Milliseconds in which a change inside a panel is the answer to the last press in it. */
export const ANSWER = 500;
/** Pixels around a press within which the next one is a second tap on the same place. */
export const NEAR = 48;

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box pixels of the screen */
/**
 * @typedef {object} Spot something that can be pressed, or a part of the screen such as the header
 * @property {unknown} target which thing it is
 * @property {string} key what it means: two keys are two things, though the target is the same
 * @property {unknown} room the part of the screen in which it is
 * @property {boolean} answers whether changes in that part answer the presses in it, as in a panel
 * @property {Box} box
 */
/** @typedef {{x: number, y: number, at: number, spot: Spot | null}} Press a press that counted, and when its finger was last seen */
/** @typedef {{at: number, spots: Spot[], press: Press | null, own: boolean}} Snapshot */

export class Snapshots {
  /** The oldest first. @type {Snapshot[]} */
  #kept = [];

  /**
   * Note what the screen looks like from now on. Spots that lie over others come later.
   * @param {Spot[]} spots @param {number} at milliseconds
   * @param {Press | null} [press] the last one on this screen; null if a key came after it
   * @param {boolean} [own] whether that press or key turned the page
   * @returns {boolean} whether anything is different
   */
  add(spots, at, press = null, own = false) {
    const last = this.#kept.at(-1);
    if (last && alike(last.spots, spots)) return false;
    this.#kept.push({at, spots, press, own});
    // The one before the oldest that matters says what there was then.
    while (this.#kept.length > 1 && Number(this.#kept[1]?.at) <= at - REACH - LATE) this.#kept.shift();
    return last !== undefined;
  }

  /** What lies at a point now. @param {number} x @param {number} y @returns {Spot | null} */
  find(x, y) {
    return topmost(this.#kept.at(-1), x, y);
  }

  /**
   * Whether something else lay at a point within REACH before a moment, or has come since: a busy page hears late of a press.
   * @param {number} x @param {number} y @param {number} at milliseconds @param {number} now
   */
  hasChanged(x, y, at, now) {
    for (let i = this.#kept.length - 1; i > 0; i -= 1) {
      const [before, after] = [this.#kept[i - 1], this.#kept[i]];
      if (!before || !after || after.at <= at - REACH) return false;
      // The clock was set back since: nobody knows when that was.
      if (after.at > now) continue;
      const [was, is] = [topmost(before, x, y), topmost(after, x, y)];
      if (isSame(was, is)) continue;
      if (!isOwn(after, is) || isNear(after.press, x, y)) return true;
    }
    return false;
  }
}

/** @param {Snapshot | undefined} snapshot @param {number} x @param {number} y @returns {Spot | null} */
function topmost(snapshot, x, y) {
  const spots = snapshot?.spots ?? [];
  for (let i = spots.length - 1; i >= 0; i -= 1) {
    const spot = spots[i];
    if (spot && isIn(spot.box, x, y)) return spot;
  }
  return null;
}

/** Whether the hand that presses knows of a change, because it made it. @param {Snapshot} snapshot @param {Spot | null} now */
function isOwn({at, press, own}, now) {
  return own || isAnswer(press, now, at);
}

/** Whether a change in a part of the screen answers a press in it. @param {Press | null} press @param {Spot | null | undefined} now any spot of that part @param {number} at milliseconds */
export function isAnswer(press, now, at) {
  return Boolean(press && now?.answers && press.spot?.room === now.room && at - press.at <= ANSWER);
}

/** @param {Press | null} press @param {number} x @param {number} y */
function isNear(press, x, y) {
  if (!press) return false;
  return Math.hypot(x - press.x, y - press.y) <= NEAR || (press.spot !== null && isIn(press.spot.box, x, y));
}

/** @param {Box} box @param {number} x @param {number} y */
function isIn({left, top, right, bottom}, x, y) {
  return x >= left && x < right && y >= top && y < bottom;
}

/** @param {Spot | null | undefined} one @param {Spot | null | undefined} other */
function isSame(one, other) {
  return one?.target === other?.target && one?.key === other?.key;
}

/** Whether the same things are at the same places. @param {Spot[]} before @param {Spot[]} after */
export function alike(before, after) {
  return before.length === after.length && before.every((one, i) => {
    const other = /** @type {Spot} */ (after[i]);
    return isSame(one, other) && one.box.left === other.box.left && one.box.top === other.box.top
      && one.box.right === other.box.right && one.box.bottom === other.box.bottom;
  });
}
