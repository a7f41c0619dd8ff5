/**
 * Paints what changed: at once what the own hand moves, and of all else as much as a frame has room for, in turn, so that
 * a page that cannot keep up is never late for its own fingers. Positions go before figures: nobody reads sixty a second.
 */

/** Milliseconds that painting a frame may take, from its first script to what follows its rendering. */
export const BUDGET = 5;
/** How many controls of other hands a frame paints: to begin with, when it is slow, and when it is quick. */
const START = 32;
export const LEAST = 8;
export const MOST = 1024;
/** For so many moves there is room for the figures of one. */
const FIGURES = 8;
/** Where there is no room for all, one frame of so many is the figures' alone. */
export const TURNS = 4;

export class Painter {
  /** Controls to be shown, those that wait longest first. @type {Set<string>} */
  #moved = new Set();
  /** Those whose figures are older than what they show. @type {Set<string>} */
  #unsaid = new Set();
  #room = START;
  #turns = 0;
  #told;

  /**
   * @param {object} told
   * @param {(control: string) => void} told.show
   * @param {(control: string) => void} told.say
   * @param {(control: string) => boolean} told.leads whether this page's own hand leads it
   * @param {(job: () => void) => void} told.ask run a job with the next animation frame
   * @param {() => number} told.now milliseconds
   * @param {(job: () => void) => void} told.rendered run a job when what was painted is on the screen
   */
  constructor(told) {
    this.#told = told;
  }

  /** Another value is to be shown. @param {string} control */
  changed(control) {
    this.#moved.add(control);
    this.#told.ask(this.paint);
  }

  /** Paint all of these controls now, and whatever waits. @param {Iterable<string>} controls */
  all(controls) {
    for (const control of new Set([...controls, ...this.#moved, ...this.#unsaid])) this.#both(control);
  }

  paint = () => {
    const {leads, say, show, ask, now, rendered} = this.#told;
    const began = now();
    for (const control of this.#moved) if (leads(control)) this.#both(control);
    const turn = this.#turn();
    const shown = turn === 'figures' ? [] : first(this.#moved, this.#room);
    for (const control of shown) {
      show(control);
      this.#unsaid.add(control);
    }
    const left = Math.max(this.#room - shown.length, Math.ceil(this.#room / FIGURES));
    const said = turn === 'moves' ? [] : first(this.#unsaid, left);
    for (const control of said) say(control);
    if (this.#moved.size || this.#unsaid.size) ask(this.paint);
    const painted = Math.max(shown.length, said.length);
    if (painted >= LEAST) rendered(() => this.#learn(now() - began, painted === this.#room));
  };

  #turn() {
    this.#turns = this.#moved.size > this.#room ? this.#turns + 1 : 0;
    if (!this.#turns) return 'both';
    return this.#turns % TURNS ? 'moves' : 'figures';
  }

  /** @param {string} control */
  #both(control) {
    this.#moved.delete(control);
    this.#unsaid.delete(control);
    this.#told.show(control);
    this.#told.say(control);
  }

  /** @param {number} took milliseconds @param {boolean} full whether as much was painted as there was room for */
  #learn(took, full) {
    if (took > BUDGET) this.#room = Math.max(Math.floor(this.#room * Math.max(BUDGET / took, 0.5)), LEAST);
    else if (full) this.#room = Math.min(this.#room + Math.ceil(this.#room / FIGURES), MOST);
  }
}

/** Take the first ones out of a set. @param {Set<string>} set @param {number} most */
function first(set, most) {
  const taken = [...set].slice(0, most);
  for (const one of taken) set.delete(one);
  return taken;
}
