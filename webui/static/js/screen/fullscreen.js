/** The whole screen for the page, where the browser can. An iPhone can't; there the icon on the home screen does it. */

/**
 * @typedef {Document & {webkitFullscreenEnabled?: boolean, webkitFullscreenElement?: Element | null,
 *   webkitExitFullscreen?: () => void}} OldDocument Safari before 16.4
 * @typedef {HTMLElement & {webkitRequestFullscreen?: () => void}} OldElement
 */

/** @type {OldDocument} */
const page = document;

export function isFullScreen() {
  return Boolean(page.fullscreenElement ?? page.webkitFullscreenElement);
}

/** Whether it is for this page to offer: the window of the computer has its own, and an app from the home screen fills it already. */
export function canFullScreen() {
  if ('pywebview' in window) return false;
  if (isFullScreen()) return true;
  const filled = matchMedia('(display-mode: fullscreen), (display-mode: standalone)').matches;
  return !filled && Boolean(page.fullscreenEnabled ?? page.webkitFullscreenEnabled);
}

/** Fill the screen, or leave that again. Only in a gesture. */
export function toggleFullScreen() {
  /** @type {OldElement} */
  const root = document.documentElement;
  if (isFullScreen()) {
    if (page.exitFullscreen) page.exitFullscreen().catch(() => {});
    else page.webkitExitFullscreen?.();
  } else if (root.requestFullscreen) {
    root.requestFullscreen({navigationUI: 'hide'}).catch(() => {});
  } else {
    root.webkitRequestFullscreen?.();
  }
}

/** @param {() => void} changed */
export function watchFullScreen(changed) {
  for (const type of ['fullscreenchange', 'webkitfullscreenchange']) document.addEventListener(type, changed);
}
