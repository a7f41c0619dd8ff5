/**
 * A part that moves as a value does, and for which nothing else is drawn anew.
 *
 * A browser that is told of another `transform` puts the whole page's layers together once more, unless an animation moves
 * the part: then it has a layer of its own, and is told its place alone. So from its second place on a part has one, which
 * stands still, and is set to the moment that has its place.
 */

/** Milliseconds that the way would take; longer than a value goes, for an animation that is over is none. */
const WAY = 1000;
const ALL = 2 * WAY;

export class Slide {
  #element;
  #at;
  #stops;
  #placed = false;
  /** @type {Animation | undefined} */
  #animation;

  /**
   * @param {HTMLElement} element
   * @param {(position: number) => string} at its transform at a position from 0 to 1: straight from stop to stop, of the same functions throughout
   * @param {number[]} [stops] positions at which its way bends
   */
  constructor(element, at, stops = []) {
    this.#element = element;
    this.#at = at;
    this.#stops = [0, ...stops, 1];
  }

  /** @param {number} position from 0 to 1 */
  to(position) {
    if (!this.#placed) {
      this.#placed = true;
      this.#element.style.transform = this.#at(position);
      return;
    }
    this.#animation ??= this.#begin();
    this.#animation.currentTime = position * WAY;
  }

  #begin() {
    const frames = this.#stops.map((stop) => ({transform: this.#at(stop), offset: (stop * WAY) / ALL}));
    const animation = this.#element.animate([...frames, {transform: this.#at(1), offset: 1}], {duration: ALL, fill: 'both'});
    animation.pause();
    return animation;
  }
}
