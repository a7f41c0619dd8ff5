/** A number field: large figures between a minus and a plus, which go on while they are kept pressed. */

import {Repeat} from '../ui/repeat.js';
import {Steps} from '../values/steps.js';
import {make} from '../ui/dom.js';
import {fitsIn, isBare, signHeight, textWidth, typeScale} from '../ui/text_fit.js';
import {Numeric} from './numeric.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */

/** Pixels of a minus or a plus, of anything else for a finger, from one cell's part to the next, and of the cell's edge. */
const TARGET = 56;
const FINGER = 44;
const GAP = 8;
const EDGE = 16;
const NAME = 20;
/** Figures are from so small to so large, in pixels, and may take so much of the height that there is. */
const SMALL = 20;
const LEAST = 14;
const LARGE = 56;
const SHARE = 0.72;
/** What has no end is written with so many figures at the least; more of them get smaller until sizes change. */
const USUAL = 888;
const FIGURE = /^[-\d.,]$/;

/** @extends {Numeric<Steps>} */
export class NumberField extends Numeric {
  static native = 'number';
  #repeat = new Repeat();
  #length = -1;
  #room = {width: 0, height: 0};
  /** What lets each of the two go. @type {(() => void)[]} */
  #releases = [];

  /** @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage */
  constructor(spec, native, stage) {
    super(spec, native, stage, new Steps(spec));
    const {min, max} = this.scale;
    Object.assign(native, {min: String(min ?? ''), max: String(max ?? ''), step: 'any', inputMode: 'none'});
    const [less, more] = [this.#button('Less', -1), this.#button('More', 1)];
    this.element.append(this.readout.element, native, less, more, this.label, this.reason);
    this.release = () => this.#releases.forEach((release) => release());
  }

  /** @param {string} name @param {-1 | 1} way */
  #button(name, way) {
    const button = make('button', `nudge ${name.toLowerCase()}`);
    button.type = 'button';
    // The keys of the field itself do the same.
    button.tabIndex = -1;
    button.setAttribute('aria-label', `${name}: ${this.spec.label}`);
    const step = () => this.move(this.scale.roll(this.value, way));
    this.#releases.push(this.stage.hands.grab(button, {
      allowed: () => !this.isTaken(),
      down: () => {
        this.native.focus({preventScroll: true});
        button.dataset.down = '';
        this.hold('finger');
        this.#repeat.start(step);
      },
      up: () => {
        this.#repeat.stop();
        delete button.dataset.down;
        this.untouch();
      },
    }));
    // A click without a finger is assistive technology's.
    button.addEventListener('click', (event) => {
      if (event.detail === 0) step();
    });
    // The field has the focus, not its button.
    button.addEventListener('mousedown', (event) => event.preventDefault());
    return button;
  }

  /** @override @param {KeyboardEvent} event */
  key(event) {
    if (FIGURE.test(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.readout.type(event.key);
    } else super.key(event);
  }

  /** @override @param {number} number */
  draw(number) {
    const {min, max} = this.scale;
    this.element.toggleAttribute('data-least', number === min && !this.scale.wraps);
    this.element.toggleAttribute('data-most', number === max && !this.scale.wraps);
  }

  /** @override @param {string} text */
  written(text) {
    if (text.length === this.#length || !this.#room.width) return;
    this.#length = text.length;
    const across = this.#across / (textWidth(text, 100) / 100);
    const size = Math.min(across, this.#room.height * SHARE, LARGE * typeScale());
    this.readout.number.style.fontSize = `${Math.max(Math.floor(size), LEAST)}px`;
  }

  /** Pixels for the figures. */
  get #across() {
    const room = this.#room.width - (this.figures.unit ? textWidth(this.figures.unit, 14 * typeScale(), 400) + 4 : 0);
    return isBare(this.readout.element, room, Infinity) ? this.#room.width : room;
  }

  /** Pixels across for the figures at their least size. */
  get #least() {
    const {min, max} = this.scale;
    const texts = [this.figures.write(this.value), ...this.figures.widest(min ?? -USUAL, max ?? USUAL)];
    const unit = this.figures.unit ? textWidth(this.figures.unit, 14, 400) + 4 : 0;
    return Math.max(Math.min(Math.max(...texts.map((text) => textWidth(text, SMALL))), 120) + unit, FINGER);
  }

  /** @override */
  leastWidth() {
    return Math.ceil(Math.max(2 * TARGET + GAP, this.#least) + EDGE);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    const rows = this.#isTall(width) ? 2 * TARGET + GAP : TARGET;
    return Math.ceil(rows + NAME * typeScale() + signHeight(this.element) + EDGE);
  }

  /** Whether the figures stand above the two, which have no room beside them. @param {number} width */
  #isTall(width) {
    return width < 2 * (TARGET + GAP) + this.#least + EDGE;
  }

  /** @override */
  layout() {
    super.layout();
    this.element.toggleAttribute('data-tall', this.#isTall(this.element.clientWidth));
    this.#room = {width: this.readout.element.clientWidth, height: this.readout.element.clientHeight};
    this.#length = -1;
    if (this.#room.width) this.figures.fits = fitsIn(this.#across, LEAST);
    this.rewrite();
    this.written(this.figures.write(this.value));
  }
}
