/** What a link's fragment says: a join link's secret, and the page that this screen shows: `#page=faders`, `#secret&page=faders`. */

const PAGE = 'page=';
/** In this tab: the page that was shown last. */
const LAST = 'sidestage.page';

/** @param {string} hash @returns {{secret: string, page: string}} "" for what it does not say */
export function readFragment(hash) {
  const parts = hash.replace(/^#/, '').split('&');
  const page = parts.find((part) => part.startsWith(PAGE));
  return {secret: decode(parts.find((part) => !part.startsWith(PAGE)) ?? ''), page: decode(page?.slice(PAGE.length) ?? '')};
}

/** The secret of a join link, taken out of the address bar at once; "" where there is none. */
export function takeSecret() {
  const {secret} = readFragment(location.hash);
  if (secret) rewrite();
  return secret;
}

/** The id of the page that this screen was opened for; "" where it shows all. */
export const linkedPage = () => readFragment(location.hash).page;

/** Show all pages again. */
export function unlinkPage() {
  history.replaceState(null, '', location.pathname + location.search);
}

/** Leave nothing but the page. */
function rewrite() {
  const page = linkedPage();
  history.replaceState(null, '', location.pathname + location.search + (page && `#${PAGE}${encodeURIComponent(page)}`));
}

/** The page to be shown: of a link, the last one in this tab, or the first. @param {{id: string}[]} pages @param {string} [current] */
export function choosePage(pages, current = '') {
  return [current, linkedPage(), lastPage()].find((wanted) => pages.some(({id}) => id === wanted)) ?? pages[0]?.id ?? '';
}

/** @param {string} page */
export function rememberPage(page) {
  try {
    sessionStorage.setItem(LAST, page);
  } catch {
    // A browser that keeps nothing begins with the first page.
  }
}

function lastPage() {
  try {
    return sessionStorage.getItem(LAST) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** A known screen may open a join link too. The page connects when this has ended. */
export function followLinks() {
  const look = async () => {
    const secret = takeSecret();
    if (secret) await import('../sync/joining.js').then(({joinAgain}) => joinAgain(secret), () => {});
  };
  addEventListener('hashchange', look);
  return look();
}
