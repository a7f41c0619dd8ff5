/** A part that moves as a value does, by an animation that stands still: without one all layers of the page are put together anew. */

/** Milliseconds, of twice as many: an animation that is over is none. */
const WAY = 1000;

export class Slide {
  #element;
  #at;
  #stops;
  #placed = false;
  /** @type {Animation | undefined} */
  #animation;

  /** @param {HTMLElement} element @param {(position: number) => string} at its transform @param {number[]} stops where its way bends */
  constructor(element, at, stops) {
    this.#element = element;
    this.#at = at;
    this.#stops = [0, ...stops, 1];
  }

  /** @param {number} position from 0 to 1 */
  to(position) {
    if (this.#placed) {
      this.#animation ??= this.#begin();
      this.#animation.currentTime = position * WAY;
    } else this.#element.style.transform = this.#at(position);
    this.#placed = true;
  }

  #begin() {
    const frames = [...this.#stops.map((stop) => ({transform: this.#at(stop), offset: stop / 2})), {transform: this.#at(1)}];
    const animation = this.#element.animate(frames, {duration: 2 * WAY, fill: 'both'});
    animation.pause();
    return animation;
  }
}
