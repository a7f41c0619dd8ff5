/** What a live page must not do: scroll, zoom, select, or reload without end. */

/** @import {Frames} from '../ui/frames.js' */

/** @param {Frames} frames */
export function quiet(frames) {
  for (const type of ['gesturestart', 'gesturechange', 'contextmenu']) {
    document.addEventListener(type, (event) => {
      if (!isField(event.target)) event.preventDefault();
    }, {passive: false});
  }
  // Who works with keys sees where the focus is; a finger covers it and needs no ring.
  document.addEventListener('keydown', () => document.documentElement.toggleAttribute('data-keys', true), true);
  document.addEventListener('pointerdown', () => document.documentElement.toggleAttribute('data-keys', false), true);
  // Two taps zoom on some tablets even where touch-action says no.
  document.addEventListener('dblclick', (event) => event.preventDefault());
  for (const type of ['focusin', 'focusout']) document.addEventListener(type, clearKeyboard);
  // While a finger is down nothing moves away under it: what it touched has the focus now.
  document.addEventListener('pointerdown', ({pointerId}) => fingers.add(pointerId), true);
  for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    document.addEventListener(type, ({pointerId}) => {
      if (fingers.delete(pointerId)) setTimeout(clearKeyboard);
    }, true);
  }
  // The keyboard comes up after the focus; some browsers then move what is seen, too.
  for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, clearKeyboard);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) frames.hurry();
  });
}

/** What is typed into by a keyboard that a screen has of its own. */
const TYPED = new Set(['text', 'search', 'number', 'tel', 'url', 'email', 'password']);

/** @param {unknown} element @returns {element is HTMLInputElement | HTMLTextAreaElement} */
function isField(element) {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && TYPED.has(element.type));
}

/** Fingers on the screen. @type {Set<number>} */
const fingers = new Set();

/** A field that the screen's keyboard would cover moves above it; afterwards all is where it was. */
function clearKeyboard() {
  if (fingers.size) return;
  const {activeElement: field, body} = document;
  body.style.transform = '';
  const seen = visualViewport;
  if (!isField(field)) {
    if (scrollX || scrollY) scrollTo(0, 0);
    return;
  }
  // Who has zoomed in, by a way that no page can forbid, looks where they want to.
  if (!seen || seen.scale > 1.01) return;
  const {top, bottom} = field.getBoundingClientRect();
  // Of one that is higher than what is left to be seen the beginning stays.
  const covered = Math.min(bottom + 12 - (seen.offsetTop + seen.height), top - 12 - seen.offsetTop);
  if (covered > 0) body.style.transform = `translateY(${-covered}px)`;
}

/** A script that this page needs could not be fetched: it is loaded anew once there is a server, as for any other part. */
export function lacks() {
  dispatchEvent(new Event('lacks'));
  return null;
}

/** Load the page anew, but only once for the same reason. @param {string} reason @returns {boolean} whether it does */
export function reloadOnce(reason) {
  try {
    if (sessionStorage.getItem('sidestage.reloaded') === reason) return false;
    sessionStorage.setItem('sidestage.reloaded', reason);
  } catch {
    return false;
  }
  loadAnew();
  return true;
}

/** Load the surface; a page that the address names stays. */
export function loadAnew() {
  if (location.pathname === '/' && location.hash) location.reload();
  else location.replace('/');
}

/** Whether this page was loaded anew because its server did not let it in; asked once. */
export function wasRefused() {
  try {
    const reason = sessionStorage.getItem('sidestage.reloaded');
    sessionStorage.removeItem('sidestage.reloaded');
    return reason?.startsWith('refused') ?? false;
  } catch {
    return false;
  }
}
