/** The list of a choice, open over the page beside its cell. It closes by a choice, Escape, or a touch anywhere else. */

import {isOver} from '../ui/pointer.js';
import {make} from '../ui/dom.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Told} from './option_list.js' */

/** Pixels from the screen's edges, and the least width. */
const EDGE = 8;
const LEAST = 240;
/** Pixels by which a finger may slide and still mean the row that it came down on. */
const SLOP = 10;
/** Rows further, for each key. @type {Record<string, number>} */
const STEPS = {ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5, Home: -Infinity, End: Infinity};

export class Picker {
  #cell;
  #spec;
  #told;
  /** @type {HTMLElement | null} */
  #list = null;
  #active = -1;
  /** @type {{pointer: number, row: number, y: number} | null} */
  #finger = null;

  /** @param {HTMLElement} cell @param {ControlSpec} spec @param {Told} told */
  constructor(cell, spec, told) {
    this.#cell = cell;
    this.#spec = spec;
    this.#told = told;
  }

  get isOpen() {
    return this.#list !== null;
  }

  /** @param {number} chosen */
  open(chosen) {
    if (this.#list) return;
    const list = make('div', 'picker');
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', this.#spec.label);
    list.tabIndex = -1;
    list.append(...(this.#spec.options ?? []).map(({label}, i) => {
      const row = make('div', 'row');
      row.append(make('span', undefined, label));
      row.setAttribute('role', 'option');
      row.id = `row\u00A0${this.#spec.id}\u00A0${i}`;
      return row;
    }));
    this.#list = list;
    this.#listen(list);
    document.body.append(list);
    document.addEventListener('pointerdown', this.#beside, true);
    addEventListener('resize', this.#leave);
    this.#put(list);
    this.show(chosen);
    this.#go(Math.max(chosen, 0));
    list.focus({preventScroll: true});
  }

  /** @param {boolean} back whether the focus goes back to the choice */
  close(back) {
    const list = this.#list;
    if (!list) return;
    this.#list = null;
    this.#finger = null;
    document.removeEventListener('pointerdown', this.#beside, true);
    removeEventListener('resize', this.#leave);
    list.remove();
    if (back) this.#told.focus();
  }

  /** @param {number} chosen */
  show(chosen) {
    [...this.#list?.children ?? []].forEach((row, i) => row.setAttribute('aria-selected', String(i === chosen)));
  }

  /** @param {HTMLElement} list */
  #listen(list) {
    const rowOf = (/** @type {Event} */ event) => [...list.children].findIndex((row) => row.contains(/** @type {Node} */ (event.target)));
    list.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && !this.#finger) this.#finger = {pointer: event.pointerId, row: rowOf(event), y: event.clientY};
    });
    // Not by click: with another finger on a fader, browsers make none.
    list.addEventListener('pointerup', (event) => {
      const finger = this.#finger;
      if (event.pointerId !== finger?.pointer) return;
      this.#finger = null;
      const row = list.children[finger.row];
      if (row && isOver(row, event) && Math.abs(event.clientY - finger.y) <= SLOP) this.#choose(finger.row);
    });
    list.addEventListener('pointercancel', () => {
      this.#finger = null;
    });
    // Assistive technology clicks without a finger. The tap that opened the list has a click too, which may come down here.
    list.addEventListener('click', (event) => {
      if (event.detail === 0) this.#choose(rowOf(event));
    });
    list.addEventListener('keydown', (event) => this.#key(event));
    list.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && !list.contains(event.relatedTarget)) this.close(false);
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = STEPS[event.key];
    if (by) this.#go(Math.min(Math.max(this.#active + by, 0), (this.#list?.children.length ?? 1) - 1));
    else if (event.key === 'Enter' || event.key === ' ') this.#choose(this.#active);
    else if (event.key === 'Escape' || event.key === 'Tab') this.close(true);
    else return;
    event.stopPropagation();
    // Tab goes on from the choice.
    if (event.key !== 'Tab') event.preventDefault();
  }

  /** @param {number} index */
  #go(index) {
    const [old, row] = [this.#list?.children[this.#active], this.#list?.children[index]];
    old?.removeAttribute('data-active');
    this.#active = index;
    if (!row) return;
    row.setAttribute('data-active', '');
    row.scrollIntoView({block: 'nearest'});
    this.#list?.setAttribute('aria-activedescendant', row.id);
  }

  /** @param {number} index */
  #choose(index) {
    const option = this.#spec.options?.[index];
    if (!this.#list || !option) return;
    this.close(true);
    this.#told.chosen(option.id);
  }

  /** Over its cell, as far as the screen has room below the header. @param {HTMLElement} list */
  #put(list) {
    const cell = this.#cell.getBoundingClientRect();
    const top = (this.#cell.closest('.stage')?.getBoundingClientRect().top ?? 0) + EDGE;
    list.style.maxHeight = `${innerHeight - top - EDGE}px`;
    list.style.width = `${Math.min(Math.max(cell.width, LEAST), innerWidth - 2 * EDGE)}px`;
    const {width, height} = list.getBoundingClientRect();
    const across = Math.min(Math.max(cell.left + (cell.width - width) / 2, EDGE), innerWidth - EDGE - width);
    const down = Math.min(Math.max(cell.top + (cell.height - height) / 2, top), innerHeight - EDGE - height);
    Object.assign(list.style, {left: `${across}px`, top: `${down}px`});
  }

  /** A touch anywhere else; one on the own cell closes it there. @param {PointerEvent} event */
  #beside = (event) => {
    const {target} = event;
    if (target instanceof Node && !this.#list?.contains(target) && !this.#cell.contains(target)) this.close(false);
  };

  #leave = () => this.close(false);
}
