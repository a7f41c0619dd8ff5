// What the page uses of lit: rendering into the page itself, without the parts that write <style> elements.
export {html, svg, nothing, render} from 'lit-html';
export {repeat} from 'lit-html/directives/repeat.js';
export {live} from 'lit-html/directives/live.js';
