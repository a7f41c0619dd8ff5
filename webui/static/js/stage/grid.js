/** The show's pages on the screen: every control and view in its place. What stays the same when the show changes is kept. */

import {draw} from '../controls/index.js';
import {Group} from '../controls/group.js';
import {place} from './place.js';
import {Rail} from './scroll_rail.js';
import {isWide, make} from '../ui/dom.js';
import {textWidth, typeScale} from '../ui/text_fit.js';
import {viewOf} from '../views/index.js';

/** @import {ControlSpec, PageSpec, Place, Point, Show, ViewSpec} from '../types.js' */
/** @import {Control, Stage} from '../controls/control.js' */
/** @import {Times, View} from '../views/view.js' */

/** @import {Placed} from './place.js' */

/** @typedef {{control: Control<any>, drawn: string}} Drawn */

/** Pixels: no type is smaller. */
const SMALLEST = 14;

export class Grid {
  /** @type {Map<string, Drawn>} */
  #controls = new Map();
  /** @type {View[]} */
  #views = [];
  /** @type {Map<string, HTMLElement>} */
  #pages = new Map();
  /** What each page's cells and their places are. @type {Map<HTMLElement, {spec: PageSpec, placed: Placed[]}>} */
  #placed = new Map();
  /** The first HTML's native elements, until a control adopts them. @type {Map<string, HTMLElement>} */
  #first = new Map();
  /** Where each page was scrolled to. @type {Map<string, number>} */
  #scrolled = new Map();
  /** The room for which it was laid out. */
  #room = '';
  #role = '';
  #element;
  #rail;
  #stage;
  #times;

