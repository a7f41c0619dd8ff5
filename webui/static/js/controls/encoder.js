/** An encoder: a wheel without an end; a finger turns it round its middle, and each turn is so many steps. */

import {Steps} from '../values/steps.js';
import {Turn} from '../values/turn.js';
import {make} from '../ui/dom.js';
import {Dial, drawing, ray} from './dial.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

const USUAL_TURN = 24;
/** Notches of the wheel's grip, and the radii on a face of 100 between which they lie. */
const NOTCHES = 36;
const GRIP = /** @type {const} */ ([48, 43]);
/** What has no end is written with so many figures at the least. */
const USUAL = 888;

/** @extends {Dial<Steps>} */
export class Encoder extends Dial {
  static native = 'number';
  /** @type {Turn | null} */
  #turn = null;

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, new Steps(spec));
    const {min, max, step} = this.scale;
    Object.assign(native, {min: String(min ?? ''), max: String(max ?? ''), step: 'any', inputMode: 'none'});
    /** Of the value, in one turn. */
    this.round = step * (spec.turn ?? USUAL_TURN);
    const notches = Array.from({length: NOTCHES}, (_, i) => ray((i * 360) / NOTCHES, ...GRIP)).join('');
    this.wheel = make('div', 'wheel');
    this.wheel.append(drawing({notches}), make('div', 'hollow'));
    this.face.append(make('div', 'body'), this.wheel);
    this.#listen();
  }

  /** @override */
  get widest() {
    const {min, max} = this.scale;
    return [this.figures.write(this.value), ...this.figures.widest(min ?? -USUAL, max ?? USUAL)];
  }

  /** @override @param {number} number */
  follow(number) {
    this.#turn?.follow(number);
  }

  /** @override @param {number} number */
  draw(number) {
    this.wheel.style.transform = `rotate(${(((number % this.round) / this.round) * 360).toFixed(2)}deg)`;
  }

  #listen() {
    this.release = this.stage.hands.grab(this.dial, {
      resumes: true,
      allowed: () => !this.isTaken(),
      down: (event) => {
        this.native.focus({preventScroll: true});
        this.#turn = new Turn(this.scale, this.round, this.value, this.around(event));
        this.hold('finger');
      },
      move: (event, fine) => {
        if (this.#turn) this.move(this.#turn.move(this.around(event), fine));
      },
      up: () => {
        this.#turn = null;
        this.untouch();
      },
    });
  }
}
