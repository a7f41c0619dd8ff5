/** A knob: a number in a range, on three quarters of a turn; a finger moves it up and down. */

import {Drag, Range} from '../values/range.js';
import {make} from '../ui/dom.js';
import {Dial, arc, drawing, ray} from './dial.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Degrees to either side of the top. */
const REACH = 135;
/** Pixels of a finger's way from end to end. */
const TRAVEL = 220;
/** Degrees by which the ring's edge goes round its ends. */
const LIP = 1.2;
/** Radii on a face of 100: a mark's ends, the ring's middle; and of the part that is taken in hand, of 1. */
const MARK = /** @type {const} */ ([49.5, 34]);
const RING = 42;
const BODY = 0.31;

/** @extends {Dial<Range>} */
export class Knob extends Dial {
  static native = 'range';
  /** @type {Drag | null} */
  #drag = null;
  #from = '';

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, new Range(spec));
    const {scale} = this;
    Object.assign(native, {min: String(scale.min), max: String(scale.max), step: 'any'});
    const rest = scale.middle ?? scale.position(spec.taper === 'audio' ? 0 : this.rest);
    this.arc = make('div', 'arc');
    this.pointer = make('div', 'pointer');
    this.face.append(
      drawing({edge: arc(-REACH - LIP, REACH + LIP, RING), ring: arc(-REACH, REACH, RING)}), this.arc,
      drawing(rest > 0 && rest < 1 ? {mark: ray(angle(rest), ...MARK)} : {}),
      make('div', 'body'), this.pointer,
    );
    this.#listen();
  }

  /** @override */
  get widest() {
    return this.figures.widest(this.scale.min, this.scale.max);
  }

  /** @override @param {number} number */
  follow(number) {
    const {scale} = this;
    if (this.#drag && scale.value(this.#drag.position) !== number) this.#drag.anchor(scale.position(number));
  }

  /** @override @param {number} number */
  draw(number) {
    const position = this.scale.position(number);
    const middle = this.scale.middle ?? 0;
    this.pointer.style.transform = `rotate(${angle(position).toFixed(2)}deg)`;
    const from = filled(Math.min(position, middle));
    if (from !== this.#from) this.arc.style.setProperty('--from', from);
    this.#from = from;
    this.arc.style.setProperty('--to', filled(Math.max(position, middle)));
  }

  #listen() {
    const {scale} = this;
    this.release = this.stage.hands.grab(this.dial, {
      resumes: true,
      allowed: () => !this.isTaken(),
      down: (event) => {
        this.native.focus({preventScroll: true});
        const at = scale.position(this.value);
        const touched = this.spec.jump ? this.#touched(event) : null;
        this.#drag = new Drag(touched ?? at, -event.clientY, scale.middle);
        this.hold('finger');
        if (touched !== null) this.move(scale.value(touched));
      },
      move: (event, fine) => {
        if (this.#drag) this.move(scale.value(this.#drag.move(-event.clientY, TRAVEL, fine)));
      },
      up: () => {
        this.#drag = null;
        this.untouch();
      },
    });
  }

  /** Where on the ring a finger came down; null: on the knob itself, or where the ring is open. @param {PointerEvent} event */
  #touched(event) {
    const {distance, angle: its} = this.around(event);
    const beside = distance <= this.face.clientWidth * BODY || Math.abs(its) > REACH + 10;
    return beside ? null : this.scale.near((its + REACH) / (2 * REACH));
  }
}

/** @param {number} position @returns {number} degrees from the top */
function angle(position) {
  return (position * 2 - 1) * REACH;
}

/** @param {number} position @returns {string} degrees from the ring's beginning */
function filled(position) {
  return `${(position * 2 * REACH).toFixed(2)}deg`;
}
