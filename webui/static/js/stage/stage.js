/** What a page with controls is made of: hands, a grid of cells, and a painter that shows in them what changed. */

import {afterRendering} from '../ui/frames.js';
import {Hands} from '../ui/pointer.js';
import {Grid} from './grid.js';
import {Painter} from './painter.js';

/** @import {Clock} from '../sync/clock.js' */
/** @import {Surface} from '../sync/surface.js' */
/** @import {Frames} from '../ui/frames.js' */
/** @import {Holder, Stage} from '../controls/control.js' */
/** @import {Times} from '../views/view.js' */

/**
 * @typedef {object} Ways what the page decides
 * @property {Surface} surface
 * @property {Clock} clock
 * @property {Frames} frames
 * @property {() => boolean} canMove
 * @property {(control: string) => Holder | null} holder whose hand a control is in, unless it is this page's own
 * @property {Stage['turn']} [turn]
 * @property {Stage['laid']} [laid]
 */

/** @param {HTMLElement} element where the cells stand @param {Ways} ways @param {Omit<Times, 'ask'>} times */
export function buildStage(element, {frames, ...ways}, times) {
  const {surface, holder} = ways;
  /** @param {() => void} job */
  const ask = (job) => frames.ask(job);
  const hands = new Hands(ways.canMove);
  const grid = new Grid(element, {...ways, hands}, {...times, ask});
  const painter = new Painter({
    show: (id) => {
      grid.control(id)?.show(surface.shown(id));
      grid.control(id)?.inHand(holder(id));
    },
    say: (id) => grid.control(id)?.say(surface.shown(id)),
    leads: (id) => surface.leads(id),
    ask,
    now: () => performance.now(),
    rendered: afterRendering,
  });
  return {hands, grid, painter};
}