  /** @param {HTMLElement} element @param {Stage} stage @param {Times} times */
  constructor(element, stage, times) {
    this.#element = element;
    this.#stage = stage;
    this.#times = times;
    this.#rail = new Rail(element);
    for (const native of element.querySelectorAll('.native')) this.#first.set(native.id, /** @type {HTMLElement} */ (native));
    // A rail that comes or goes is no news.
    new ResizeObserver(() => this.#room !== this.#measure() && this.layout()).observe(element);
  }

  /** @param {string} id @returns {Control<any> | undefined} */
  control(id) {
    return this.#controls.get(id)?.control;
  }

  /** What this screen's role may not move says so. @param {string} role */
  permit(role) {
    if (role === this.#role) return;
    this.#role = role;
    for (const {control} of this.#controls.values()) control.permit(role);
    this.layout();
  }

  /** Let go of what is on a page that is locked, and mark it. @param {(page: string) => boolean} locked */
  lock(locked) {
    for (const [id, page] of this.#pages) {
      const is = locked(id);
      if (page.hasAttribute('data-locked') === is) continue;
      page.toggleAttribute('data-locked', is);
      page.setAttribute('aria-disabled', String(is));
      for (const {control} of this.#controls.values()) if (is && page.contains(control.element)) control.letGo();
    }
  }

  /** Lay out a show. @param {Show} show @param {string} page the id of the page to be seen */
  build(show, page) {
    const before = this.#controls;
    this.#controls = new Map();
    for (const view of this.#views) view.leave();
    this.#views = [];
    this.#placed = new Map();
    const pages = show.pages.map((spec) => this.#buildPage(spec, show, before));
    for (const {control} of before.values()) control.letGo();
    this.#pages = new Map(show.pages.map((spec, i) => [spec.id, /** @type {HTMLElement} */ (pages[i])]));
    // Elements that stay where they are keep their focus and their fingers.
    if (pages.some((element, i) => this.#element.children[i] !== element) || pages.length !== this.#element.children.length) {
      this.#element.replaceChildren(...pages);
    }
    this.#element.toggleAttribute('data-empty', !pages.length);
    this.#first.clear();
    this.turn(page);
  }

  /** Show one page. @param {string} id */
  turn(id) {
    for (const [name, element] of this.#pages) {
      if (!element.hidden) this.#scrolled.set(name, this.#element.scrollTop);
      element.hidden = name !== id;
    }
    this.layout();
    this.#element.scrollTop = this.#scrolled.get(id) ?? 0;
    this.#stage.laid?.();
  }

  get views() {
    return this.#views;
  }

  /** The feeds' newest numbers. @param {Map<string, Point[]>} feeds @param {boolean} [anew] whether those that are known count no more */
  reset(feeds, anew) {
    for (const view of this.#views) view.reset(feeds.get(view.spec.feed) ?? [], anew);
    this.#times.lack?.();
  }

  /** What the feeds brought. @param {Map<string, Point[]>} numbers @param {unknown[]} [missed] the feeds that brought more */
  push(numbers, missed = []) {
    for (const view of this.#views) {
      const points = numbers.get(view.spec.feed);
      if (points && missed.includes(view.spec.feed)) view.reset(points, false);
      else if (points) view.push(points);
    }
    if (missed.length) this.#times.lack?.();
  }

  /** Sizes changed: fit what must fit. */
  layout() {
    this.#room = this.#measure();
    for (const page of this.#pages.values()) {
      const laid = this.#placed.get(page);
      if (page.hidden || !laid) continue;
      place(page, laid.spec, laid.placed, this.#rail);
      this.#fitLabels(page);
    }
    for (const {control} of this.#controls.values()) if (control.element.offsetParent) control.layout();
    // Side by side, all units stand below as soon as one must.
    for (const page of this.#pages.values()) page.toggleAttribute('data-units-below', page.querySelector('.fader:not([data-lies]) [data-below]') !== null);
    for (const view of this.#views) view.refit();
    this.#stage.laid?.();
  }

  #measure() {
    return Object.values(this.#rail.room).join();
  }

  /** Colours changed: what is drawn by script is drawn anew. */
  recolour() {
    for (const view of this.#views) view.layout();
  }

  /** @param {PageSpec} spec @param {Show} show @param {Map<string, Drawn>} before */
  #buildPage(spec, show, before) {
    const element = this.#pages.get(spec.id) ?? make('div', 'page');
    element.dataset.page = spec.id;
    element.setAttribute('role', 'group');
    element.setAttribute('aria-label', spec.label);
    const placed = [
      ...spec.controls.map((control) => put(this.#drawControl(control, before), control.place)),
      ...spec.views.flatMap((view) => {
        const drawn = this.#drawView(view, show);
        return drawn ? put(drawn, view.place) : [];
      }),
    ];
    this.#own(spec);
    // Frames lie behind what is in them.
    placed.sort((a, b) => Number(Boolean(b.cell.frame)) - Number(Boolean(a.cell.frame)));
    this.#placed.set(element, {spec, placed});
    const cells = placed.map(({cell}) => cell.element);
    const gone = [...element.children].filter((child) => !cells.includes(/** @type {HTMLElement} */ (child)));
    for (const child of gone) child.remove();
    cells.forEach((cell, i) => {
      if (element.children[i] !== cell) element.insertBefore(cell, element.children[i] ?? null);
    });
    return element;
  }

  /** Tell each group what lies in it. @param {PageSpec} spec */
  #own({controls}) {
    for (const {id, place: [left, top, width, height]} of controls) {
      const group = this.control(id);
      if (!(group instanceof Group)) continue;
      const its = controls.filter(({id: other, place: [column, row, across, down]}) =>
        other !== id && column >= left && row >= top && column + across <= left + width && row + down <= top + height);
      group.own(its.map((one) => one.id));
    }
  }

  /** @param {ControlSpec} spec @param {Map<string, Drawn>} before */
  #drawControl(spec, before) {
    const drawn = JSON.stringify({...spec, place: isWide(spec.place)});
    const old = before.get(spec.id);
    before.delete(spec.id);
    if (old && old.drawn !== drawn) old.control.letGo();
    const control = old?.drawn === drawn ? old.control : draw(spec, this.#first.get(spec.id), this.#stage);
    control.permit(this.#role);
    this.#controls.set(spec.id, {control, drawn});
    return control;
  }

  /** @param {ViewSpec} spec @param {Show} show */
  #drawView(spec, show) {
    const feed = show.feeds.find(({id}) => id === spec.feed);
    const kind = viewOf(spec.type);
    if (!feed || !kind) return null;
    const view = new kind(spec, feed, this.#times);
    this.#views.push(view);
    return view;
  }

  /** Faders stand side by side: their names get two lines as soon as one needs them, and a size at which no word breaks. @param {HTMLElement} page */
  #fitLabels(page) {
    const usual = 14 * typeScale();
    const labels = [...page.querySelectorAll('.fader:not([data-lies]) > .label')];
    const room = Math.min(...labels.map((label) => label.clientWidth));
    const words = labels.flatMap((label) => (label.textContent ?? '').split(/\s+/));
    const longest = Math.max(...words.map((word) => textWidth(word, 100, 400))) / 100;
    const size = Math.max(Math.min(usual, (room - 2) / longest), SMALLEST);
    page.style.setProperty('--label-size', Number.isFinite(size) ? `${Math.floor(size * 10) / 10}px` : 'var(--small)');
    page.toggleAttribute('data-two-lines', labels.some((label) => textWidth(label.textContent ?? '', size, 400) > room));
  }
}

/** @param {Control<any> | View} cell @param {Place} place @returns {Placed} */
function put(cell, place) {
  cell.element.toggleAttribute('data-low', place[3] === 1);
  return {place, cell};
}
