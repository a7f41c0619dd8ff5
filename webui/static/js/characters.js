/** Characters as the server counts them, one for each code point; a text is cut between those that people see. Pure. */

const SEEN = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : null;

/** What people take for one character each: a family, a flag, a letter with its marks. @param {string} text */
export const seen = (text) => (SEEN ? Array.from(SEEN.segment(text), ({segment}) => segment) : [...text]);

/** @param {string} text */
export const count = (text) => [...text.normalize()].length;

/** As much of a text as has so many characters at the most. @param {string} text @param {number} most */
export function cut(text, most) {
  if (text.length <= most) return text;
  let left = most;
  let end = 0;
  for (const one of seen(text)) {
    left -= count(one);
    if (left < 0) break;
    end += one.length;
  }
  return text.slice(0, end);
}

/**
 * What a field has after somebody typed, which is no more than so many characters. A word that is still being composed, as
 * Japanese is, is left alone until it is done: listen to `input` and to `compositionend`.
 * @param {Event} event @param {number} most
 */
export function typed(event, most) {
  const field = /** @type {HTMLInputElement} */ (event.currentTarget);
  if (!(/** @type {InputEvent} */ (event).isComposing)) limit(field, most);
  return field.value;
}

/**
 * Have a field take so many characters and no more, whatever is typed, pasted or dictated into it. What is too much goes
 * from where it came in.
 * @param {HTMLInputElement} field @param {number} most
 */
export function limit(field, most) {
  const {value, selectionStart} = field;
  if (count(value) <= most) return;
  const at = selectionStart ?? value.length;
  const after = cut(value.slice(at), most);
  const before = cut(value.slice(0, at), most - count(after));
  field.value = before + after;
  field.setSelectionRange(before.length, before.length);
}
