/** Elements as controls, views and panels make them. */

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {string} [classes] @param {string} [text] @returns {HTMLElementTagNameMap[K]} */
export function make(tag, classes, text) {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Whether a place is rather wide than high: what has a length lies in it. @param {import('../types.js').Place} place */
export function isWide([, , width, height]) {
  return width >= height;
}
