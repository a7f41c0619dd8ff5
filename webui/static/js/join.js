/** The page for screens that are not let in yet: a link's secret or a code's digits, then a name, then the surface. */

import {typed} from './values/characters.js';
import {digitsOf, grouped} from './values/format.js';
import {takeSecret} from './screen/fragment.js';
import {NotKept, Refused, ask, checkKept, join} from './sync/joining.js';
import {loadAnew, wasRefused} from './screen/browser.js';
import {MAX_NAME} from './sync/wire.js';

/** @import {Code, Known, Ticket} from './sync/joining.js' */

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (part(`#${id}`));

const root = document.documentElement;
const words = part('.join-words');
const wrong = part('#wrong');
const again = part('.join-again');
const digits = field('digits');
const name = field('name');
const absent = part('.join-absent');
const forms = [...document.querySelectorAll('form')];
const {visit = '', digits: count = ''} = part('.join').dataset;
const WELCOME = String(words.textContent);
/** What was said before the code had another number of digits is true no more. */
const WELCOME_ANEW = 'Scan the code on the operator\u2019s screen, or type its digits.';
const GONE = 'This screen was let in before, and is not any more. Ask the operator for the code.';
const MAY = new Map([
  ['watcher', 'The operator lets this screen look.'],
  ['player', 'The operator lets this screen move the controls.'],
  ['operator', 'This code lets a screen do everything.'],
]);
/** A keyboard of its own does not cover what is on the screen. */
const KEYS = matchMedia('(pointer: fine)').matches;

/** Digits of most codes, and milliseconds after which so many are sent where more were expected. */
const USUAL = 6;
const IDLE = 3000;
/** How many digits a code has: more than usual once those were guessed at too often. */
let length = Number(count);
let welcome = WELCOME;
/** The code that is being used. @type {Code | null} */
let code = null;
/** @type {Ticket | null} */
let ticket = null;
/** The known screen that this one says it is. @type {Known | null} */
let known = null;
/** The name under which it was let in, where the browser kept no cookie. */
let unkept = '';
/** What a touch on "Try again" does. @type {() => Promise<void>} */
let retry = async () => {};
let busy = false;
/** @type {ReturnType<typeof setInterval> | undefined} */
let waiting;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let idle;

/** Show one step: the code, the name, or nothing but words. @param {'code' | 'name' | 'asking'} step @param {string} said */
function show(step, said) {
  root.dataset.join = step;
  words.textContent = said;
  for (const form of forms) form.hidden = form.dataset.step !== step;
  complain('');
}

/** @param {string} sentence @param {boolean} [mayTry] whether the same may be tried again */
function complain(sentence, mayTry = false) {
  wrong.textContent = sentence;
  wrong.hidden = !sentence;
  again.hidden = !mayTry;
}

/** Ask for so many digits from now on. @param {number} many */
function askFor(many) {
  if (many !== length) {
    length = many;
    welcome = WELCOME_ANEW;
    part('label[for="digits"]').textContent = `${many} digits`;
  }
  digits.toggleAttribute('data-long', many > USUAL);
  digits.placeholder = '\u00b7\u00b7\u00b7 '.repeat(many / 3).trim();
}

function askForCode(said = welcome) {
  code = ticket = null;
  show('code', said);
  digits.value = '';
  if (KEYS) digits.focus();
}

/** One thing at a time; what goes wrong is said, and where it leads to. @param {() => Promise<void>} act @param {() => void} refused */
async function attempt(act, refused) {
  if (busy) return;
  busy = true;
  digits.readOnly = true;
  complain('');
  try {
    await act();
  } catch (error) {
    if (error instanceof Refused) {
      if (error.digits) askFor(error.digits);
      refused();
    } else retry = () => attempt(act, refused);
    complain(error instanceof Error ? error.message : String(error), !(error instanceof Refused));
    if (error instanceof Refused && error.wait > 0) wait(error.wait);
  } finally {
    busy = false;
    digits.readOnly = waiting !== undefined;
  }
}

