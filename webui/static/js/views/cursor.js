/** Where a plot's cursor is: at which of the drawn numbers, and at how many pixels. */

/** @import uPlot from '../../vendor/uplot.js' */

/** The drawn number that is nearest to a time, in seconds, and where it is on the element; null where there is none. @param {uPlot | null} plot @param {number} unit by which the drawn numbers were multiplied @param {number} time */
export function nearest(plot, unit, time) {
  const [times, numbers] = plot?.data ?? [[], []];
  if (!plot || !times?.length || !numbers) return null;
  const index = plot.valToIdx(time);
  for (let away = 0; away < times.length; away += 1) {
    for (const place of [index - away, index + away]) {
      const [at, number] = [times[place], numbers[place]];
      if (at === undefined || number === null || number === undefined) continue;
      const [left, top] = [plot.bbox.left / devicePixelRatio, plot.bbox.top / devicePixelRatio];
      const [x, y] = [left + plot.valToPos(at, 'x'), top + plot.valToPos(number, 'y')];
      return {place, time: at, number: number / unit, x, y, left, count: times.length};
    }
  }
  return null;
}

/** The time, in seconds, at so many pixels from the element's left. @param {uPlot | null} plot @param {number} x */
export function timeAt(plot, x) {
  return plot ? plot.posToVal(x - plot.bbox.left / devicePixelRatio, 'x') : NaN;
}

/** The time of the drawn number some places away. @param {uPlot | null} plot @param {number} place @param {number} steps */
export function timeBeside(plot, place, steps) {
  const [times = [], numbers = []] = plot?.data ?? [];
  for (let i = place + steps; i >= 0 && i < times.length; i += Math.sign(steps)) if (numbers[i] !== null) return times[i];
  return times[place];
}
