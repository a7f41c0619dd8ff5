/** A form's fields in the OSC panel: what is typed stays as it is until it is saved, whatever the server says meanwhile. */

import {html, nothing} from '../../../vendor/lit.js';
import {typed} from '../../values/characters.js';

/**
 * @param {string} name in the form, and the end of its id
 * @param {string} label
 * @param {string | number} value to begin with
 * @param {{hint?: string, like?: string, mode?: string, most?: number, wide?: boolean}} [more]
 */
export function field(name, label, value, {hint = '', like = '', mode = 'text', most = 255, wide = false} = {}) {
  const limit = (/** @type {Event} */ event) => void typed(event, most);
  return html`<div ?data-wide=${wide}><label class="choice-label" for=${`osc-${name}`}>${label}</label>
    <input id=${`osc-${name}`} class="input" name=${name} type="text" inputmode=${mode} dir="auto" autocomplete="off" autocapitalize="off"
      spellcheck="false" @input=${limit} @compositionend=${limit} value=${value} placeholder=${like || nothing} aria-describedby=${hint ? `osc-${name}-hint` : nothing}>
    ${hint ? html`<p class="small" id=${`osc-${name}-hint`}>${hint}</p>` : nothing}</div>`;
}

/**
 * @param {string} name @param {string} label
 * @param {[string, string][]} options @param {string} chosen
 */
export function select(name, label, options, chosen) {
  return html`<div><label class="choice-label" for=${`osc-${name}`}>${label}</label>
    <select id=${`osc-${name}`} class="input" name=${name}>${options.map(([value, words]) => html`<option value=${value}
      ?selected=${value === chosen}>${words}</option>`)}</select></div>`;
}

/** What a form says, trimmed. @param {Event} event @returns {Map<string, string>} */
export function submitted(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  return new Map([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

/** A number as it was typed; what is none stays a text, which the server refuses with its reason. @param {string | undefined} text */
export function number(text) {
  const typed = (text ?? '').replace(',', '.');
  return typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : text;
}
