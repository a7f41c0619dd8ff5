/**
 * Keeps a press from counting for something that came, went or moved while the hand was on its way. Everything that can be
 * pressed is looked at when the layout or its contents changed, never for a value; a press at a place where nothing changed
 * counts at once. Keys count always: they press what has the focus.
 */

import {eventTime} from './pointer.js';
import {REACH, Snapshots, alike, isAnswer} from './snapshots.js';

/** @import {Press, Spot} from './snapshots.js' */

/** Parts of the screen, those that lie over others later; changes in the last ones answer the presses in them. @type {[string, boolean][]} */
const ROOMS = [
  ['.stage', false], ['.rail', false], ['.header', false], ['.start', true], ['.start-head', false], ['.faults', false], ['.messages', false],
  ['.locks', false], ['.sheet', true], ['.picker', false],
];
/** Parts that say so as long as they are too new to be pressed. */
const TELLING = '.header, .start, .messages, .faults, .sheet, .picker';
const BUTTONS = 'button, a, input, select, textarea, summary, [role="option"], [role="button"], [data-opens-here]';
const SPOTS = `div.cell, div.cell :is(.track, .field, .dial, .segment, .readout), :is(${BUTTONS}):not(.native)`;
/** What scrolls, and so shows a part of what is in it. */
const SCROLLERS = 'nav, .sheet-body, .picker, .stage';
/** What names the thing that a button is for: its own attributes, or those of the row that it stands in. */
const NAMES = ['does', 'setting', 'opens', 'pageTab', 'tab', 'device', 'actions', 'target', 'message', 'offer', 'proposal', 'fault', 'seen'];
const ROWS = NAMES.map((name) => `[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`).join();

/** Everything of a press that must not reach a control. */
const EVENTS = [
  'pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'mousedown', 'mouseup', 'touchstart', 'touchend', 'click', 'auxclick', 'dblclick',
];
/** Those whose default would press something natively. Of touchstart it would scroll a panel. */
const PREVENTED = new Set(['pointerdown', 'mousedown', 'touchend', 'click', 'auxclick', 'dblclick']);
/** Milliseconds for which a surface may go on scrolling after a wheel or a key was turned. */
const TURNS = 300;
/** Milliseconds for which a press that did not count is marked. */
const MARKED = 1500;
const WORDS = 'Not counted: just changed';
/** Pixels from a finger to the words, and from those to the screen's edges. */
const ABOVE = 56;
const EDGE = 8;

export class Protector {
  #snapshots = new Snapshots();
  /** The last press that counted; null once a key was pressed after it. @type {Press | null} */
  #press = null;
  /** Presses whose fingers are down. @type {Map<number, Press>} */
  #down = new Map();
  /** Pointers whose press did not count. @type {Set<number>} */
  #refused = new Set();
  /** Whether clicks and mouse events belong to a press that did not count. */
  #silent = false;
  /** How far what browsers scroll by themselves is scrolled. */
  #scrolls = '';
  /** When a wheel or a key was last turned. */
  #turned = -Infinity;
  #own = false;
  #mark = document.createElement('div');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #marked;
  /** Until when an element says that it is too new. @type {WeakMap<HTMLElement, Map<string, ReturnType<typeof setTimeout>>>} */
  #fresh = new WeakMap();
  /** What each of these parts showed, and what was in it. @type {Map<HTMLElement, {shows: string, spots: Spot[]}>} */
  #told = new Map();

