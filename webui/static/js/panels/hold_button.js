/** A button for what could do harm: it acts when it has been kept pressed, by a finger or by Enter. */

import {GUARD} from '../ui/long_press.js';
import {html} from '../../vendor/lit.js';

/** Presses under way. @type {WeakMap<Element, ReturnType<typeof setTimeout>>} */
const presses = new WeakMap();

/** @param {unknown} words @param {() => void} act @param {string} name for tests and styles */
export function held(words, act, name) {
  return html`<button type="button" class="choice-button held" data-does=${name} aria-description="Keep pressed"
    @pointerdown=${(/** @type {PointerEvent} */ event) => down(event, act)} @pointermove=${move}
    @pointerup=${end} @pointercancel=${end} @blur=${end} @contextmenu=${stay}
    @keydown=${(/** @type {KeyboardEvent} */ event) => key(event, act)} @keyup=${end}><span>${words}</span><small
    aria-hidden="true">keep pressed</small></button>`;
}

/** @param {Event} event */
const element = (event) => /** @type {HTMLElement} */ (event.currentTarget);
/** @param {Event} event */
const stay = (event) => event.preventDefault();

/** @param {HTMLElement} button @param {() => void} act */
function begin(button, act) {
  stop(button);
  button.dataset.pressed = '';
  presses.set(button, setTimeout(() => {
    stop(button);
    act();
  }, GUARD));
}

/** @param {Element} button */
function stop(button) {
  clearTimeout(presses.get(button));
  presses.delete(button);
  button.removeAttribute('data-pressed');
}

/** @param {PointerEvent} event @param {() => void} act */
function down(event, act) {
  if (event.button === 0 && event.isPrimary) begin(element(event), act);
}

/** A finger that slides off has changed its mind. @param {PointerEvent} event */
function move(event) {
  const {left, right, top, bottom} = element(event).getBoundingClientRect();
  const {clientX: x, clientY: y} = event;
  if (x < left || x > right || y < top || y > bottom) stop(element(event));
}

/** @param {Event} event */
function end(event) {
  stop(element(event));
}

/** @param {KeyboardEvent} event @param {() => void} act */
function key(event, act) {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  if (!event.repeat) begin(element(event), act);
}
