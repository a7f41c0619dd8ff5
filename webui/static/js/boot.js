// Stands in the page itself and runs before the first paint: a night screen never flashes, and a page of which a part did not
// arrive is loaded again.
(() => {
  // What settings.js keeps and a style sheet knows; where nothing is kept the system is asked, or it is as usual.
  const known = {night: ['red', 'amber'], contrast: ['high', 'usual'], size: ['125', '150'], hand: ['left']};
  const root = document.documentElement.dataset;
  if (matchMedia('(prefers-contrast: more), (forced-colors: active)').matches) root.contrast = 'high';
  for (const [key, choices] of Object.entries(known)) {
    let kept = null;
    try {
      kept = localStorage.getItem(`sidestage.${key}`);
    } catch {
      // No storage here.
    }
    if (kept !== null && choices.includes(kept)) root[key] = kept;
  }

  // A tablet that changes its wifi in the very moment loses scripts or styles on the way.
  let again = false;
  const reload = async () => {
    try {
      if ((await fetch('/health', {cache: 'no-store'})).ok) return location.reload();
    } catch {
      // Not there yet.
    }
    setTimeout(reload, 500);
  };
  const lacking = () => {
    if (!again) setTimeout(reload, 500);
    again = true;
  };
  addEventListener('error', ({target: part}) => {
    if (part instanceof HTMLScriptElement || (part instanceof HTMLLinkElement && part.rel === 'stylesheet')) lacking();
  }, true);
  // What is fetched by import() has no element: page.js says it.
  addEventListener('lacks', lacking);
})();