  constructor() {
    this.#mark.className = 'uncounted';
    this.#mark.setAttribute('role', 'status');
    document.body.append(this.#mark);
    for (const type of EVENTS) addEventListener(type, this.#judge, {capture: true, passive: !PREVENTED.has(type)});
    addEventListener('keydown', (event) => {
      this.#press = null;
      this.#turned = event.timeStamp;
    }, true);
    addEventListener('wheel', (event) => {
      this.#turned = event.timeStamp;
    }, {capture: true, passive: true});
    document.addEventListener('scroll', this.#scrolled, {capture: true, passive: true});
    new MutationObserver(this.look).observe(document.body, {childList: true, attributes: true, attributeFilter: ['style']});
    const sizes = new ResizeObserver(this.look);
    for (const [room] of ROOMS) for (const element of document.querySelectorAll(room)) sizes.observe(element);
    this.look();
  }

  /** Something may have come, gone or moved. */
  look = () => {
    this.#take(this.#own);
  };

  /** This screen's own hand turns the page, and knows it: all counts at once but a second press at the same place. @template T @param {() => T} turn @returns {T} */
  byHand(turn) {
    this.look();
    this.#own = true;
    const result = turn();
    this.look();
    this.#own = false;
    return result;
  }

  /** The hand that scrolls sees what comes. What a browser scrolls by itself goes on when the finger is gone. @param {Event} event */
  #scrolled = (event) => {
    const byProgram = event.target instanceof Element && event.target.closest('.stage, .header') !== null;
    this.#take(!byProgram || this.#down.size > 0 || event.timeStamp - this.#turned < TURNS);
  };

  /** @param {boolean} own */
  #take(own) {
    this.#scrolls = scrolls();
    const boxes = new Map();
    const rooms = ROOMS.flatMap(([selector, answers]) => [...document.querySelectorAll(selector)].flatMap((room) =>
      (room instanceof HTMLElement && room.offsetHeight && room.offsetWidth ? [{room, answers}] : [])));
    const inRooms = rooms.map(({room, answers}) => spotsIn(room, answers, boxes));
    const changed = this.#snapshots.add(inRooms.flat(), performance.now(), this.#press, own);
    const first = this.#told.size === 0;
    if (changed && own === this.#own) this.#freshen(document.documentElement, 'data-fresh');
    if (changed || first) this.#tell(rooms.map(({room}) => room), inRooms, first);
  }

  /** What came just now says that it can't be pressed yet. @param {HTMLElement[]} rooms that are seen @param {Spot[][]} inRooms @param {boolean} first whether nobody has seen anything yet */
  #tell(rooms, inRooms, first) {
    for (const room of this.#told.keys()) if (!rooms.includes(room)) this.#told.delete(room);
    rooms.forEach((room, i) => {
      if (!room.matches(TELLING)) return;
      const [old, spots] = [this.#told.get(room), inRooms[i] ?? []];
      const shows = room.querySelector('[data-message]')?.getAttribute('data-message') ?? room.dataset.sheet ?? '';
      this.#told.set(room, {shows, spots});
      if (first) return;
      const isNew = old?.shows !== shows;
      if (isNew) this.#freshen(room, 'data-fresh');
      // Whoever opened it by a key goes on by keys, for which nothing is too new.
      const known = isNew ? this.#press === null : alike(old?.spots ?? [], spots) || isAnswer(this.#press, spots[0], performance.now());
      if (!known) this.#freshen(room, 'aria-disabled', 'true');
    });
  }

  /** Say for REACH that something is too new to be pressed. @param {HTMLElement} element @param {string} attribute @param {string} [value] */
  #freshen(element, attribute, value = '') {
    const timers = this.#fresh.get(element) ?? new Map();
    this.#fresh.set(element, timers);
    clearTimeout(timers.get(attribute));
    element.setAttribute(attribute, value);
    timers.set(attribute, setTimeout(() => element.removeAttribute(attribute), REACH));
  }

  /** @param {Event} event */
  #judge = (event) => {
    if (event instanceof PointerEvent && event.type === 'pointerdown') this.#begin(event);
    const refused = event.type.startsWith('pointer') ? this.#refused.has(/** @type {PointerEvent} */ (event).pointerId) : this.#silent && !isByKey(event);
    if (event instanceof PointerEvent && /up|cancel/.test(event.type)) this.#end(event);
    if (!refused) return;
    event.stopImmediatePropagation();
    if (PREVENTED.has(event.type) && event.cancelable) event.preventDefault();
  };

  /** @param {PointerEvent} event */
  #begin(event) {
    const {clientX: x, clientY: y, pointerId, isPrimary} = event;
    const at = eventTime(event);
    this.#verify(event);
    const refused = this.#snapshots.hasChanged(x, y, at, performance.now());
    if (isPrimary) this.#silent = refused;
    this.#refused.delete(pointerId);
    if (refused) {
      this.#refused.add(pointerId);
      this.#say(x, y);
      return;
    }
    this.#press = {x, y, at, spot: this.#snapshots.find(x, y)};
    this.#down.set(pointerId, this.#press);
  }

