/**
 * The messages of wire.md: what the server says as plain events, and what the page says as a message's parts.
 * A message that is not of the wire's form is null, and changes nothing.
 */

/** @import {Act, Device, Figures, Frame, LinkRow, Notice, Operation, Point, Refusal, Show, State, Value, Welcome} from '../types.js' */

/** Controls that one operation may move. */
export const MAX_MOVES = 512;
/** Presses and releases that one operation may hold. */
export const MAX_ACTS = 128;
/** Controls that one operation may take in hand or let go of. */
export const MAX_HOLDS = 128;
/** Characters of an operation's texts; well below the server's 2 MiB a message. */
export const MAX_CHARACTERS = 400_000;
/** Characters of a screen's name. */
export const MAX_NAME = 40;
/** The devices that need no key: the browsers on the server's computer, and the programs there. */
export const HOUSE = 'local';
export const PROGRAMS = 'programs';

/** @param {unknown} it @returns {it is Record<string, unknown>} */
const isObject = (it) => typeof it === 'object' && it !== null && !Array.isArray(it);
/** @param {unknown} it @returns {it is number} */
const isNumber = (it) => typeof it === 'number' && Number.isFinite(it);
/** @param {unknown} it @returns {it is number} */
const isCount = (it) => Number.isSafeInteger(it) && /** @type {number} */ (it) >= 0;
/** @param {unknown} it @returns {it is number | null} */
const isFigure = (it) => it === null || isNumber(it);
/** @param {unknown} it @returns {it is import('../types.js').Pair} */
const isPair = (it) => Array.isArray(it) && it.length === 2 && it.every(isNumber);
/** @param {unknown} it @returns {it is Value} */
const isValue = (it) => typeof it === 'boolean' || typeof it === 'string' || isNumber(it) || isPair(it);

/** @param {unknown} data @returns {Map<string, Value> | null} */
export function readValues(data) {
  if (!isObject(data)) return null;
  const values = new Map();
  for (const [id, value] of Object.entries(data)) if (isValue(value)) values.set(id, value);
  return values;
}

/** @param {unknown} data @returns {Map<string, string | null>} who has what in hand */
function readHolds(data) {
  /** @type {Map<string, string | null>} */
  const holds = new Map();
  if (isObject(data)) for (const [id, device] of Object.entries(data)) if (typeof device === 'string' || device === null) holds.set(id, device);
  return holds;
}

/** The same where all are told, and so nobody is named nowhere. @param {unknown} data @returns {Map<string, string>} */
export function readAllHolds(data) {
  return new Map([...readHolds(data)].flatMap(([id, device]) => (device === null ? [] : [[id, device]])));
}

/** @param {unknown} data @returns {Map<string, Point[]> | null} */
function readPoints(data) {
  if (!isObject(data)) return null;
  const feeds = new Map();
  for (const [id, points] of Object.entries(data)) if (Array.isArray(points)) feeds.set(id, points.filter(isPoint));
  return feeds;
}

/** @param {unknown} it @returns {it is Point} */
function isPoint(it) {
  return Array.isArray(it) && isNumber(it[0]) && (it[1] === null || isNumber(it[1]));
}

/** @param {unknown} it @returns {it is Show} */
function isShow(it) {
  return isObject(it) && typeof it.name === 'string' && Array.isArray(it.feeds) && Array.isArray(it.pages);
}

/** @param {unknown} it @returns {it is Device} */
function isDevice(it) {
  return isObject(it) && ['id', 'name', 'colour', 'role'].every((key) => typeof it[key] === 'string');
}

/** A state that is too large for one message: its long texts and its layout come before it, in parts. */
export class Whole {
  #values = {};
  #layout = '';

  /** @param {unknown[]} part texts by control, or where the layout's text goes on */
  add([values, at, text]) {
    if (isObject(values)) this.#values = {...this.#values, ...values};
    if (typeof text === 'string') this.#layout = at ? this.#layout + text : text;
  }

