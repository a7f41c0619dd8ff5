/**
 * What feeds kept from before this page came: asked for a piece at a time, as far as a view draws it.
 *
 * Of columns narrower than a pixel the server tells the least and the greatest number. They take the place of what is not known,
 * or is known in wider columns than are drawn now.
 */

import {columnWidth} from './columns.js';
import {Samples} from './samples.js';

/** @import {Columns, FeedWindow} from './feed_window.js' */
/** @import {Sample} from '../types.js' */
/** @import {View} from './view.js' */

/** @typedef {(what: string, details: Record<string, unknown>) => Promise<unknown>} Ask */
/** @typedef {Pick<View, 'window' | 'feed' | 'past' | 'filled'> & {element?: HTMLElement}} Viewing */

/** @typedef {{views: Viewing[]}} Seen those that there are now */

/** Columns in which a plot is drawn, as wide as a screen may be. */
const PIXELS = 1024;
/** Before all times. */
const EVER = -1e12;
/** Milliseconds: times are a hundredth apart at least; what is missing of so little is not worth asking for. */
const BETWEEN = 0.005;
const EDGE = 1;

/**
 * What a view draws and its window has not, or has too coarse; null: nothing.
 * @param {FeedWindow} window @param {{span: number, end?: number} | null} past @returns {Columns | null}
 */
export function needOf(window, past) {
  const newest = window.span?.[1];
  if (!past || newest === undefined) return null;
  const width = columnWidth(Math.min(past.span, window.length), PIXELS);
  const since = past.span < window.length ? (past.end ?? newest) - past.span : -Infinity;
  const coarse = window.columns.find((part) => part.width > width && part.before > since);
  for (const gap of [window.missing, coarse]) {
    if (gap && gap.before > since + EDGE) return {after: Math.max(gap.after, since), before: gap.before, width};
  }
  return null;
}

/** Put what was told into its place. @param {FeedWindow} window @param {Columns} need @param {Sample[]} told oldest first */
export function fill(window, need, told) {
  const {samples, columns, missing} = window;
  const {after, before} = need;
  const filled = new Samples();
  const copy = (/** @type {number} */ from, /** @type {number} */ to) => {
    for (let i = from; i < to; i += 1) filled.push([...samples.at(i), /** @type {number} */ (samples.weights[i])]);
  };
  copy(samples.from, samples.find(after + BETWEEN));
  for (const sample of told) if (sample[0] > after && sample[0] < before) filled.push(sample);
  copy(samples.find(before), samples.to);
  window.samples = filled;
  const cut = columns.flatMap((part) => [{...part, before: Math.min(part.before, after + BETWEEN)}, {...part, after: Math.max(part.after, before)}]);
  window.columns = [...cut.filter((part) => part.after < part.before), need].sort((a, b) => a.before - b.before);
  if (missing && before >= missing.before) window.missing = after > missing.after ? {after: missing.after, before: after + BETWEEN} : null;
}

/** @param {unknown} answer @returns {{points: Sample[], until: number | null}} */
function read(answer) {
  const {points, until} = /** @type {{points?: unknown, until?: unknown}} */ (answer ?? {});
  const isNumber = (/** @type {unknown} */ it) => typeof it === 'number';
  const good = Array.isArray(points) ? points.filter((it) => Array.isArray(it) && isNumber(it[0]) && (it[1] === null || isNumber(it[1]))) : [];
  return {points: good, until: isNumber(until) ? /** @type {number} */ (until) : null};
}

/** For whose views something is being fetched, and whether that was asked for meanwhile. @type {WeakMap<Seen, boolean>} */
const busy = new WeakMap();

/**
 * Fetch all that views need, what is seen first; one thing after another, so that it keeps nothing else waiting.
 * @param {Seen} seen @param {Ask} ask
 */
export async function fetchPast(seen, ask) {
  const begins = !busy.has(seen);
  busy.set(seen, true);
  while (begins && busy.get(seen)) {
    busy.set(seen, false);
    try {
      for (let next = first(seen.views); next; next = first(seen.views)) await fetchOne(next.view, next.need, seen, ask);
    } catch {
      // The connection was lost, or the feed is gone: what comes instead has it asked for anew.
    }
  }
  if (begins) busy.delete(seen);
}

/** @param {Viewing[]} views */
function first(views) {
  const needy = views.flatMap((view) => {
    const need = needOf(view.window, view.past());
    return need ? {view, need} : [];
  });
  return needy.find(({view}) => view.element?.offsetParent) ?? needy[0];
}

/** @param {Viewing} view @param {Columns} need @param {Seen} seen @param {Ask} ask */
async function fetchOne(view, need, seen, ask) {
  const {feed} = view;
  const {after, before, width} = need;
  const same = seen.views.filter((other) => {
    const its = other.feed.id === feed.id ? needOf(other.window, other.past()) : null;
    return its && its.after === after && its.before === before && its.width === width;
  });
  const windows = same.map(({window}) => ({window, known: window.samples, gap: window.missing}));
  /** @type {Sample[]} */
  const told = [];
  /** @type {number | null} */
  let since = after === -Infinity ? EVER : after + BETWEEN;
  while (since !== null) {
    const {points, until} = read(await ask('history', {feed: feed.id, width, since, before}));
    told.push(...points);
    since = until !== null && until > since ? until : null;
  }
  // What was told anew meanwhile has another gap.
  for (const {window, known, gap} of windows) if (window.samples === known && window.missing === gap) fill(window, need, told);
  for (const other of same) other.filled();
}
