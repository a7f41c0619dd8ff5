/** What a screen that is not let in yet asks of the server: what a code is worth, and to come in. */

/** @typedef {{secret: string} | {digits: string}} Code of a link, or typed */
/** @typedef {{id: string, name: string}} Known a screen that the server knows */
/** @typedef {{ticket: string, role: string, name: string, you: Known | null, absent: Known[]}} Ticket good for one join, for some minutes */

/** The server said no: why, in a sentence, for how many seconds it takes no digits from here, and how many a code has where that is another number. */
export class Refused extends Error {
  /** @param {string} sentence @param {number} status @param {number} [wait] @param {number} [digits] */
  constructor(sentence, status, wait = 0, digits = 0) {
    super(sentence);
    this.status = status;
    this.wait = wait;
    this.digits = digits;
  }
}

/** The server did not answer. */
export class Unreached extends Error {}

/** The server let this browser in, and the browser did not keep the cookie that says so. */
export class NotKept extends Error {}

/** An iPad's browser says that it runs on a Mac. */
const TOUCH = navigator.maxTouchPoints > 1;
const UNREACHED = 'Sidestage could not be reached. Is this device on the same wifi?';
const NOT_KEPT = 'This browser keeps no cookies for this address, so Sidestage does not know it again and can\u2019t let it in. '
  + 'Allow cookies in its settings, or leave its private mode, and touch Try again; or scan the code with another browser.';
const NO_SENTENCE = 'This code is not valid any more. Scan the code on the operator\u2019s screen.';

/** Ask what a code is worth. @param {Code} code @param {string} visit this page's, by which its mistakes are told from others' @returns {Promise<Ticket>} */
export async function ask(code, visit) {
  const said = await (await post('/join/ask', {...code, visit})).json().catch(() => null);
  if (typeof said?.ticket !== 'string') throw new Unreached(UNREACHED);
  return {
    ticket: said.ticket, role: String(said.role), name: String(said.name ?? ''), you: isKnown(said.you) ? said.you : null,
    absent: Array.isArray(said.absent) ? said.absent.filter(isKnown) : [],
  };
}

/** Come in; this browser has the server's cookie afterwards. @param {{ticket: string, name?: string, device?: string} | {secret: string}} how */
export async function join(how) {
  await post('/join', how);
}

/** Milliseconds that a known screen waits for its new key: the server answers within two seconds, also where its disk is slow. */
const PATIENCE = 3000;

/**
 * Join as the known screen that this is: it stays that, and may do more if the link says so. It gets another key each time, so
 * that one which somebody planted in this browser is worth nothing; by the old one it is not let in any more. A link that is too
 * old is no matter to a screen that is in. @param {string} secret
 */
export function joinAgain(secret) {
  return Promise.race([join({secret}).catch(() => {}), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

/** See that the cookie comes back: else the next page would be a stranger's again. Throws NotKept. */
export async function checkKept() {
  const answer = await fetch('/health', {cache: 'no-store'}).catch(() => null);
  const health = answer?.ok ? await answer.json().catch(() => null) : null;
  // Who is known is told more than the status.
  if (health?.status && !health.version) throw new NotKept(NOT_KEPT);
}

/** @param {unknown} it @returns {it is Known} */
function isKnown(it) {
  const {id, name} = /** @type {Partial<Known>} */ (it ?? {});
  return typeof id === 'string' && typeof name === 'string';
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({...body, touch: TOUCH}), cache: 'no-store',
  }).catch(() => null);
  if (!answer) throw new Unreached(UNREACHED);
  if (answer.ok) return answer;
  const {error, wait, digits} = await answer.json().catch(() => ({}));
  throw new Refused(typeof error === 'string' ? error : NO_SENTENCE, answer.status, typeof wait === 'number' ? wait : 0, typeof digits === 'number' ? digits : 0);
}
