/** The menu: how this screen looks. */

import {canFullScreen, isFullScreen, toggleFullScreen, watchFullScreen} from '../screen/fullscreen.js';
import {html, nothing} from '../../vendor/lit.js';
import {HOUSE} from '../sync/wire.js';
import {choices} from './choice_buttons.js';
import {lockChoices} from './lock.js';
import {Naming} from './name_form.js';

/** @import {Means} from '../screen/awake.js' */
/** @import {Here, Parts} from './index.js' */
/** @import {Sheet} from './sheet.js' */
/** @import {Setting} from '../screen/settings.js' */

/** @type {[Setting, string, [string, string][]][]} */
const CHOICES = [
  ['night', 'Light', [['off', 'Dark'], ['red', 'Night red'], ['amber', 'Night amber']]],
  ['contrast', 'Contrast', [['usual', 'Usual'], ['high', 'High']]],
  ['size', 'Type size', [['100', '100 %'], ['125', '125 %'], ['150', '150 %']]],
  ['hand', 'Hand', [['right', 'Right-handed'], ['left', 'Left-handed']]],
  ['awake', 'Keep the screen on', [['on', 'On'], ['off', 'Off']]],
];
/** @type {Map<Means, string>} */
const MEANS = new Map([
  ['off', ''],
  ['waiting', 'Begins with the next touch.'],
  ['lock', 'This screen stays on while it is connected.'],
  ['video', 'A silent video keeps this screen on; it may pause music of other apps here.'],
]);
/** A screen for fingers: it sleeps by itself, and can be left by a swipe. */
const TOUCH = matchMedia('(pointer: coarse)').matches;

export class MenuPanel {
  #parts;
  #here;
  #sheet;
  #naming;

  /** @param {Parts} parts @param {Here} here @param {Sheet} sheet */
  constructor(parts, here, sheet) {
    this.#parts = parts;
    this.#here = here;
    this.#sheet = sheet;
    this.#naming = new Naming(parts.connection.ask.bind(parts.connection), parts.changed);
    watchFullScreen(parts.changed);
  }

  render() {
    const {settings, awake, locks, version, turning} = this.#parts;
    const {you, page, only} = this.#here;
    const means = awake()?.means ?? 'off';
    const sheet = this.#sheet;
    return html`${this.#ownName()}
      ${you.role === 'operator' ? html`<div class="choices"><a class="choice-button" data-does="shows" href="/start">Shows and examples</a>
        <button type="button" class="choice-button" data-does="driving" @click=${() => sheet.toggle('driving')}>What this show drives</button>
        <button type="button" class="choice-button" data-does="osc" @click=${() => sheet.toggle('osc')}>OSC</button></div>` : nothing}
      ${CHOICES.map(([key, label, options]) => choices(key, label, options, settings.get(key), (option) => settings.set(key, option)))}
      ${only ? html`<button type="button" class="choice-button" data-does="all-pages" @click=${() => turning.showAll()}>Show all pages here</button>` : nothing}
      ${lockChoices(locks, page, () => sheet.close())}
      ${TOUCH ? html`<p class="small advice" data-means=${means}>${MEANS.get(means)} To be sure, on an iPad: Settings \u203A Display &
        Brightness \u203A Auto-Lock: Never. Guided Access keeps fingers from leaving the page.</p>` : nothing}
      ${canFullScreen() ? html`<button type="button" class="choice-button" data-does="full-screen" @click=${toggleFullScreen}>
        ${isFullScreen() ? 'Leave full screen' : 'Full screen'}</button>` : nothing}
      <p class="small">Sidestage ${version}</p>`;
  }

  /** This computer has its name for good; every other screen may change its own. */
  #ownName() {
    const {you} = this.#here;
    return you.id === HOUSE ? '' : this.#naming.render(you, 'This screen is called');
  }
}
