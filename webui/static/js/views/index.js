/** The one table of views, the ways to show a feed: a new one is a file beside this, called like its type, and a line here. */

/** @import {Show} from '../types.js' */
/** @import {View} from './view.js' */

/** Fetched when a show first has one: no page waits for what it does not show. @type {Map<string, () => Promise<typeof View>>} */
const VIEWS = new Map(/** @type {[string, () => Promise<typeof View>][]} */ ([
  ['feed', async () => (await import('./feed.js')).FeedView],
  ['ten', async () => (await import('./ten.js')).TenView],
  ['big', async () => (await import('./big.js')).BigView],
  ['meter', async () => (await import('./meter.js')).MeterView],
  ['plot', async () => (await import('./plot.js')).PlotView],
]));

/** What was fetched. @type {Map<string, typeof View>} */
const there = new Map();

/** The class that draws a view, once it was fetched. @param {string | undefined} type */
export const viewOf = (type = 'feed') => there.get(type);

/** The types that a show needs and that were not fetched yet. @param {Show} show */
export function missing(show) {
  const types = new Set(show.pages.flatMap(({views}) => views.map(({type}) => type ?? 'feed')));
  return [...types].filter((type) => VIEWS.has(type) && !there.has(type));
}

/** Fetch what a show's views are drawn by. Rejects where one can't be had. @param {Show} show */
export async function fetchViews(show) {
  await Promise.all(missing(show).map(async (type) => {
    const kind = await VIEWS.get(type)?.();
    if (kind) there.set(type, kind);
  }));
}
