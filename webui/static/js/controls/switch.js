/** What buttons and toggles share: a name and a word on a cell that is pressed as a whole, by finger, key or assistive technology. */

import {GUARD, Guard} from '../ui/long_press.js';
import {eventTime, isOver} from '../ui/pointer.js';
import {Control} from './control.js';
import {make} from '../ui/dom.js';
import {fitName, nameHeight, nameWidth, wordWidth} from '../ui/text_fit.js';
import {longest, wordsOf} from './switch_words.js';

/** @import {ControlSpec, Value} from '../types.js' */
/** @import {Stage} from './control.js' */

const KEYS = new Set([' ', 'Enter']);
const ADVICE = 'Keep it pressed';
/** Assistive technology clicks, and can't keep pressed: it is asked, and has so many milliseconds to click again. */
const AGAIN = 'Press again to confirm';
const ASKED = 5000;
/** The least type; and pixels beside a word. */
const SMALL = 14;
const EDGE = 8;

export class Switch extends Control {
  /** @type {Guard | null} */
  #guard = null;
  /** @type {HTMLElement | null} */
  #sweep = null;
  #down = false;
  /** The key that presses it, if it is a key. */
  #key = '';
  #asked = -Infinity;
  /** What a press will turn it to: the other than what was seen. */
  #target = false;
  /** @type {boolean | null} */
  #on = null;
  #rest = '';
  #lit = '';

  /**
   * @param {ControlSpec} spec @param {HTMLInputElement} native @param {Stage} stage
   * @param {{lasts: boolean, onLift: boolean}} ways whether it stays as it was turned; whether a finger turns it when it lifts
   */
  constructor(spec, native, stage, {lasts, onLift}) {
    super(spec, native, stage);
    this.words = wordsOf(spec, lasts);
    this.lasts = lasts;
    this.element.classList.add('switch');
    this.element.dataset.look = spec.look ?? 'plain';
    native.classList.add('native');
    this.word = make('div', 'word');
    this.element.append(native, this.label, this.word, this.reason);
    if (spec.guard) this.#build(native);
    const lifts = onLift && !spec.guard;
    this.release = stage.hands.grab(this.element, {
      allowed: () => !this.isTaken(),
      down: (event) => {
        native.focus({preventScroll: true});
        this.#begin(event, lifts);
      },
      // A finger that slides off has changed its mind.
      move: (event) => {
        if (this.#guard?.waits && !isOver(this.element, event)) this.#end(null);
      },
      up: (event, cancelled) => {
        if (lifts && event && !cancelled && isOver(this.element, event)) this.#act(eventTime(event));
        this.#end(cancelled ? null : event);
      },
    });
    this.#listen(native);
  }

  /** @param {HTMLInputElement} native */
  #build(native) {
    native.title = 'Keep pressed';
    this.#guard = new Guard((due) => this.#act(due));
    this.#sweep = make('i', 'sweep');
    this.element.dataset.guard = '';
    this.element.append(this.#sweep);
  }

  /** @param {HTMLInputElement} native */
  #listen(native) {
    native.addEventListener('keydown', (event) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      if (event.repeat || this.#down || !this.stage.canMove() || this.isTaken()) return;
      this.#key = event.key;
      this.#begin(event, false);
    });
    native.addEventListener('keyup', (event) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      if (event.key === this.#key) this.#end(event);
    });
    // A finger keeps it pressed when another finger's control takes the focus; a key does not.
    native.addEventListener('blur', () => {
      if (this.#key) this.#end(null);
    });
    native.addEventListener('click', (event) => {
      // What is checked is the show's value, not what a click made of the native element.
      event.preventDefault();
      if (!this.#down && this.stage.canMove() && !this.isTaken()) this.#click(event);
    });
  }

  /** @override @param {Value} value */
  show(value) {
    const on = value === true;
    if (on === this.#on) return;
    this.#on = on;
    this.element.toggleAttribute('data-on', on);
    this.word.textContent = on ? this.#lit : this.#rest;
    this.say(on);
  }

  /** Tell assistive technology. @param {boolean} on */
  say(on) {
    this.native.setAttribute('aria-pressed', String(on));
  }

  /** @override */
  leastWidth() {
    const {rest, on} = this.words;
    return nameWidth(this.spec.label, [longest(rest, () => false), longest(on, () => false)]);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    return nameHeight(this.element, this.spec.label, width);
  }

  /** @override */
  layout() {
    super.layout();
    const room = this.element.clientWidth - EDGE;
    const fits = (/** @type {string} */ word) => wordWidth(word, SMALL) <= room;
    this.#rest = longest(this.words.rest, fits);
    this.#lit = longest(this.words.on, fits);
    this.#on = null;
    this.show(this.stage.surface.shown(this.id));
    fitName(this.element, this.spec.label, [this.#rest, this.#lit]);
  }

  /** @override */
  letGo() {
    this.release();
    this.#end(null);
  }

  /** @param {Event} event @param {boolean} lifts whether it is turned when the hand lifts, not before */
  #begin(event, lifts) {
    if (this.#down) return;
    this.#down = true;
    this.#target = this.stage.surface.shown(this.id) !== true;
    this.element.dataset.down = '';
    const at = eventTime(event);
    if (this.#guard) {
      this.#guard.begin(at);
      const sweep = this.#sweep?.animate([{transform: 'scaleX(0)', opacity: 1}, {transform: 'none', opacity: 1}], GUARD);
      if (sweep) sweep.currentTime = performance.now() - at;
    } else if (!lifts) this.#act(at);
  }

  /** @param {Event | null} event of the hand that lifts; null: whatever it was about to do, it does not */
  #end(event) {
    if (!this.#down) return;
    const waited = this.#guard?.waits ?? false;
    if (event) this.#guard?.end(eventTime(event));
    else this.#guard?.cancel();
    this.#down = false;
    this.#key = '';
    delete this.element.dataset.down;
    this.#sweep?.getAnimations().forEach((one) => one.cancel());
    if (waited && event && !this.#fired) this.advise(ADVICE);
    this.#fired = false;
    this.lifted();
  }

  #fired = false;

  /** @param {number} at the page's time from which it counts */
  #act(at) {
    if (!this.stage.canMove() || this.isTaken()) return;
    this.#fired = true;
    this.pressed(at);
  }

  /** Assistive technology: a short press. @param {Event} event */
  #click(event) {
    const at = eventTime(event);
    if (this.#guard && at - this.#asked > ASKED) {
      this.#asked = at;
      this.advise(AGAIN);
      return;
    }
    this.#asked = -Infinity;
    this.#target = this.stage.surface.shown(this.id) !== true;
    this.pressed(at);
    this.lifted();
  }

  /** It was pressed, and if need be for long enough. @param {number} at the page's time from which that counts */
  pressed(at) {
    void at;
    this.stage.surface.move(this.id, this.#target);
  }

  /** The hand is gone. */
  lifted() {}
}
