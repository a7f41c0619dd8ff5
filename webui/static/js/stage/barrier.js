/**
 * Keeps hands off the controls of a locked page, whatever they are made of: what would move one stops here, before the control
 * hears of it. Going from one to the next by keys stays, and so does what is said of them; fingers scroll.
 */

/** Fingers, mice and pens, and what browsers and assistive technology make of them. */
const TOUCHES = ['pointerdown', 'mousedown', 'touchstart', 'click', 'dblclick', 'wheel', 'dragstart', 'drop', 'paste', 'cut', 'beforeinput', 'input', 'change'];
/** A wheel scrolls the page, and so does a finger where a browser does it: only the control does not hear of it. */
const PASSING = new Set(['wheel', 'touchstart']);
/** What is said once is enough for a touch. */
const SAID = new Set(['pointerdown', 'beforeinput', 'input', 'paste', 'drop']);
const WAYS = new Set(['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta']);

/**
 * @param {HTMLElement} element with all controls in it
 * @param {(control: HTMLElement) => boolean} locked whether this control's cell is
 * @param {(control: string) => void} tried somebody tried it; what a native element shows now may be wrong
 */
export function bar(element, locked, tried) {
  /** @param {Event} event */
  const cell = (event) => {
    const found = event.target instanceof Element ? event.target.closest('[data-control]') : null;
    return found instanceof HTMLElement && locked(found) ? found : null;
  };
  for (const type of TOUCHES) {
    element.addEventListener(type, (event) => {
      const control = cell(event);
      if (!control) return;
      event.stopPropagation();
      if (!PASSING.has(type) && event.cancelable) event.preventDefault();
      // Assistive technology clicks without a finger.
      if (SAID.has(type) || (event instanceof MouseEvent && type === 'click' && event.detail === 0)) tried(String(control.dataset.control));
    }, {capture: true, passive: PASSING.has(type)});
  }
  element.addEventListener('keydown', (event) => {
    const control = cell(event);
    if (!control || WAYS.has(event.key)) return;
    event.stopPropagation();
    // The browser's own shortcuts stay.
    if (event.ctrlKey || event.metaKey || event.altKey || /^F\d/.test(event.key)) return;
    event.preventDefault();
    if (!event.repeat) tried(String(control.dataset.control));
  }, true);
}
