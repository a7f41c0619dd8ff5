/**
 * Every control and view in every state, drawn by their own classes on a grid like any other. What stands in for the server
 * takes whatever is moved here, and nobody else is told. `#page=fader` opens a page, `#page=fader&news=no` as if no news came.
 */

import {Clock} from './sync/clock.js';
import {make} from './ui/dom.js';
import {fetchDrawings} from './stage/drawings.js';
import {Frames} from './ui/frames.js';
import {buildStage} from './stage/stage.js';
import {Settings} from './screen/settings.js';
import {Surface} from './sync/surface.js';

/** @import {Point, Show, Value} from './types.js' */

/** Who has the controls that another hand is on, and why moves are refused. */
const OTHER = {id: 'other', name: 'Stage left iPad', colour: '#f48fb1', yields: false};
const REASON = 'Mia has it';
/** How often the feed that runs has a number, how many there were already, and how long ago the one that stopped did so. */
const EVERY = 1000;
const COUNT = 120;
const STOPPED = 60_000;

/** @param {string} selector @returns {HTMLElement} */
const part = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {{show: Show, values: Record<string, Value>}} */
const {show, values} = JSON.parse(part('script.first').textContent ?? '');
const root = document.documentElement;
const frames = new Frames();

const surface = new Surface({
  changed: (control) => painter.changed(control),
  asked: () => frames.ask(agree),
  refused: () => undefined,
  lost: () => undefined,
});
const canMove = () => root.dataset.link !== 'lost';
const {grid, painter} = buildStage(part('main'), {surface, clock: new Clock(), frames, canMove, holder}, {
  now: () => performance.now(),
  date: (time) => new Date(Date.now() - performance.now() + time),
});

export {grid};

/** What is drawn: the ids of all controls in a state. @param {string} state @returns {string[]} */
export function inState(state) {
  return show.pages.flatMap((page) => page.controls).map(({id}) => id).filter((id) => id.endsWith(`.${state}`));
}

/** Show another value, as if another hand had moved it. @param {Record<string, Value>} moved */
export function move(moved) {
  const revision = surface.revision + 1;
  surface.take({
    seq: 1, since: surface.revision, revision, values: new Map(Object.entries(moved)), numbers: new Map(), taken: null, kept: null,
    holds: new Map(), refused: [],
  });
}

/** @param {string} id */
function holder(id) {
  return surface.holds.other(id) === null ? null : OTHER;
}

/** Whatever a hand does here is as it wants. */
function agree() {
  const operation = surface.operations.next();
  if (!operation) return;
  const pressed = operation.acts.map(([what, id]) => /** @type {const} */ ([id, what === 'press']));
  const revision = surface.revision + 1;
  surface.take({
    seq: 1, since: surface.revision, revision, values: new Map([...operation.moves, ...pressed]), numbers: new Map(),
    taken: operation.n, kept: operation.n, refused: [],
    holds: new Map([...operation.holds].map(([id, on]) => [id, on ? surface.holds.me : null])),
  });
}

/** The states that hands and refusals bring. */
function pose() {
  for (const id of inState('mine')) grid.control(id)?.hold('finger');
  for (const id of inState('refused')) grid.control(id)?.refuse(REASON, Infinity);
}

/** @param {number} time @param {number} i @returns {Point} */
function point(time, i) {
  return [time, Math.round((20 + 4 * Math.sin(i / 9) + Math.sin(i * 1.7)) * 10) / 10];
}

/** @returns {Map<string, Point[]>} */
function numbers() {
  const now = performance.now();
  const wave = (/** @type {number} */ end) => Array.from({length: COUNT}, (_, i) => point(end - (COUNT - 1 - i) * EVERY, i));
  return new Map([['running', wave(now)], ['stopped', wave(now - STOPPED)], ['empty', []]]);
}

function follow() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const page = show.pages.find(({id}) => id === asked.get('page')) ?? show.pages[0];
  const lost = asked.get('news') === 'no';
  root.dataset.link = lost ? 'lost' : 'connected';
  const tabs = show.pages.map(({id, label}) => {
    const tab = make('a', 'tab', label);
    tab.href = `#page=${id}`;
    if (id === page?.id) tab.setAttribute('aria-current', 'page');
    return tab;
  });
  part('.pages').replaceChildren(...tabs);
  news.setAttribute('aria-pressed', String(lost));
  news.onclick = () => {
    location.hash = `page=${page?.id}${lost ? '' : '&news=no'}`;
  };
  if (page) grid.turn(page.id);
  root.dataset.page = page?.id ?? '';
}

const news = make('button', 'news', 'No news');
part('.header').append(news);
new Settings(() => frames.ask(() => {
  grid.layout();
  grid.recolour();
}));
surface.holds.me = 'me';
surface.reset({show, revision: 0, values: new Map(Object.entries(values)), holds: new Map(inState('theirs').map((id) => [id, OTHER.id]))});
grid.permit('player');
await fetchDrawings(show);
grid.build(show, show.pages[0]?.id ?? '');
grid.reset(numbers());
// A frame may have come while the drawings were fetched, and found nothing to paint on.
painter.all(surface.controls.keys());
pose();
follow();
addEventListener('hashchange', follow);
let count = COUNT;
setInterval(() => {
  if (root.dataset.page === 'views') grid.push(new Map([['running', [point(performance.now(), count++)]]]));
}, EVERY);
void document.fonts.ready.then(() => {
  grid.layout();
  root.dataset.ready = '';
});