  /** @param {unknown} data what comes after all parts @returns {unknown} */
  end(data) {
    if (!isObject(data)) return data;
    const state = {...data, show: data.show ?? JSON.parse(this.#layout || 'null'), values: {...this.#values, .../** @type {object} */ (data.values)}};
    this.#values = {};
    return state;
  }
}

/** @param {unknown} data @returns {State | null} */
export function readState(data) {
  if (!isObject(data) || !isShow(data.show) || !isCount(data.revision)) return null;
  const values = readValues(data.values);
  const feeds = readPoints(data.feeds ?? {});
  return values && feeds && {show: data.show, revision: data.revision, values, holds: readAllHolds(data.holds), feeds};
}

/** @param {unknown} data @returns {Welcome | null} */
export function readWelcome(data) {
  const state = readState(data);
  if (!state || !isObject(data)) return null;
  const {version, boot, time, you, seen, kept} = data;
  if (typeof version !== 'string' || typeof boot !== 'string' || !isNumber(time)) return null;
  if (!isDevice(you) || !isCount(seen) || !isCount(kept)) return null;
  const devices = readDevices(data.devices ?? []) ?? [];
  return {
    ...state, version, boot, time, you, seen, kept, devices, faults: readFaults(data.faults) ?? new Map(),
    programs: readPrograms(data.programs), messages: readMessages(data.messages),
  };
}

/** @param {unknown} data @returns {Device[] | null} */
export function readDevices(data) {
  return Array.isArray(data) ? data.filter(isDevice) : null;
}

/** What programs on the server's computer may do, for operators; else "". @param {unknown} data */
export function readPrograms(data) {
  return typeof data === 'string' ? data : '';
}

/** @param {unknown[]} parts @returns {Figures | null} */
export function readLink([trip, jitter]) {
  if (!isFigure(trip) || !isFigure(jitter)) return null;
  return {trip, jitter};
}

/** @param {unknown} data @returns {Map<string, LinkRow> | null} by device */
export function readLinks(data) {
  if (!isObject(data)) return null;
  const links = new Map();
  for (const [id, row] of Object.entries(data)) {
    const [trip, jitter, age] = Array.isArray(row) ? row : [];
    if (isFigure(trip) && isFigure(jitter) && isNumber(age)) links.set(id, {trip, jitter, age});
  }
  return links;
}

/** @param {unknown} data @returns {Map<string, string> | null} */
export function readFaults(data) {
  if (!isObject(data)) return null;
  return new Map(Object.entries(data).filter((entry) => typeof entry[1] === 'string')
    .map(([cause, sentence]) => [cause, String(sentence)]));
}

/** @param {unknown} data @returns {Notice[]} */
function readMessages(data) {
  return Array.isArray(data) ? data.map(readMessage).filter((it) => it !== null) : [];
}

/** @param {unknown} it @returns {Notice | null} */
export function readMessage(it) {
  if (!isObject(it) || !isCount(it.id) || typeof it.text !== 'string' || typeof it.from !== 'string' || !isNumber(it.at)) return null;
  const {id, text, from, at, urgent, waits} = it;
  return {id, text, from, at, urgent: urgent === true, waits: waits === true, ...readReach(it)};
}

/** Whom a message reached. @param {unknown} it @returns {{seen?: string[], unseen?: string[]}} */
export function readReach(it) {
  if (!isObject(it) || !Array.isArray(it.seen) || !Array.isArray(it.unseen)) return {};
  return {seen: it.seen.map(String), unseen: it.unseen.map(String)};
}

/** @param {unknown[]} parts @returns {Frame | null} */
export function readFrame(parts) {
  const [seq, since, revision, values, numbers, more] = parts;
  if (!isCount(seq) || !isCount(since) || !isCount(revision)) return null;
  const newest = readValues(values ?? {});
  const points = readPoints(numbers ?? {});
  if (!newest || !points) return null;
  const {taken, kept, holds, refused, missed} = isObject(more) ? more : /** @type {Record<string, unknown>} */ ({});
  return {
    seq, since, revision, values: newest, numbers: points,
    taken: isCount(taken) ? taken : null,
    kept: isCount(kept) ? kept : null,
    holds: readHolds(holds),
    refused: Array.isArray(refused) ? refused.map(readRefusal).filter((it) => it !== null) : [],
    ...(Array.isArray(missed) && {missed}),
  };
}

/** @param {unknown} it @returns {Refusal | null} */
function readRefusal(it) {
  if (!Array.isArray(it) || !(it[0] === null || isCount(it[0]))) return null;
  const [n, control, reason] = it;
  return {n, control: typeof control === 'string' ? control : null, reason: String(reason ?? 'Not taken')};
}

/** @param {unknown[]} parts @returns {{asked: number, time: number} | null} */
export function readTime(parts) {
  const [asked, time] = parts;
  return isNumber(asked) && isNumber(time) ? {asked, time} : null;
}

/** @param {Operation} operation @returns {unknown[]} the parts after "op" */
export function writeOperation({n, moves, acts, holds}) {
  const parts = [n, Object.fromEntries(moves)];
  if (holds.size) return [...parts, acts, Object.fromEntries(holds)];
  return acts.length ? [...parts, acts] : parts;
}

/** @returns {string} a session's name: random, for one load of the page */
export function newSession() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
