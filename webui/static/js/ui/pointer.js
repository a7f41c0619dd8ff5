/**
 * Fingers, pens and mice on controls. One pointer owns one control until it lifts; a second one on the same control makes
 * the first one's movement fine. Ten fingers hold ten controls.
 */

/**
 * @typedef {object} Grip what a control does with the pointer that owns it
 * @property {() => boolean} [allowed] whether it may be taken in hand now
 * @property {boolean} [resumes] a finger that is still down when the connection is back takes it in hand again
 * @property {(event: PointerEvent) => void} down
 * @property {(event: PointerEvent, fine: boolean) => void} [move]
 * @property {(event: PointerEvent | null, cancelled: boolean) => void} up the event is null when the hand is let go from here
 */

/**
 * @typedef {object} Hold
 * @property {number} owner
 * @property {Set<number>} helpers
 * @property {(event: PointerEvent | null, cancelled: boolean, stays?: boolean) => void} end
 */

/** Pixels by which a finger may slide while it does not mean to. */
const SLOP = 8;
/** Where each pointer came down, on what, and where that was. Earlier fingers are forgotten with the first of a new touch. @type {Map<number, {x: number, y: number, target: Element, top: number, left: number}>} */
const downs = new Map();

export class Hands {
  /** @type {Set<Hold>} */
  #holds = new Set();
  /** What fingers that stayed down while the connection was gone do when it is back. @type {Set<() => void>} */
  #staying = new Set();
  #allowed;

  /** @param {() => boolean} allowed whether a finger that comes down may move anything */
  constructor(allowed) {
    this.#allowed = allowed;
    addEventListener('pointerdown', ({pointerId, clientX: x, clientY: y, isPrimary, target}) => {
      if (isPrimary) downs.clear();
      if (!(target instanceof Element)) return;
      const {top, left} = target.getBoundingClientRect();
      downs.set(pointerId, {x, y, target, top, left});
    }, true);
  }

  /** How many controls are in hand. */
  get busy() {
    return this.#holds.size;
  }

  /** Let go of everything: the connection is lost. */
  letGo() {
    for (const hold of [...this.#holds]) hold.end(null, true, true);
  }

  /** The connection is back: fingers that are still down go on. */
  resume() {
    for (const again of [...this.#staying]) again();
  }

  /** Give a control to fingers; returns a function that lets this control go. @param {HTMLElement} element @param {Grip} grip */
  grab(element, grip) {
    /** @type {Hold | null} */
    let hold = null;
    /** Where the finger was last. @type {PointerEvent | null} */
    let last = null;

    const again = () => {
      this.#staying.delete(again);
      if (last && !hold) begin(last);
    };

    /** @param {PointerEvent} event */
    const begin = (event) => {
      if (!this.#allowed() || grip.allowed?.() === false) return;
      hold = {owner: event.pointerId, helpers: new Set(), end};
      this.#holds.add(hold);
      this.#staying.delete(again);
      last = event;
      capture(element, event.pointerId);
      grip.down(event);
    };

    /** @param {PointerEvent | null} event @param {boolean} cancelled @param {boolean} [stays] the finger is still down */
    const end = (event, cancelled, stays = false) => {
      if (!hold) return;
      const {owner} = hold;
      this.#holds.delete(hold);
      hold = null;
      if (stays && grip.resumes) this.#staying.add(again);
      else if (element.hasPointerCapture(owner)) element.releasePointerCapture(owner);
      grip.up(event, cancelled);
    };

    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      if (hold) {
        hold.helpers.add(event.pointerId);
        return;
      }
      begin(event);
    });
    element.addEventListener('pointermove', (event) => {
      if (event.pointerId === last?.pointerId) last = event;
      if (event.pointerId === hold?.owner) grip.move?.(event, event.shiftKey || hold.helpers.size > 0);
    });
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
      element.addEventListener(type, (event) => {
        if (event.pointerId === last?.pointerId) this.#staying.delete(again);
        if (event.pointerId === hold?.owner) end(event, type !== 'pointerup');
        else if (type !== 'lostpointercapture') hold?.helpers.delete(event.pointerId);
      });
    }
    return () => {
      this.#staying.delete(again);
      end(null, true);
    };
  }
}

/** A pointer that is gone already can't be captured. @param {HTMLElement} element @param {number} pointer */
function capture(element, pointer) {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // It lifts in this very moment; its pointerup follows.
  }
}

/** Whether a pointer lifted on the element that it came down on, or held still while that moved away under it. @param {Element} element @param {PointerEvent} event */
export function isOver(element, event) {
  const {left, right, top, bottom} = element.getBoundingClientRect();
  const {clientX: x, clientY: y, pointerId} = event;
  if (x >= left && x <= right && y >= top && y <= bottom) return true;
  const down = downs.get(pointerId);
  if (!down || Math.hypot(x - down.x, y - down.y) >= SLOP) return false;
  const now = down.target.getBoundingClientRect();
  return now.top !== down.top || now.left !== down.left;
}

/** The time at which an event happened, by the page's steady clock. @param {Event} event */
export function eventTime(event) {
  const now = performance.now();
  return event.timeStamp > 0 && event.timeStamp <= now ? event.timeStamp : now;
}
