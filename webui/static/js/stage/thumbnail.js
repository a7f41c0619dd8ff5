/** A show's first page from afar, as a small drawing: what is where, and of which kind. */

import {html, svg} from '../../vendor/lit.js';

/** @typedef {[type: string, column: number, row: number, width: number, height: number]} Cell */
/** @typedef {{columns: number, rows: number, cells: Cell[]}} Sketch */

/** The drawing's width and height. */
const [WIDE, HIGH] = [160, 100];
const GAP = 2;

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

/** What is drawn in a cell, by its type. @type {Map<string, (box: Box) => unknown>} */
const DRAWINGS = new Map([
  ['fader', slot], ['range', slot],
  ['knob', dial], ['encoder', dial],
  ['button', face], ['toggle', face], ['page', face], ['choice', face],
  ['text', line], ['label', line], ['number', line],
  ['xy', cross], ['colour', swatch], ['picture', swatch],
  ['group', nothing],
  ['view', curve],
]);

/** @param {Sketch} seen */
export function sketch({columns, rows, cells}) {
  const [across, down] = [WIDE / Math.max(columns, 1), HIGH / Math.max(rows, 1)];
  return html`<svg class="sketch" viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="xMidYMid meet" aria-hidden="true">${cells.map(([type, column, row, width, height]) => {
    const box = {x: (column - 1) * across + GAP / 2, y: (row - 1) * down + GAP / 2, w: width * across - GAP, h: height * down - GAP};
    return svg`<g class=${`sketch-${type}`}>${rect(box, 2, 'cell')}${DRAWINGS.get(type)?.(box)}</g>`;
  })}</svg>`;
}

/** @param {Box} box @param {number} radius @param {string} name */
function rect({x, y, w, h}, radius, name) {
  return svg`<rect class=${name} x=${x} y=${y} width=${Math.max(w, 1)} height=${Math.max(h, 1)} rx=${radius}/>`;
}

/** @param {Box} box */
function slot({x, y, w, h}) {
  const [cx, cy] = [x + w / 2, y + h / 2];
  return h > w
    ? svg`<path class="mark" d="M${cx} ${y + h * 0.12}V${y + h * 0.88}"/><path class="value" d="M${cx - Math.min(w * 0.3, 5)} ${y + h * 0.45}h${Math.min(w * 0.6, 10)}"/>`
    : svg`<path class="mark" d="M${x + w * 0.1} ${cy}H${x + w * 0.9}"/><path class="value" d="M${x + w * 0.45} ${cy - Math.min(h * 0.3, 5)}v${Math.min(h * 0.6, 10)}"/>`;
}

/** @param {Box} box */
function dial({x, y, w, h}) {
  return svg`<circle class="value" cx=${x + w / 2} cy=${y + h / 2} r=${Math.min(w, h) * 0.28}/>`;
}

/** @param {Box} box */
function face({x, y, w, h}) {
  return rect({x: x + 1, y: y + 1, w: w - 2, h: h - 2}, 2, 'face');
}

/** @param {Box} box */
function line({x, y, w, h}) {
  return svg`<path class="mark" d="M${x + w * 0.12} ${y + h / 2}h${w * 0.6}"/>`;
}

/** @param {Box} box */
function cross({x, y, w, h}) {
  return svg`<path class="mark" d="M${x + w * 0.6} ${y + 2}V${y + h - 2}M${x + 2} ${y + h * 0.4}H${x + w - 2}"/><circle class="value" cx=${x + w * 0.6} cy=${y + h * 0.4} r="3"/>`;
}

/** @param {Box} box */
function swatch({x, y, w, h}) {
  return rect({x: x + w * 0.15, y: y + h * 0.15, w: w * 0.7, h: h * 0.7}, 1, 'mark');
}

/** A group is the cell itself, around others. */
function nothing() {
  return svg``;
}

/** @param {Box} box */
function curve({x, y, w, h}) {
  const points = [0.7, 0.4, 0.55, 0.2, 0.35, 0.6, 0.3, 0.5].map((part, i, all) => `${x + 3 + ((w - 6) * i) / (all.length - 1)} ${y + h * part}`);
  return svg`<path class="value" d="M${points.join('L')}"/>`;
}
