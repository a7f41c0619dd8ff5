/** A choice's options in a list that opens by a touch; the rest of the page stays in use. */

import {isOver} from '../ui/pointer.js';
import {make} from '../ui/dom.js';
import {textWidth, typeScale} from '../ui/text_fit.js';

/** @import {ControlSpec} from '../types.js' */
/** @import {Stage} from './control.js' */
/** @import {Picker} from './picker.js' */

/**
 * @typedef {object} Told what a choice's drawing asks and tells
 * @property {() => boolean} allowed
 * @property {() => void} focus
 * @property {(id: string) => void} chosen
 */

const NAME = 20;
const LEAST_NAME = 16;
const SMALL = 14;
/** Pixels: what is chosen for which a cell still grows, and what stands beside it. */
const LONGEST = 150;
const BESIDE = 66;
const LEAST = 44;
const AROUND = 22;

export class Listed {
  #spec;
  #options;
  #name = make('span', 'chosen');
  #release;
  /** The list: its script is not needed for the first paint, and is fetched at once after that. @type {Picker | null} */
  #picker = null;
  #fetch;
  #chosen = -1;

  /** @param {HTMLElement} cell @param {ControlSpec} spec @param {Stage} stage @param {Told} told */
  constructor(cell, spec, stage, told) {
    this.#spec = spec;
    this.#options = spec.options ?? [];
    this.element = make('div', 'listed');
    this.element.append(this.#name, make('i', 'opens'));
    this.#fetch = async () => {
      const {Picker} = await import('./picker.js');
      this.#picker ??= new Picker(cell, spec, told);
    };
    this.#fetch().catch(() => undefined);
    this.#release = stage.hands.grab(cell, {
      allowed: told.allowed,
      down: () => {
        told.focus();
        cell.dataset.down = '';
      },
      up: (event, cancelled) => {
        delete cell.dataset.down;
        if (!event || cancelled || !isOver(cell, event)) return;
        if (this.#picker?.isOpen) this.#picker.close(true);
        else this.open();
      },
    });
  }

  /** @param {number} index of the option that is chosen */
  show(index) {
    this.#chosen = index;
    this.#name.textContent = this.#options[index]?.label ?? '';
    this.#picker?.show(index);
  }

  open() {
    if (this.#picker) this.#picker.open(this.#chosen);
    else this.#fetch().then(() => this.#picker?.open(this.#chosen), () => undefined);
  }

  letGo() {
    this.#release();
    this.#picker?.close(false);
  }

  leastWidth() {
    const widest = Math.max(...this.#options.map(({label}) => textWidth(label, LEAST_NAME)));
    return Math.ceil(Math.max(Math.min(widest, LONGEST) + BESIDE, Math.min(textWidth(this.#spec.label, SMALL, 400), LONGEST) + 16));
  }

  /** @param {HTMLElement} cell @param {number} width @param {boolean} roomy */
  leastHeight(cell, width, roomy) {
    void [cell, width, roomy];
    return Math.ceil(AROUND + 18.2 * typeScale() + Math.max(LEAST, 26 * typeScale() + 12));
  }

  layout() {
    const room = this.element.clientWidth - BESIDE + 20;
    const widest = Math.max(...this.#options.map(({label}) => textWidth(label, 100))) / 100;
    const size = Math.max(Math.min(NAME * typeScale(), room / widest), LEAST_NAME);
    this.#name.style.fontSize = `${Math.floor(size * 2) / 2}px`;
  }
}
