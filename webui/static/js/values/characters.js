/**
 * Characters as people see them: a letter with its marks, a flag or a family is one. Texts are counted and cut by these.
 * As in core/characters.py. Pure.
 */

/** Code points of one character. */
const MOST_PARTS = 16;
const JOINER = '\u200d';
const EXTENDING = /[\p{M}\u200c\u200d\u0e33\u0eb3\uff9e\uff9f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u;
const FLAG = /[\u{1f1e6}-\u{1f1ff}]{1,2}/uy;
const HANGUL = /[\u1100-\u115f\ua960-\ua97c]*[\u1160-\u11a7\uac00-\ud7a3\ud7b0-\ud7c6][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*|[\u1100-\u115f\ua960-\ua97c]+/y;
const PICTURE = /[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}\u{1fc00}-\u{1fffd}]/u;

/** @param {string} text @param {number} at */
const sign = (text, at) => String.fromCodePoint(/** @type {number} */ (text.codePointAt(at)));

/** Where the character ends that begins at a place. @param {string} text @param {number} at */
function end(text, at) {
  const first = sign(text, at);
  let to = at + first.length;
  if (first === '\n' || first === '\r') return text.startsWith('\r\n', at) ? at + 2 : to;
  for (const kind of [FLAG, HANGUL]) {
    kind.lastIndex = at;
    if (kind.test(text)) to = Math.min(kind.lastIndex, at + MOST_PARTS);
  }
  const joins = PICTURE.test(first);
  for (let parts = [...text.slice(at, to)].length; to < text.length && parts < MOST_PARTS; parts += 1) {
    const next = sign(text, to);
    if (!EXTENDING.test(next) && !(joins && text[to - 1] === JOINER && PICTURE.test(next))) break;
    to += next.length;
  }
  return to;
}

/** What people take for one character each. @param {string} text */
export function seen(text) {
  const found = [];
  for (let at = 0, to = 0; at < text.length; at = to) {
    to = end(text, at);
    found.push(text.slice(at, to));
  }
  return found;
}

/** @param {string} text */
export const count = (text) => seen(text).length;

/** As much of a text as has so many characters at the most. @param {string} text @param {number} most */
export const cut = (text, most) => (text.length <= most ? text : seen(text).slice(0, most).join(''));

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
