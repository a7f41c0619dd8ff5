/** The bare page for screens that are not let in yet: it takes the join link's secret out of the address bar and exchanges it. */

export {};


const root = document.documentElement;
const words = /** @type {HTMLElement} */ (document.querySelector('.join-words'));

/** @param {string} state @param {string} text */
function say(state, text) {
  root.dataset.join = state;
  words.textContent = text;
}

/** @param {string} secret */
async function enter(secret) {
  say('asking', 'One moment\u2026');
  try {
    const answer = await fetch('/join', {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({secret}), cache: 'no-store',
    });
    if (answer.ok) {
      location.replace('/');
      return;
    }
    const {error} = await answer.json().catch(() => ({}));
    say('wrong', typeof error === 'string' ? error : 'This link is not valid any more. Scan the code on the operator\u2019s screen.');
  } catch {
    say('wrong', 'Sidestage could not be reached. Is this device on the same wifi? Then scan the code again.');
  }
}

/** A link that is opened while this page is there only changes the fragment. */
function look() {
  const secret = decodeURIComponent(location.hash.slice(1));
  if (!secret) return;
  history.replaceState(null, '', location.pathname);
  void enter(secret);
}

addEventListener('hashchange', look);
look();
