/** The way in, and OSCQuery: off until they are switched on; who may send, and what was refused. */

import {html, nothing} from '../../../vendor/lit.js';
import {formatList} from '../../values/format.js';
import {Asking} from '../request.js';
import {choices} from '../choice_buttons.js';
import {field, number, submitted} from './fields.js';

/** @import {Ask} from '../request.js' */
/** @import {Edit} from './edit.js' */
/** @import {Look, Switched} from './status.js' */

/** @type {[string, string][]} */
const SWITCH = [['off', 'Off'], ['on', 'On']];

export class Incoming {
  #asking;
  #edit;
  #look;

  /** @param {Ask} ask @param {() => void} changed @param {Edit} edit @param {() => void} look have the server looked at again */
  constructor(ask, changed, edit, look) {
    this.#asking = new Asking(ask, changed);
    this.#edit = edit;
    this.#look = look;
  }

  /** @param {Look} look @param {(who: string) => string} name */
  render(look, name) {
    const {in: into, query, wrong, targets} = look;
    return html`<section class="osc-part" aria-label="OSC in">
        ${choices('osc-in', 'OSC in', SWITCH, word(into), (on) => this.#switch('in', on))}
        <p class="small means">${into.on ? html`Port ${into.port}. ${allowed(into.sources, targets.map(({label}) => label))} may move controls, and nobody else.`
          : html`Nothing that is sent to this computer moves anything.`}</p>
        ${trouble(into)}
        ${wrong.length ? html`<details><summary>Went wrong: ${wrong.reduce((sum, [, , count]) => sum + count, 0)}</summary>
          <table class="links osc-wrong"><tbody>${wrong.map(([who, reason, count]) => html`<tr><th scope="row"><bdi>${name(who)}</bdi></th>
            <td>${reason}</td><td class="count">${count}</td></tr>`)}</tbody></table></details>` : nothing}
        <details><summary>Port, and who may send</summary>
          <form class="osc-form" @submit=${this.#save}>
            ${field('in-port', 'Port', into.port, {mode: 'numeric', most: 5})}
            ${field('in-sources', 'Who else may send', (into.sources ?? []).join(' '), {most: 3000, hint: 'Addresses or networks, such as 192.168.1.0/24. Empty: this computer, and where the targets are.'})}
            <button type="submit" class="choice-button" data-does="save-input">Save</button></form></details></section>
      <section class="osc-part" aria-label="OSCQuery">
        ${choices('osc-query', 'OSCQuery: other programs read what this show has', SWITCH, word(query), (on) => this.#switch('query', on))}
        ${trouble(query)}${this.#asking.render()}</section>`;
  }

  /** @param {string} which @param {string} to */
  #switch(which, to) {
    void this.#asking.run('osc switch', {switch: which, on: to === 'on'}, this.#look);
  }

  #save = (/** @type {Event} */ event) => {
    const said = submitted(event);
    const sources = (said.get('in-sources') ?? '').split(/[\s,;]+/).filter(Boolean);
    const input = {port: number(said.get('in-port')), sources: sources.length ? sources : null};
    void this.#edit.run({do: 'input', input}, 'Who may send was changed.');
  };
}

/** @param {Switched} switched */
const word = ({on}) => (on ? 'on' : 'off');

/** What is the matter, or what there is to know. @param {Switched} switched */
function trouble({on, state, why}) {
  if (!on || !why) return nothing;
  return state === 'wrong' ? html`<p class="refusal">${why}</p>` : html`<p class="small">${why}</p>`;
}

/** @param {string[] | undefined} sources @param {string[]} labels */
function allowed(sources, labels) {
  return html`<b>${formatList(sources ?? ['This computer', ...labels])}</b>`;
}
