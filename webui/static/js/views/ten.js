/** The last ten numbers of a feed, and nothing else. */

import {textWidth, typeScale} from '../ui/text_fit.js';
import {formatNumber} from '../values/format.js';
import {LastTen} from './number_list.js';
import {View} from './view.js';

/** @import {FeedSpec, ViewSpec} from '../types.js' */
/** @import {Times} from './view.js' */

/** Pixels of the cell's edges, and of one line of numbers. */
const EDGES = 16;
const LINE = 23;
const SMALL = 14;
const GAP = 8;

export class TenView extends View {
  /** @param {ViewSpec} spec @param {FeedSpec} feed @param {Times} times */
  constructor(spec, feed, times) {
    super(spec, feed, times);
    this.ten = new LastTen(feed.decimals, true);
    this.element.append(this.head, this.ten.element);
  }

  /** Two columns of usual figures. @override */
  leastWidth() {
    return Math.ceil(EDGES + 2 * textWidth(formatNumber(-1000, this.feed.decimals), SMALL) + GAP);
  }

  /** @override @param {number} width */
  leastHeight(width) {
    const lines = this.ten.rows(width - EDGES);
    return Math.ceil(EDGES + 4 + this.headHeight(width) + lines * LINE * typeScale());
  }

  /** @override */
  fit() {
    this.ten.layout();
  }

  /** @override */
  paint() {
    this.ten.show(this.window.lastTen());
  }
}
