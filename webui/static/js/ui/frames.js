/**
 * The page's one clockwork: whatever is asked for runs once, with the next animation frame. Nothing runs when nothing happens.
 * A page that is hidden or covered gets no animation frames; there a timer stands in, so that what is to be sent is sent.
 */

/** Milliseconds after which no frame is expected any more. */
const STAND_IN = 100;

/** Run a job once the frame that is being made was rendered: a browser's next task. @param {() => void} job */
export function afterRendering(job) {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    job();
  };
  port2.postMessage(null);
}

export class Frames {
  /** @type {Set<() => void>} */
  #asked = new Set();
  #scheduled = false;
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** Run a job with the next frame, once, however often it is asked for. @param {() => void} job */
  ask(job) {
    this.#asked.add(job);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#timer = setTimeout(this.#run, document.hidden ? 0 : STAND_IN);
    this.#frame = requestAnimationFrame(this.#run);
  }

  /** A page that was just hidden will not get the frame that it waits for. */
  hurry() {
    if (this.#scheduled) this.#run();
  }

  #run = () => {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#scheduled = false;
    const jobs = [...this.#asked];
    this.#asked.clear();
    for (const job of jobs) job();
  };
}
