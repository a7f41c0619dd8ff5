/** Learning an address: touch a control, move something at the other end, and take what is proposed; or type it. */

import {html, nothing, repeat} from '../../../vendor/lit.js';
import {Asking} from '../request.js';
import {field, number, select, submitted} from './fields.js';
import {formatArguments, formatKinds, learnedAddress} from './status.js';

/** @import {Picking} from '../../stage/picking.js' */
/** @import {ControlSpec, OscAddress, Show} from '../../types.js' */
/** @import {Ask} from '../request.js' */
/** @import {Edit} from './edit.js' */
/** @import {Look, Proposal} from './status.js' */

/** @type {[string, string][]} */
const TYPES = [['', 'Usual'], ['float', 'float'], ['int', 'int'], ['string', 'string'], ['bool', 'bool'], ['blob', 'blob'], ['none', 'no value']];

export class Learn {
  #asking;
  #changed;
  #edit;
  #picking;
  #show;
  /** The control that learns. */
  #control = '';
  /** Whether it listens to what moves. */
  #listens = false;

  /** @param {Ask} ask @param {() => void} changed @param {Edit} edit @param {Picking} picking @param {() => Show | null} show */
  constructor(ask, changed, edit, picking, show) {
    this.#asking = new Asking(ask, changed);
    this.#changed = changed;
    this.#edit = edit;
    this.#picking = picking;
    this.#show = show;
  }

  /** From here on a touch chooses a control, and moves none. */
  begin() {
    this.#picking.begin((id) => this.choose(id));
  }

  end() {
    this.#picking.end();
    this.#control = '';
    this.#stop();
  }

  /** @param {string} id */
  choose(id) {
    this.#control = id;
    this.#picking.mark(id);
    this.#listens = Boolean(id);
    void this.#asking.run('osc learn', {control: id || null});
    this.#changed();
  }

  /** @param {Look} look @param {(who: string) => string} name */
  render(look, name) {
    const controls = (this.#show()?.pages ?? []).flatMap((page) => page.controls.filter(({type}) => !STILL.has(type)));
    const control = controls.find(({id}) => id === this.#control);
    return html`<p class=${control ? 'small' : 'osc-step'}><b>Touch a control</b>, or choose it here. Nothing moves while you do.</p>
      <div><label class="choice-label" for="osc-control">Control</label>
        <select id="osc-control" class="input" @change=${this.#select}><option value="" ?selected=${!control}>Choose one</option>
          ${repeat(controls, ({id}) => id, ({id, label}) => html`<option value=${id} ?selected=${id === this.#control}>${label}${label === id ? '' : ` (${id})`}</option>`)}</select></div>
      ${control ? this.#chosen(control, look, name) : nothing}${this.#asking.render()}`;
  }

  /** @param {ControlSpec} control @param {Look} look @param {(who: string) => string} name */
  #chosen(control, look, name) {
    const [address, ...more] = addresses(control);
    return html`${this.#listens ? this.#proposals(control, look, name) : nothing}
      <details class="osc-part" ?open=${!look.in.on}><summary>Its address: ${control.osc === false ? 'none, no OSC' : html`<bdi>${address?.address ?? `/sidestage/${control.id}`}</bdi>`}${more.length ? ` and ${more.length} more` : ''}</summary>
        <form class="osc-form" data-control-form=${control.id} @submit=${(/** @type {Event} */ event) => this.#save(event, control)}>
          ${field('address', 'Address', address?.address ?? `/sidestage/${control.id}`, {wide: true})}
          ${select('type', 'Type', TYPES, address?.type ?? '')}
          ${select('to', 'To', [['', 'All targets'], ...look.targets.map(({id, label}) => /** @type {[string, string]} */ ([id, label]))], address?.target?.[0] ?? '')}
          ${field('low', 'At its least', address?.range?.[0] ?? '', {mode: 'decimal', most: 20, hint: 'Empty: the control\u2019s own value.'})}
          ${field('high', 'At its most', address?.range?.[1] ?? '', {mode: 'decimal', most: 20})}
          <div class="osc-buttons" data-wide><button type="submit" class="primary" data-does="save-address">Save</button>
            ${control.osc === undefined ? nothing : html`<button type="button" class="choice-button" data-does="usual-address"
              @click=${() => this.#write(control, null, `${control.label} has its usual address again.`)}>Back to the usual</button>`}</div></form></details>`;
  }

  /** @param {ControlSpec} control @param {Look} look @param {(who: string) => string} name */
  #proposals(control, {in: {on}, learning, targets}, name) {
    if (!on) return html`<p class="refusal">OSC in is off, so nothing can be heard.</p>
      <button type="button" class="choice-button" data-does="osc-in" @click=${() => void this.#asking.run('osc switch', {switch: 'in', on: true})}>Switch OSC in on</button>`;
    if (learning && learning.control !== control.id) return html`<p class="refusal">Another operator is learning an address now.</p>`;
    const found = learning?.proposals ?? [];
    /** @param {Proposal} proposal */
    const take = (proposal) => {
      if (!learning) return;
      this.#write(control, learnedAddress(proposal, learning, targets), `${control.label} is ${proposal.address} now.`);
      this.#stop();
    };
    return html`<p class="osc-step">${found.length ? 'Take what you moved:' : html`<b>Now move something</b> at the other end.`}</p>
      <div class="ways-in" aria-live="polite">${repeat(found, ({who, address}) => `${who} ${address}`, (proposal) => html`<button type="button" class="choice-button way-in"
        data-proposal=${proposal.address} @click=${() => take(proposal)}><bdi>${proposal.address}</bdi><small>${seen(proposal)}, from ${name(proposal.who)}</small></button>`)}</div>`;
  }

  /** @param {ControlSpec} control @param {Record<string, unknown> | null} address @param {string} words */
  #write(control, address, words) {
    void this.#edit.run({do: 'address', id: control.id, address}, words);
  }

  /** @param {Event} event @param {ControlSpec} control */
  #save(event, control) {
    const said = submitted(event);
    const [low, high] = [said.get('low'), said.get('high')];
    const address = {
      address: said.get('address'), type: said.get('type') || null, target: said.get('to') || null,
      range: low || high ? [number(low), number(high)] : null,
    };
    this.#write(control, address, `${control.label} is ${address.address} now.`);
  }

  #stop() {
    if (this.#listens) void this.#asking.run('osc learn', {control: null});
    this.#listens = false;
  }

  #select = (/** @type {Event} */ event) => this.choose(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
}

/** Types without a value: nothing of them goes anywhere. */
const STILL = new Set(['label', 'group', 'page', 'picture']);

/** @param {ControlSpec} control @returns {OscAddress[]} those that the file says */
function addresses({osc}) {
  return Array.isArray(osc) ? osc : osc ? [osc] : [];
}

/** @param {Proposal} proposal */
function seen({kinds, low, high, count}) {
  const range = low === null || high === null ? '' : ` ${formatArguments('ff', [low, high]).replace('  ', ' to ')}`;
  return `${formatKinds(kinds) || 'no value'}${range}, ${count === 1 ? 'once' : `${count} times`}`;
}
