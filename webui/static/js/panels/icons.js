/** The few pictures of the header and the panels. */

import {html, svg} from '../../vendor/lit.js';

/** @param {import('../../vendor/lit.js').TemplateResult} shape */
const icon = (shape) => svg`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"
  stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const menuIcon = icon(svg`<path d="M4 7h16M4 12h16M4 17h16"/>`);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const messageIcon = icon(svg`<path d="M4 5h16v11H11l-5 4v-4H4z"/>`);
export const joinIcon = icon(svg`<path d="M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3zM14 14h3v3h-3zM20 14v3M14 20h3M20 20h1"/>`);

export const lockIcon = icon(svg`<path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4"/>`);
export const openIcon = icon(svg`<path d="M6 9l6 6 6-6"/>`);

/** Three bars, of which so many are filled. @param {number} grade */
export const bars = (grade) => html`<span class="bars" data-grade=${grade} aria-hidden="true"><i></i><i></i><i></i></span>`;
