/** The start page: a new show, those that were opened lately, the examples, and presets for other programs and desks. */

import {typed} from './values/characters.js';
import {formatList} from './values/format.js';
import {Protector} from './ui/protector.js';
import {sketch} from './stage/thumbnail.js';
import {html, nothing, render} from '../vendor/lit.js';

/** @import {Sketch} from './stage/thumbnail.js' */

/** @typedef {{id: string, name: string, about: string, trouble: string | null, manual: string | null, sketch: Sketch | null}} Offer */
/** @typedef {{now: string, folder: string, dialog: boolean, recent: Offer[], examples: Offer[], presets: Offer[]}} Listing */
/** @typedef {{do: 'new' | 'open' | 'example' | 'dialog', id?: string, name?: string}} Wish */

/** Milliseconds between two looks at which show is open. */
const LOOK = 500;
/** Characters of a show's name. */
const MAX_NAME = 80;
const limit = (/** @type {Event} */ event) => void typed(event, MAX_NAME);
const UNREACHED = 'Sidestage could not be reached. Is it still running?';
/** Types of controls by their names in the middle of a sentence, one and several. @type {Map<string, [string, string]>} */
const NAMES = new Map([
  ['view', ['live number', 'live numbers']],
  ['xy', ['XY pad', 'XY pads']],
  ['choice', ['choice', 'choices']],
  ['number', ['number field', 'number fields']],
]);

const main = /** @type {HTMLElement} */ (document.querySelector('.start'));
/** @type {Listing | null} */
let listing = null;
let trouble = '';
let busy = false;
/** What waits for an answer: whether the open show's new controls are to be saved. @type {Wish | null} */
let asked = null;
/** It begins with the first list. @type {Protector | null} */
let protector = null;

async function look() {
  const answer = await fetch('/shows', {cache: 'no-store'}).catch(() => null);
  if (answer?.ok) listing = await answer.json();
  else trouble = answer ? await sentence(answer) : UNREACHED;
  paint();
}

/** @param {Response} answer */
async function sentence(answer) {
  const {error} = await answer.json().catch(() => ({}));
  return typeof error === 'string' ? error : `Sidestage answered ${answer.status}.`;
}

/** Have it done; the surface comes where it was. @param {Wish} wish @param {'save' | 'leave'} [unsaved] what to do with what the open show's file does not have */
async function wants(wish, unsaved) {
  if (busy) return;
  [busy, trouble, asked] = [true, '', null];
  paint();
  const answer = await fetch('/shows', {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({...wish, ...(unsaved ? {unsaved} : {})}),
  }).catch(() => null);
  busy = false;
  if (answer?.status === 204) return location.assign('/');
  if (answer?.status === 202) return follow(String(listing?.now));
  const said = answer ? await answer.clone().json().catch(() => ({})) : {};
  if (said.unsaved) asked = wish;
  else trouble = answer ? await sentence(answer) : UNREACHED;
  paint();
  main.querySelector('.start-asked button, .start-trouble')?.scrollIntoView({block: 'nearest'});
}

/** Somebody chooses a file in the window's own dialog: the surface comes once another show is open. @param {string} before */
async function follow(before) {
  paint();
  const answer = await fetch('/shows/now', {cache: 'no-store'}).catch(() => null);
  const now = answer?.ok ? (await answer.json()).now : before;
  if (now !== before) location.assign('/');
  else setTimeout(() => void follow(before), LOOK);
}

function paint() {
  main.setAttribute('aria-busy', String(busy || !listing));
  render(html`
    <p class="refusal start-trouble" role="alert" ?hidden=${!trouble}>${trouble}</p>
    ${asked ? question(asked) : nothing}
    ${listing ? whole(listing) : nothing}`, main);
  if (listing) protector ??= new Protector();
  protector?.look();
}

/** @param {Wish} wish */
function question(wish) {
  return html`<section class="start-asked" role="alertdialog" aria-label="Save first?">
    <p><b>Save the new controls first?</b> Programs have added controls that the show file does not have yet.</p>
    <div class="choices">
      <button type="button" class="choice-button" @click=${() => wants(wish, 'save')}>Save</button>
      <button type="button" class="choice-button" @click=${() => wants(wish, 'leave')}>Don\u2019t save</button>
      <button type="button" class="choice-button" @click=${() => { asked = null; paint(); }}>Cancel</button>
    </div></section>`;
}

/** @param {Listing} all */
function whole({now, folder, dialog, recent, examples, presets}) {
  return html`
    <section class="start-new" aria-label="New">
      <h2>New show</h2>
      <form class="form-row" @submit=${begin}>
        <input class="input" name="name" type="text" dir="auto" autocomplete="off" @input=${limit} @compositionend=${limit} placeholder="Its name" aria-label="The new show\u2019s name" required>
        <button type="submit" class="primary" ?disabled=${busy}>Create</button>
      </form>
      <p class="small">It is kept in <bdi>${folder}</bdi>. Every screen changes to the show that you open.</p>
      ${dialog ? html`<button type="button" class="choice-button" data-does="dialog" ?disabled=${busy} @click=${() => wants({do: 'dialog'})}>Open a file\u2026</button>` : nothing}
    </section>
    <div class="start-shows">${recent.length ? html`<section aria-label="Opened lately"><h2>Opened lately</h2>
      <ul class="offers">${recent.map((offer) => card(offer, 'open', offer.id === now))}</ul></section>` : nothing}
    <section aria-label="Examples"><h2>Examples</h2><p class="small">You get a copy of your own, to play with and to change.</p>
      <ul class="offers">${examples.map((offer) => card(offer, 'example', false))}</ul></section>
    <section aria-label="Presets"><h2>To drive other programs</h2><p class="small">A copy of your own; then say where that program or desk is.</p>
      <ul class="offers">${presets.map((offer) => card(offer, 'example', false))}</ul></section></div>`;
}

/** @param {Offer} offer @param {'open' | 'example'} what @param {boolean} isOpen */
function card(offer, what, isOpen) {
  const {id, name, about, trouble: why, manual, sketch: seen} = offer;
  return html`<li><button type="button" class="offer" data-offer=${what === 'example' ? id : name} ?data-open=${isOpen} ?disabled=${busy || why !== null}
    @click=${() => (isOpen ? location.assign('/') : wants({do: what, id}))}>
    ${seen ? sketch(seen) : html`<span class="sketch none" aria-hidden="true"></span>`}
    <span class="offer-words"><b dir="auto">${name}</b>${isOpen ? html`<em>Open now</em>` : nothing}<small>${why ?? about}</small>
      ${seen ? html`<small class="holds">${holds(seen)}</small>` : nothing}</span></button>
    ${manual ? html`<a class="choice-button start-back" href="/manual/${manual}" aria-label="How to drive ${name}">How to</a>` : nothing}</li>`;
}

/** What is on the first page, in words. @param {Sketch} seen */
function holds({cells}) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const [type] of cells) counts.set(type, (counts.get(type) ?? 0) + 1);
  return formatList([...counts].filter(([type]) => !['group', 'label', 'page', 'picture'].includes(type)).map(([type, count]) => {
    const [one, several] = NAMES.get(type) ?? [type, `${type}s`];
    return `${count} ${count === 1 ? one : several}`;
  })) || 'Empty';
}

/** @param {SubmitEvent} event */
function begin(event) {
  event.preventDefault();
  const name = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('name');
  void wants({do: 'new', name: String(name ?? '')});
}

addEventListener('pageshow', (event) => {
  if (event.persisted) void look();
});
void look();
