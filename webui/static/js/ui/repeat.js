/** Does something again and again for as long as a finger stays: at once, after a moment steadily, then faster. */

/** Milliseconds before the second time, and from one to the next. */
const MOMENT = 400;
const STEADY = 100;
const FAST = 40;
/** So many times steadily. */
const TIMES = 15;

export class Repeat {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} act */
  start(act) {
    this.stop();
    let times = 0;
    const again = () => {
      this.#timer = setTimeout(again, times === 0 ? MOMENT : times <= TIMES ? STEADY : FAST);
      times += 1;
      act();
    };
    again();
  }

  stop() {
    clearTimeout(this.#timer);
  }
}
