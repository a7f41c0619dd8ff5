/** The targets: in a line each whether OSC goes out to it and comes from it; opened, what can be done with it. */

import {html, nothing, repeat} from '../../../vendor/lit.js';
import {Asking} from '../request.js';
import {held} from '../hold_button.js';
import {openIcon} from '../icons.js';
import {field, number, select, submitted} from './fields.js';
import {formatRate} from './status.js';

/** @import {Ask} from '../request.js' */
/** @import {Edit} from './edit.js' */
/** @import {Look, Rates, Target} from './status.js' */

/** @type {[string, string][]} */
const ONOFF = [['', 'Off'], ['on', 'On']];
/** The form for one more. */
const NEW = '+';

export class Targets {
  #ask;
  #changed;
  #edit;
  #open = '';
  /** @type {Asking} */
  #asking;
  #tried = '';

  /** @param {Ask} ask @param {() => void} changed @param {Edit} edit */
  constructor(ask, changed, edit) {
    this.#ask = ask;
    this.#changed = changed;
    this.#edit = edit;
    this.#asking = new Asking(ask, changed);
  }

  /** @param {Look} look @param {Rates} rates */
  render(look, rates) {
    const {targets, came, in: {on}} = look;
    const others = Object.keys(on ? came : {}).filter((who) => !targets.some(({id}) => id === who));
    return html`
      ${targets.length ? nothing : html`<p class="osc-none"><b>OSC goes nowhere yet.</b> Say where QLab, a desk or any other program listens,
        and every move of this show is sent there.</p>`}
      ${targets.length || others.length ? html`<table class="links osc-targets">
        <thead><tr><th scope="col">Target</th><th scope="col">Out</th><th scope="col">In</th><th scope="col"><span class="unseen">Change</span></th></tr></thead>
        <tbody>${repeat(targets, ({id}) => id, (target) => this.#line(target, rates, on))}
        ${others.map((who) => html`<tr data-who=${who}><th scope="row"><span class="screen-name"><bdi>${who}</bdi><small>no target</small></span></th>
          <td data-what="out" data-none>\u2013</td><td data-what="in" data-words="in">${incoming(rates.came(who), on)}</td><td></td></tr>`)}</tbody></table>` : nothing}
      ${this.#open === NEW || !targets.length ? this.#form(null) : html`<button type="button" class="choice-button osc-add" data-does="add-target"
        @click=${() => this.#toggle(NEW)}>Add a target</button>`}`;
  }

  /** @param {Target} target @param {Rates} rates @param {boolean} on */
  #line(target, rates, on) {
    const {id, label, host, port, state, why} = target;
    const open = id === this.#open;
    return html`<tr data-target=${id} ?data-open=${open} data-opens-here @click=${() => this.#toggle(id)}>
      <th scope="row"><span class="screen-name"><bdi>${label}</bdi><small>${host}:${port}</small></span></th>
      <td data-what="out" data-words="out">${outgoing(target, rates.out(id))}</td>
      <td data-what="in" data-words="in">${incoming(rates.came(id), on)}</td>
      <td class="opener"><button type="button" class="square" aria-label=${`Change ${label}`} aria-expanded=${String(open)}>${openIcon}</button></td></tr>
      ${state === 'wrong' ? html`<tr class="opened"><td colspan="4"><p class="refusal">${why} Moves do not reach it; Sidestage goes on trying.</p></td></tr>` : nothing}
      ${open ? html`<tr class="opened" data-actions=${id}><td colspan="4">${this.#actions(target)}</td></tr>` : nothing}`;
  }

  /** @param {Target} target */
  #actions(target) {
    const {id, label} = target;
    return html`<div class="actions osc-actions">
      <div class="sending"><button type="button" class="choice-button" data-does="test" @click=${() => this.#try('test', target)}>Send a test</button>
        <button type="button" class="choice-button" data-does="dump" @click=${() => this.#try('dump', target)}>Send all values</button>
        ${held('Remove', () => void this.#edit.run({do: 'remove', id}, `${label} was removed.`), 'remove')}
        ${this.#tried ? html`<p class="small" role="status">${this.#tried}</p>` : nothing}${this.#asking.render()}</div>
      ${this.#form(target)}</div>`;
  }

  /** @param {Target | null} target null: one more */
  #form(target) {
    return html`<form class="osc-form" @submit=${(/** @type {Event} */ event) => this.#save(event, target)}>
      ${target ? nothing : html`<h3 data-wide>New target</h3>`}
      ${field('label', 'Name', target?.label ?? '', {most: 80})}
      ${field('host', 'Computer', target?.host ?? '', {most: 253, like: '192.168.1.20'})}
      ${field('port', 'Port', target?.port ?? '', {mode: 'numeric', most: 5})}
      <details data-wide><summary>More</summary><div class="osc-form">
        ${field('rate', 'Most a second, of one control', target?.rate ?? 120, {mode: 'numeric', most: 3})}
        ${field('from', 'Sends from port', target?.from ?? '', {most: 5, like: 'its own', hint: 'Empty: its own. “any”: one of its choice, as Max and Pure Data do.'})}
        ${select('bundles', 'Bundles', ONOFF, target?.bundles ? 'on' : '')}
        ${select('echo', 'Send back what it sent', ONOFF, target?.echo ? 'on' : '')}</div></details>
      <div class="osc-buttons" data-wide><button type="submit" class="primary" data-does="save-target">${target ? 'Save' : 'Add target'}</button>
        ${!target && this.#open === NEW ? html`<button type="button" class="choice-button" @click=${() => this.#toggle(NEW)}>Cancel</button>` : nothing}</div></form>`;
  }

  /** @param {Event} event @param {Target | null} target */
  #save(event, target) {
    const said = submitted(event);
    const keys = {
      label: said.get('label') || said.get('host'), host: said.get('host'), port: number(said.get('port')), rate: number(said.get('rate') || '120'),
      from: said.get('from') ? number(said.get('from')?.toLowerCase()) : null, bundles: said.get('bundles') === 'on', echo: said.get('echo') === 'on',
    };
    const words = `${keys.label} was ${target ? 'changed' : 'added'}.`;
    void this.#edit.run({do: 'target', id: target?.id ?? null, target: keys}, words, () => void (this.#open = ''));
  }

  /** @param {'test' | 'dump'} what @param {Target} target */
  #try(what, {id, host, port}) {
    this.#tried = '';
    void this.#asking.run('osc try', {send: what, target: id}, () => {
      this.#tried = what === 'test' ? `Sent to ${host}, port ${port}. The other end says whether it came.` : 'All values were sent.';
    });
  }

  /** @param {string} id */
  #toggle(id) {
    this.#open = this.#open === id ? '' : id;
    this.#tried = '';
    this.#asking = new Asking(this.#ask, this.#changed);
    this.#changed();
    if (this.#open === NEW) requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('osc-label')?.focus()));
  }
}

/** @param {Target} target @param {number} rate */
function outgoing({state, sent}, rate) {
  if (state === 'wrong') return lamp('wrong', 'Not reached');
  if (state === 'waits') return lamp('waits', 'Looking for it');
  return rate > 0 ? lamp('sends', `Sends ${formatRate(rate)}`) : lamp('well', sent ? 'Quiet' : 'Ready');
}

/** @param {number} rate @param {boolean} on whether anything may come in */
function incoming(rate, on) {
  if (!on) return html`<span class="muted">Off</span>`;
  return rate > 0 ? lamp('sends', `Hears ${formatRate(rate)}`) : lamp('well', 'Quiet');
}

/** @param {string} state @param {string} words */
const lamp = (state, words) => html`<span class="state" data-osc=${state}><span class="lamp"></span>${words}</span>`;
