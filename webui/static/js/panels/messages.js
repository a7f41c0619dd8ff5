/** The Messages panel: the faults there are, write one to everyone, and the last fifty; operators see who has seen them. */

import {typed} from '../values/characters.js';
import {formatClock} from '../values/format.js';
import {html, nothing} from '../../vendor/lit.js';

/** @import {Device, Notice} from '../types.js' */
/** @import {Notices} from '../sync/notices.js' */

const MAX_NOTICE = 200;
const limit = (/** @type {Event} */ event) => void typed(event, MAX_NOTICE);
/** More names than these are only counted. */
const NAMES = 8;
/** A screen for fingers: its keyboard goes when a message is sent. */
const TOUCH = matchMedia('(pointer: coarse)').matches;

export class MessagesPanel {
  #urgent = false;
  #sending = false;
  #reason = '';
  #notices;
  #told;

  /**
   * @param {Notices} notices
   * @param {object} told
   * @param {(what: string, details: Record<string, unknown>) => Promise<unknown>} told.ask
   * @param {() => Device} told.you
   * @param {() => Map<string, string>} told.faults sentences by their causes
   * @param {(server: number) => Date} told.date the time of day of a server time
   * @param {() => void} told.changed
   */
  constructor(notices, told) {
    this.#notices = notices;
    this.#told = told;
  }

  render() {
    const {role} = this.#told.you();
    return html`
      ${[...this.#told.faults()].map(([cause, sentence]) => html`<p class="fault" data-cause=${cause}><span><b>Fault</b> ${sentence}</span></p>`)}
      ${role === 'watcher' ? nothing : this.#form(role === 'operator')}
      <ol class="sayings" aria-label="The last messages">${this.#notices.all.map((notice) => this.#row(notice))}</ol>
      ${this.#notices.all.length ? nothing : html`<p class="small">Nobody has written yet.</p>`}`;
  }

  /** @param {boolean} operator */
  #form(operator) {
    return html`<form class="write" @submit=${(/** @type {SubmitEvent} */ event) => void this.#send(event)}>
      <label><span class="choice-label">To every screen</span>
        <input class="line" name="text" type="text" dir="auto" autocomplete="off" enterkeyhint="send"
          @input=${limit} @compositionend=${limit}></label>
      <div class="choices">
        ${operator ? html`<button type="button" class="choice-button" role="switch" data-does="urgent" aria-checked=${String(this.#urgent)}
          @click=${() => this.#set(!this.#urgent, '')}>${this.#urgent ? 'Urgent: on' : 'Urgent: off'}</button>` : nothing}
        <button type="submit" class="choice-button" data-does="send" ?disabled=${this.#sending}>Send</button></div>
      <p class="write-reason" role="alert">${this.#reason}</p></form>`;
  }

  /** @param {Notice} notice */
  #row({id, text, from, at, urgent, seen, unseen}) {
    return html`<li data-message=${id} ?data-urgent=${urgent}>
      <p class="said-text" dir="auto">${text}</p>
      <p class="small">${urgent ? html`<b class="urgent">Urgent</b> ` : nothing}<bdi>${from}</bdi>
        <time>${formatClock(this.#told.date(at), false)}</time></p>
      ${seen && unseen ? reach(seen, unseen) : nothing}</li>`;
  }

  /** @param {boolean} urgent @param {string} reason */
  #set(urgent, reason) {
    this.#urgent = urgent;
    this.#reason = reason;
    this.#told.changed();
  }

  /** @param {SubmitEvent} event */
  async #send(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const line = form.querySelector('input');
    if (!line || this.#sending) return;
    if (!line.value.trim()) return line.focus();
    this.#sending = true;
    this.#set(this.#urgent, '');
    try {
      await this.#told.ask('say', {text: line.value, urgent: this.#urgent});
      this.#sending = false;
      line.value = '';
      if (TOUCH) line.blur();
      this.#set(false, '');
    } catch (error) {
      this.#sending = false;
      this.#set(this.#urgent, error instanceof Error ? error.message : String(error));
    }
  }
}

/** @param {string[]} seen @param {string[]} unseen */
function reach(seen, unseen) {
  const all = seen.length + unseen.length;
  if (!all) return html`<p class="small reach">No other screen was here.</p>`;
  return html`<p class="small reach">Seen by ${seen.length} of ${all}${seen.length ? html`: ${names(seen)}` : nothing}</p>
    ${unseen.length ? html`<p class="small reach"><b>Not yet:</b> ${names(unseen)}</p>` : nothing}`;
}

/** @param {string[]} some */
function names(some) {
  const shown = some.slice(0, some.length > NAMES ? NAMES - 1 : NAMES);
  const rest = some.length - shown.length;
  return html`${shown.map((name, i) => html`${i ? ', ' : ''}<bdi>${name}</bdi>`)}${rest ? ` and ${rest} more` : ''}`;
}
