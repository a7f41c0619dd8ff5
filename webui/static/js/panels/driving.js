/** What the show's controls drive: who listens to them, and how a program begins to. For operators. */

import {copy} from '../ui/clipboard.js';
import {formatList} from '../values/format.js';
import {html, nothing} from '../../vendor/lit.js';
import {listeners} from './listeners.js';

/** @import {Device, Show} from '../types.js' */

/** Where a program looks by itself if it knows of nothing else. */
const PORT = '5757';

const HERE = ['127.0.0.1', 'localhost', '[::1]'];

export class DrivingPanel {
  #here;
  #changed;
  #turn;
  #version;
  #shown;
  #said = '';

  /**
   * @param {{devices: Device[]}} here @param {() => void} changed @param {(panel: string) => void} turn opens another panel
   * @param {string} version @param {() => Show | null} shown the open show
   */
  constructor(here, changed, turn, version, shown) {
    this.#version = version;
    this.#here = here;
    this.#shown = shown;
    this.#changed = changed;
    this.#turn = turn;
  }

  opened() {
    this.#said = '';
  }

  render() {
    const names = listeners(this.#here.devices).map(({name}) => name);
    const targets = (this.#shown()?.osc?.targets ?? []).map(({label}) => label);
    return html`
      <p class="driving">${names.length || targets.length
        ? html`<b>${formatList([...names, ...targets])}</b> ${names.length + targets.length === 1 ? 'hears' : 'hear'} every move of this show.`
        : html`<b>Nothing is connected to this show yet.</b> Its controls move on every screen, and drive nothing.`}</p>
      <h3>To have them drive QLab, a desk, or any other program</h3>
      <button type="button" class="choice-button" data-does="osc" @click=${() => this.#turn('osc')}>${targets.length ? 'See how OSC goes out' : 'Drive a program by OSC: add a target'}</button>
      <h3>To have them drive something of your own, start a program</h3>
      <ol class="steps">
        <li>Once, in a terminal; it comes from here, and needs no internet:
          <code class="code-line" data-install>${install(this.#version)}</code></li>
        <li>Begin with this, and put in what each control shall do:
          <pre class="program" data-program tabindex="0" role="group" aria-label="A program to begin with">${program()}</pre>
          <button type="button" class="choice-button" data-does="copy-program" @click=${this.#copy}>Copy</button>
          ${this.#said ? html`<span class="small" role="status">${this.#said}</span>` : nothing}</li>
        <li>On another computer it needs a key:
          <button type="button" class="choice-button" data-does="keys" @click=${() => this.#turn('screens')}>Make a key under Programs</button></li>
      </ol>
      <p class="small">The examples React, Theatre and First run come with programs that answer (assets/examples). The shows are on
        the <a href="/start">start page</a>.</p>`;
  }

  #copy = () => {
    const element = document.querySelector('[data-program]');
    this.#said = element && copy(element) ? 'Copied.' : 'It is marked: copy it by hand.';
    this.#changed();
  };
}

/** What has Python install the helper, from this Sidestage. @param {string} version */
function install(version) {
  return `python3 -m pip install ${location.origin}/program/sidestage_program-${version}-py3-none-any.whl`;
}

/** The shortest program that hears every move. On this computer it needs no key. */
function program() {
  const address = HERE.includes(location.hostname)
    ? location.port === PORT ? '' : `"127.0.0.1:${location.port || 80}"`
    : `"${location.host}", key="..."`;
  return `from webui.program import connect

stage = connect(${address})

@stage.on()
def moved(control, value):
    print(control, value)

stage.wait()`;
}
