/** What a show's controls and views are drawn by: fetched when a show first needs it. */

import * as controls from '../controls/index.js';
import * as views from '../views/index.js';

/** @import {Show} from '../types.js' */

/** The types that a show needs and that were not fetched yet. @param {Show} show */
export function missing(show) {
  return [...controls.missing(show), ...views.missing(show)];
}

/** Fetch what is missing. Rejects where some can't be had. @param {Show} show */
export async function fetchDrawings(show) {
  await Promise.all([controls.fetchControls(show), views.fetchViews(show)]);
}
