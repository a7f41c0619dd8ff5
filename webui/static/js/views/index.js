/** The one table of views, the ways to show a feed: a new one is a file beside this and a line here. */

import {FeedView} from './feed.js';

/** @type {Map<string, typeof FeedView>} */
export const VIEWS = new Map([
  ['feed', FeedView],
]);
