/** A control's number in figures: two taps bring the default, a long press types a value. */

import {make} from '../ui/dom.js';

/** @import {Stage} from './control.js' */

const TWO_TAPS = 350;
const LONG = 500;

export class Readout {
  #stage;
  #told;
  #figures = document.createTextNode('');
  #full = '';
  /** @type {HTMLInputElement | null} */
  #entry = null;
  /** What had the focus before the field. @type {Element | null} */
  #before = null;
  #tapped = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} unit
   * @param {Stage} stage
   * @param {{allowed: () => boolean, reset: () => void, typed: (text: string) => void}} told
   */
  constructor(unit, stage, told) {
    this.#stage = stage;
    this.#told = told;
    this.element = make('div', 'readout');
    this.number = make('span', 'number');
    this.number.append(this.#figures);
    const amount = make('span', 'amount');
    amount.append(this.number);
    if (unit) amount.append(make('small', 'unit', unit));
    this.element.append(amount);
    this.element.setAttribute('aria-hidden', 'true');
    stage.hands.grab(this.element, {
      down: () => {
        this.#timer = setTimeout(() => this.type(), LONG);
      },
      up: (event, cancelled) => this.#lifted(event, cancelled),
    });
  }

  /** @param {string} text @param {string} [full] the same where there is any room */
  show(text, full = text) {
    this.#figures.data = text;
    this.#full = full.replace(/\u2212/g, '-');
  }

  /** Open the small field for typing. @param {string} [first] the first figure, where it is typed already */
  type(first) {
    if (this.#entry || !this.#stage.canMove() || !this.#told.allowed()) return;
    const entry = make('input', 'entry');
    this.#entry = entry;
    this.#before = document.activeElement;
    entry.inputMode = 'decimal';
    entry.autocomplete = 'off';
    entry.value = this.#full;
    entry.setAttribute('aria-label', 'Type a value');
    entry.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.#close(true);
      else if (event.key === 'Escape') this.#close(false);
      event.stopPropagation();
    });
    entry.addEventListener('pointerdown', (event) => event.stopPropagation());
    entry.addEventListener('blur', () => this.#close(true));
    this.element.append(entry);
    this.element.removeAttribute('aria-hidden');
    entry.focus();
    entry.select();
    if (first) entry.setRangeText(first, 0, entry.value.length, 'end');
  }

  /** @param {boolean} take */
  #close(take) {
    const entry = this.#entry;
    if (!entry) return;
    this.#entry = null;
    const changed = entry.value !== this.#full;
    const before = document.activeElement === entry ? this.#before : null;
    entry.remove();
    // Keys go on where they were.
    if (before instanceof HTMLElement && this.element.parentElement?.contains(before)) before.focus({preventScroll: true});
    this.element.setAttribute('aria-hidden', 'true');
    if (take && changed) this.#told.typed(entry.value);
  }

  /** @param {PointerEvent | null} event @param {boolean} cancelled */
  #lifted(event, cancelled) {
    clearTimeout(this.#timer);
    if (this.#entry) {
      // Screens' keyboards come up only for a focus that a finger caused.
      this.#entry.focus();
      this.#entry.select();
      return;
    }
    if (cancelled || !event) return;
    const twice = event.timeStamp - this.#tapped < TWO_TAPS;
    this.#tapped = twice ? -Infinity : event.timeStamp;
    if (twice) this.#told.reset();
  }
}
