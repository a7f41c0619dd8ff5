/** The one table of views, the ways to show a feed: a new one is a file beside this and a line here. */

import {BigView} from './bigview.js';
import {FeedView} from './feed.js';
import {MeterView} from './meterview.js';
import {PlotView} from './plotview.js';
import {TenView} from './tenview.js';

/** @import {View} from './view.js' */

/** @type {Map<string, typeof View>} */
export const VIEWS = new Map(/** @type {[string, typeof View][]} */ ([
  ['feed', FeedView],
  ['ten', TenView],
  ['big', BigView],
  ['meter', MeterView],
  ['plot', PlotView],
]));
