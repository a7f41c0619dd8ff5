/** What could do harm wants to be kept pressed. Says when that was long enough; nothing that is late, or was let go before, fires. */

/** Milliseconds for which it is to be kept pressed. forms.css fills a button of a panel in the same time. */
export const GUARD = 600;
/** A page that stood still for longer reads first what came in meanwhile: the finger may be gone. */
const STUCK = 50;
/** After so long nothing fires any more: what it was pressed for is over. */
const LATE = 1000;

export class Guard {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #due = Infinity;
  #fire;
  #now;

  /** @param {(due: number) => void} fire told the moment at which it had been pressed for long enough @param {() => number} [now] */
  constructor(fire, now = () => performance.now()) {
    this.#fire = fire;
    this.#now = now;
  }

  /** Whether somebody is keeping it pressed. */
  get waits() {
    return this.#due < Infinity;
  }

  /** A finger or a key came down. @param {number} at */
  begin(at) {
    this.cancel();
    this.#due = at + GUARD;
    this.#timer = setTimeout(() => this.#rings(false), this.#due - this.#now());
  }

  /** It was lifted: long enough after all, if only the page did not notice in time; else nothing happens. @param {number} at */
  end(at) {
    if (at >= this.#due) this.#pass();
    else this.cancel();
  }

  /** It counts no more. */
  cancel() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  /** @param {boolean} read whether what came in meanwhile was read */
  #rings(read) {
    if (!read && this.#now() - this.#due > STUCK) this.#timer = setTimeout(() => this.#rings(true), STUCK);
    else this.#pass();
  }

  #pass() {
    const due = this.#due;
    this.cancel();
    if (this.#now() - due <= LATE) this.#fire(due);
  }
}