  /** @param {PointerEvent} event */
  #end(event) {
    const press = this.#down.get(event.pointerId);
    if (press) {
      this.#press = press;
      press.at = eventTime(event);
    }
    this.#down.delete(event.pointerId);
    this.#refused.delete(event.pointerId);
  }

  /** Something may have moved of which nobody told yet: what is pressed is looked for where it was. @param {PointerEvent} event */
  #verify(event) {
    const spot = this.#snapshots.find(event.clientX, event.clientY);
    const target = event.target instanceof Element ? event.target.closest(SPOTS) ?? spot?.room : null;
    if (!spot || target !== spot.target || !isAt(spot)) this.#take(this.#scrolls !== scrolls());
  }

  /** A press that did not count is seen as such. @param {number} x @param {number} y */
  #say(x, y) {
    const mark = this.#mark;
    clearTimeout(this.#marked);
    mark.textContent = WORDS;
    mark.toggleAttribute('data-seen', true);
    const {offsetWidth: width, offsetHeight: height} = mark;
    const left = Math.min(Math.max(x - width / 2, EDGE), innerWidth - width - EDGE);
    const top = y - ABOVE - height < EDGE ? y + ABOVE : y - ABOVE - height;
    mark.style.transform = `translate(${left}px, ${top}px)`;
    this.#marked = setTimeout(() => {
      mark.removeAttribute('data-seen');
      mark.textContent = '';
    }, MARKED);
  }
}

/** A browser tells of it with the next frame only. */
function scrolls() {
  return `${scrollX} ${scrollY} ${document.querySelector('.sheet-body')?.scrollTop}`;
}

/** Keys and assistive technology click without a finger. @param {Event} event */
function isByKey(event) {
  return event.type === 'click' && event instanceof MouseEvent && event.detail === 0;
}

/** @param {HTMLElement} room @param {boolean} answers @param {Map<Element, import('./snapshots.js').Box>} boxes @returns {Spot[]} */
function spotsIn(room, answers, boxes) {
  const spots = [{target: room, key: '', room, answers, box: boxOf(room, boxes)}];
  for (const target of room.querySelectorAll(SPOTS)) {
    const scroller = target.parentElement?.closest(SCROLLERS);
    const box = clip(rounded(target.getBoundingClientRect()), scroller && room.contains(scroller) ? boxOf(scroller, boxes) : null);
    if (box.right > box.left && box.bottom > box.top) spots.push({target: /** @type {HTMLElement} */ (target), key: keyOf(target, box), room, answers, box});
  }
  return spots;
}

/** @param {Element} element @param {Map<Element, import('./snapshots.js').Box>} boxes */
function boxOf(element, boxes) {
  const box = boxes.get(element) ?? rounded(element.getBoundingClientRect());
  boxes.set(element, box);
  return box;
}

/** Whole pixels: what moves by less has not moved. @param {DOMRect} rect @returns {import('./snapshots.js').Box} */
function rounded({left, top, right, bottom}) {
  return {left: Math.round(left), top: Math.round(top), right: Math.round(right), bottom: Math.round(bottom)};
}

/** @param {import('./snapshots.js').Box} box @param {import('./snapshots.js').Box | null} part @returns {import('./snapshots.js').Box} */
function clip({left, top, right, bottom}, part) {
  if (!part) return {left, top, right, bottom};
  return {left: Math.max(left, part.left), top: Math.max(top, part.top), right: Math.min(right, part.right), bottom: Math.min(bottom, part.bottom)};
}

/** What a press on an element means, as far as that can change without another element. @param {Element} element @param {import('./snapshots.js').Box} box */
function keyOf(element, box) {
  const cell = element.closest('.cell');
  if (cell instanceof HTMLElement) {
    const may = !cell.hasAttribute('data-barred') && !cell.closest('[data-locked]') && document.documentElement.dataset.role !== 'watcher';
    // Where a touch sets the value, another place is another value.
    return `${may} ${cell.hasAttribute('data-jumps') && element.matches('.track, .field, .dial') ? Object.values(box).join() : ''}`;
  }
  const words = [...element.childNodes].map((node) => (node instanceof Text ? node.data.trim() : '')).join('');
  const names = [element, element.parentElement?.closest(ROWS)].map((one) => (one instanceof HTMLElement ? NAMES.map((name) => one.dataset[name] ?? '').join() : ''));
  return [words, ...names].join('|');
}

/** Whether a spot is still where it was seen. @param {Spot} spot */
function isAt({target, box}) {
  const now = rounded(/** @type {Element} */ (target).getBoundingClientRect());
  return /** @type {(keyof typeof now)[]} */ (['left', 'top']).every((side) => now[side] <= box[side]) && now.right >= box.right && now.bottom >= box.bottom;
}
