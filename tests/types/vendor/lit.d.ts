export {html, svg, nothing, render} from 'lit-html';
export type {TemplateResult} from 'lit-html';
export {repeat} from 'lit-html/directives/repeat.js';
export {live} from 'lit-html/directives/live.js';
