/** uPlot's plot of one line: its time axis on whole steps of the day's clock, its figures, and the mean as a dashed line. */

import {figures, marks, step} from './plot_scale.js';
import {fitsIn, textWidth, typeScale} from '../ui/text_fit.js';
import {formatClock} from '../values/format.js';
import Plot from '../../vendor/uplot.js';

export {bounds} from './plot_scale.js';
export {line} from './columns.js';

/** @import uPlot from '../../vendor/uplot.js' */
/** @import {Times} from './view.js' */

/** The part of the plot's width that the figures at its side may take. */
const SIDE = 0.3;
/** Seconds between marks on the time axis. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/**
 * @param {HTMLElement} element
 * @param {{width: number, height: number}} size
 * @param {Times} times
 * @param {() => number} mean the one to be drawn now, or NaN
 * @param {() => number} unit by which the drawn numbers were multiplied
 * @returns {uPlot} without numbers yet
 */
export function lines(element, size, times, mean, unit) {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const type = Math.round(14 * typeScale());
  const font = `${type}px Inter, sans-serif`;
  const [value, line, muted] = [colour('--value'), colour('--line'), colour('--muted')];
  const grid = {stroke: line, width: 1};
  return new Plot({
    ...size,
    legend: {show: false},
    cursor: {show: false},
    padding: [type / 2 + 2, type, 0, 0],
    scales: {x: {time: false, auto: false}, y: {auto: false}},
    series: [
      {},
      {stroke: value, width: 2, fill: colour('--value-soft'), points: {show: false}, spanGaps: false},
    ],
    axes: [
      {
        stroke: muted, font, grid: {show: false}, ticks: {show: false}, size: type + 14, gap: 8,
        splits: (plot) => timeMarks(plot, size.width, times), values: (plot, marks) => marks.map((mark) => time(mark, stepOf(plot, size.width), times)),
      },
      {
        stroke: muted, font, grid, ticks: {show: false}, gap: 6,
        size: (plot, texts) => Math.max(...(texts ?? ['']).map((text) => textWidth(text, type, 400))) + 14,
        space: (plot) => Math.max(type * 2.4, plot.height / 7),
        incrs: (plot, _, min, max, long, space) => [step(max - min, long / space)],
        splits: (plot, _, min, max, by) => marks(min, max, by),
        values: (plot, numbers, _, __, by) => figures(numbers.map((number) => number / unit()), by / unit(), fitsIn(size.width * SIDE, type, 400)),
      },
    ],
    hooks: {draw: [(plot) => drawMean(plot, mean(), muted)]},
  }, [[], []], element);
}

/** Seconds between the marks, as many as there is room for. @param {uPlot} plot @param {number} width */
function stepOf({scales: {x}}, width) {
  const most = Math.max(Math.floor(width / (90 * typeScale())), 1);
  const span = (x?.max ?? 0) - (x?.min ?? 0);
  return STEPS.find((seconds) => span / seconds <= most) ?? 3600;
}

/** Whole minutes or seconds on the clock. @param {uPlot} plot @param {number} width @param {Times} times @returns {number[]} */
function timeMarks(plot, width, times) {
  const {min = 0, max = 0} = plot.scales.x ?? {};
  if (min === null || max === null || !(max > min)) return [];
  const step = stepOf(plot, width);
  // The day's clock and the server's are apart by a constant: the marks stand on whole steps of the day's.
  const shift = times.date(0).getTime() / 1000;
  const marks = [];
  // A mark at the very end would have no room for its time, nor one at the beginning beside narrow figures.
  const half = textWidth(time(min, step, times), 14 * typeScale(), 400) / 2 + 2;
  const start = min + ((max - min) / width) * Math.max(half - plot.bbox.left / devicePixelRatio, 0);
  const end = max - ((max - min) / width) * 20 * typeScale();
  for (let mark = Math.ceil((start + shift) / step) * step - shift; mark <= end; mark += step) marks.push(mark);
  return marks;
}

/** @param {number} mark server time in seconds @param {number} step @param {Times} times */
function time(mark, step, times) {
  return formatClock(new Date(Math.round(times.date(mark * 1000).getTime() / 1000) * 1000), step < 60);
}

/** @param {uPlot} plot @param {number} mean @param {string} colour */
function drawMean(plot, mean, colour) {
  if (!Number.isFinite(mean)) return;
  const {ctx, bbox} = plot;
  const y = Math.round(plot.valToPos(mean, 'y', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}
