/** What every control on the page has: its cell, its native input for assistive technology, its label and its reasons. */

import {make} from '../ui/dom.js';
import {typeScale} from '../ui/text_fit.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Surface} from '../sync/surface.js' */
/** @import {Hands} from '../ui/pointer.js' */
/** @import {Clock} from '../sync/clock.js' */

/**
 * @typedef {object} Stage what controls work with
 * @property {Surface} surface
 * @property {Hands} hands
 * @property {Clock} clock
 * @property {() => boolean} canMove
 * @property {(control: string) => Holder | null} holder whose hand a control is in, unless it is this page's own
 * @property {(page: string) => boolean} [turn] turns this screen to a page; false where that is not possible
 * @property {() => void} [laid] told when cells have come, gone or moved
 */

/** @typedef {{name: string, colour: string, yields: boolean}} Holder who has it; yields: this page may take it all the same */

const REASON_STAYS = 2000;
/** A finger's width, and the cell's edge. */
const LEAST = 56;
/** Milliseconds and pixels by which a control shakes its head. */
const SHAKE = 240;
const AMPLITUDE = 4;
const BARRED = 'For operators only';
/** Pixels across in which the sign's words have room at the usual size; else it is a lock alone. */
const SIGN = 136;

/** @template {HTMLElement} [N=HTMLInputElement] its native element */
export class Control {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reasonTimer;
  /** Whether this screen's role is too low for it. */
  barred = false;

  /** @param {ControlSpec} spec @param {N} native @param {Stage} stage */
  constructor(spec, native, stage) {
    this.spec = spec;
    this.native = native;
    this.stage = stage;
    this.element = make('div', `cell ${spec.type}`);
    this.element.dataset.control = spec.id;
    this.element.dataset.type = spec.type;
    this.element.toggleAttribute('data-jumps', spec.jump === true);
    this.label = make('div', 'label', spec.label);
    // A name that is written from right to left is shortened at its own end.
    this.label.dir = 'auto';
    this.reason = make('div', 'reason');
    this.reason.setAttribute('role', 'status');
    this.tag = make('div', 'tag');
    this.tag.dir = 'auto';
    // No control's own id can have such a space.
    this.tag.id = `holder\u00A0${spec.id}`;
    this.sign = make('div', 'sign');
    this.sign.id = `sign\u00A0${spec.id}`;
    this.sign.append(make('i', 'lock'), make('span', undefined, 'Operators only'));
    native.id = spec.id;
    native.setAttribute('autocomplete', 'off');
    native.setAttribute('aria-label', spec.label);
  }

  get id() {
    return this.spec.id;
  }

  /**
   * Paint a value: the hot path, 60 times a second. It may move its own elements (by `Slide`, or a `style.transform` in two
   * dimensions without will-change) or write an attribute of theirs, each only where it changed.
   * It must not read anything of the layout, nor write a text, a native element's value, a class or a style that moves other
   * boxes: what needs any of these belongs into `say`. @param {Value} value
   */
  show(value) {
    void value;
  }

  /**
   * Bring the rest up to date with the value that is shown: figures, the native element's value, its words for assistive
   * technology. In the same frame for the own hand; while others' hands move much, later, and not of each value; it is
   * always called with the last one. It may change texts, and reads nothing of the layout either. @param {Value} value
   */
  say(value) {
    void value;
  }

  /** Both at once. @param {Value} value */
  paint(value) {
    this.show(value);
    this.say(value);
  }

  /** The least pixels in which it can be read and touched. */
  leastWidth() {
    return LEAST;
  }

  /** The same downwards. @param {number} width its pixels across @param {boolean} roomy the page scrolls anyhow */
  leastHeight(width, roomy) {
    void width;
    void roomy;
    return LEAST;
  }

  /** Sizes changed: fit what must fit. */
  layout() {
    this.sign.toggleAttribute('data-short', this.element.clientWidth < SIGN * typeScale());
  }

  /** A finger, a caret or a key is on the control. */
  touch() {
    this.element.dataset.touched = '';
    this.stage.surface.touch(this.id);
  }

  /** The same, and it is in this hand: nobody else's move may pull it away. @param {import('../sync/holds.js').Hand} hand */
  hold(hand) {
    this.element.dataset.touched = '';
    this.stage.surface.hold(this.id, hand);
  }

  untouch() {
    delete this.element.dataset.touched;
    this.stage.surface.untouch(this.id);
  }

  /** Show who else has it in hand. @param {Holder | null} holder */
  inHand(holder) {
    const name = holder?.name ?? '';
    if (this.element.dataset.inHand === (holder ? name : undefined)) return;
    if (!holder) {
      delete this.element.dataset.inHand;
      this.tag.remove();
      this.#describe();
      return;
    }
    this.element.dataset.inHand = name;
    this.element.style.setProperty('--who', holder.colour);
    const rest = make('span', 'unseen', ' has it in hand');
    this.tag.replaceChildren(make('b', undefined, name), rest);
    this.element.append(this.tag);
    this.#describe();
  }

  /** Show whether a screen of this role may not move it. @param {string} role */
  permit(role) {
    const barred = this.spec.role === 'operator' && role !== 'operator';
    if (barred === this.barred) return;
    this.barred = barred;
    this.letGo();
    this.element.toggleAttribute('data-barred', barred);
    if (barred) this.element.append(this.sign);
    else this.sign.remove();
    if (barred) this.native.setAttribute('aria-disabled', 'true');
    else this.native.removeAttribute('aria-disabled');
    this.#describe();
  }

  #describe() {
    const said = [this.tag, this.sign].filter((one) => one.parentElement).map(({id}) => id);
    if (said.length) this.native.setAttribute('aria-describedby', said.join(' '));
    else this.native.removeAttribute('aria-describedby');
  }

  /** Whether it is not for this hand: for operators only, or somebody else has it in hand and keeps it. If so, it says why. */
  isTaken() {
    if (this.barred) {
      this.refuse(BARRED);
      return true;
    }
    const holder = this.stage.holder(this.id);
    if (!holder || holder.yields) return false;
    this.refuse(`${holder.name} has it`);
    return true;
  }

  /** Let the own hand's value go; a refusal took it away. */
  letGo() {}

  /** Say why a move was not taken, for a short while. @param {string} reason @param {number} [stays] milliseconds; Infinity is for good */
  refuse(reason, stays = REASON_STAYS) {
    this.letGo();
    this.#say(reason, stays);
    this.element.dataset.refused = reason;
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.element.animate([0, -AMPLITUDE, AMPLITUDE, -AMPLITUDE, 0].map((x) => ({transform: `translateX(${x}px)`})), SHAKE);
    }
  }

  /** Say how it wants to be used, for a short while; nothing is wrong. @param {string} advice */
  advise(advice) {
    delete this.element.dataset.refused;
    this.#say(advice).className = 'advice';
  }

  /** @param {string} words @param {number} [stays] */
  #say(words, stays = REASON_STAYS) {
    const said = make('span', undefined, words);
    this.reason.replaceChildren(said);
    const {left, right} = this.element.getBoundingClientRect();
    this.reason.dataset.side = left + right > innerWidth ? 'right' : 'left';
    clearTimeout(this.#reasonTimer);
    if (stays === Infinity) return said;
    this.#reasonTimer = setTimeout(() => {
      delete this.element.dataset.refused;
      this.reason.replaceChildren();
    }, stays);
    return said;
  }
}
