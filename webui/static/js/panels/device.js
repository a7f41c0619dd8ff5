/** What an operator can do with one screen or program: name it, give it a role, send it away. */

import {html, nothing} from '../../vendor/lit.js';
import {HOUSE, PROGRAMS} from '../sync/wire.js';
import {Asking} from './request.js';
import {ROLES, choices} from './choice_buttons.js';
import {held} from './hold_button.js';
import {Naming} from './name_form.js';

/** @import {Device} from '../types.js' */
/** @import {Ask} from './request.js' */

const GOES = 'Disconnected, it may come back by itself. Forgotten, it needs the code again.';
const AWAY = 'Forgotten, it needs the code again.';
const KEY = 'A program whose key was revoked needs another one.';

/** Whether there is anything to do: this computer is always an operator, by its own name. @param {Device} device */
export const isOpen = (device) => device.id !== HOUSE;

export class DeviceActions {
  #asking;
  #naming;

  /** @param {Ask} ask @param {() => void} changed */
  constructor(ask, changed) {
    this.#asking = new Asking(ask, changed);
    this.#naming = new Naming(ask, changed);
  }

  /** @param {Device} device @param {Device} you @param {unknown} programs the choice of what programs on this computer may do */
  render(device, you, programs) {
    if (device.id === PROGRAMS) return html`<div class="actions">${programs}</div>`;
    const its = {device: device.id};
    const own = device.id === you.id;
    const isProgram = device.kind === 'program';
    const here = device.screens !== 0;
    return html`<div class="actions">
      ${this.#naming.render(device, 'Name')}
      ${own ? nothing : choices('role', 'Role', ROLES, device.role, (role) => void this.#asking.run('role', {...its, role}))}
      <div class="sending"><div class="choices">
        ${here && !own ? held('Disconnect', () => void this.#asking.run('disconnect', its), 'disconnect') : nothing}
        ${held(isProgram ? 'Revoke key' : own ? 'Forget this screen' : 'Forget', () => void this.#asking.run('forget', its), 'forget')}
      </div><p class="small">${isProgram ? KEY : here && !own ? GOES : AWAY}</p></div>
      ${this.#asking.render()}</div>`;
  }
}