/** No digits for some seconds; what remains is counted down. @param {number} seconds */
function wait(seconds) {
  const until = performance.now() + seconds * 1000;
  const sentence = wrong.textContent;
  clearInterval(waiting);
  const tick = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    // Counted where it is seen; whoever hears it is told once.
    digits.placeholder = clock(left);
    if (left > 0) return;
    askFor(length);
    clearInterval(waiting);
    waiting = undefined;
    digits.readOnly = false;
    if (wrong.textContent === sentence) complain('');
    if (KEYS) digits.focus();
  };
  waiting = setInterval(tick, 250);
  tick();
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** @param {Code} with_ */
function enter(with_) {
  clearTimeout(idle);
  const byLink = 'secret' in with_;
  if (byLink) show('asking', 'One moment\u2026');
  return attempt(async () => {
    const said = await ask(with_, visit);
    code = with_;
    // Whom the server knows needs no name.
    if (said.you) return come({ticket: said.ticket});
    askForName(said);
  }, () => askForCode());
}

/** @param {Ticket} said */
function askForName(said) {
  ticket = said;
  show('name', MAY.get(said.role) ?? '');
  name.value = said.name;
  absent.hidden = said.absent.length === 0;
  part('.join-absent .choices').replaceChildren(...said.absent.map(chip));
  choose(null);
  if (KEYS) name.select();
}

/** @param {Known} one */
function chip(one) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'choice-button absent';
  button.dataset.device = one.id;
  button.append('I am ', Object.assign(document.createElement('bdi'), {textContent: one.name}));
  button.addEventListener('click', () => choose(known?.id === one.id ? null : one));
  return button;
}

/** Be one of those that were here before, or nobody of them. @param {Known | null} one */
function choose(one) {
  if (one) name.value = one.name;
  else if (known && ticket) name.value = ticket.name;
  known = one;
  for (const button of absent.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset.device === one?.id));
}

/** @param {Parameters<typeof join>[0]} how */
async function come(how) {
  await join(how);
  await checkKept();
  loadAnew();
}

/** Come in under the name that stands there. A ticket that is too old is changed for a new one. */
async function finish() {
  const called = name.value.trim();
  const me = known;
  /** @param {Known | null} one */
  const as = (one) => ({
    ticket: String(ticket?.ticket), ...(called && called !== one?.name ? {name: called} : {}), ...(one ? {device: one.id} : {}),
  });
  try {
    return await come(as(me));
  } catch (error) {
    if (error instanceof NotKept) unkept = called;
    if (!(error instanceof Refused && error.status === 403 && code)) throw error;
    const said = await ask(code, visit).catch((newer) => {
      if (newer instanceof Refused) askForCode();
      throw newer;
    });
    if (me && !said.absent.some(({id}) => id === me.id)) {
      // That one is there again: this is another.
      askForName(said);
      throw error;
    }
    ticket = said;
    return come(as(me ?? said.absent.find((one) => one.name === unkept) ?? null));
  }
}

digits.addEventListener('input', () => {
  const typed = digitsOf(digits.value).slice(0, length);
  digits.value = grouped(typed);
  if (typed) complain('');
  clearTimeout(idle);
  if (typed.length === length) void enter({digits: typed});
  // There may be another code meanwhile, of six digits as usual.
  else if (typed.length === USUAL) idle = setTimeout(() => enter({digits: typed}), IDLE);
});
for (const kind of ['input', 'compositionend']) name.addEventListener(kind, (event) => void typed(event, MAX_NAME));
for (const form of forms) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (form.dataset.step === 'name') void attempt(finish, () => {});
  });
}
again.addEventListener('click', () => void retry());

/** A link that is opened while this page is there only changes the fragment. */
function look() {
  const secret = takeSecret();
  if (secret) void enter({secret});
  else if (!root.dataset.join) askForCode(wasRefused() ? GONE : welcome);
}

addEventListener('hashchange', look);
askFor(length);
look();
