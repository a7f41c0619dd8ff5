/** Puts what an element shows on the clipboard. A page on plain http may do so by the old way only, in a gesture. */

/** @param {Element} element @returns {boolean} whether it is there; if not, it is marked, and the person may copy it */
export function copy(element) {
  const marked = getSelection();
  marked?.selectAllChildren(element);
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  }
}
