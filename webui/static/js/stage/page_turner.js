/** Turns this screen to a page: by a tab, a page button or a link. */

import {choosePage, linkedPage, rememberPage, unlinkPage} from '../screen/fragment.js';

/** @import {Grid} from './grid.js' */
/** @import {Locks} from '../screen/locks.js' */
/** @import {Show} from '../types.js' */

export class Turning {
  #here;
  #grid;
  #locks;
  #told;

  /**
   * @param {{page: string, only: string}} here the page that is shown, and the one of the link
   * @param {Grid} grid @param {Locks} locks
   * @param {object} told
   * @param {() => Show | null} told.show
   * @param {() => void} told.turned
   * @param {(turn: () => boolean) => boolean} told.byHand do it as this screen's own hand
   */
  constructor(here, grid, locks, told) {
    this.#here = here;
    this.#grid = grid;
    this.#locks = locks;
    this.#told = told;
    addEventListener('hashchange', () => this.follow());
  }

  /** By this screen's own hand, on a tab or a page button. @param {string} page its id @returns {boolean} whether it is there */
  to(page) {
    return this.#told.byHand(() => this.#go(page));
  }

  /** A locked screen stays where it is. @param {string} page its id @returns {boolean} whether it is there */
  #go(page) {
    if (this.#locks.screen || !this.#told.show()?.pages.some(({id}) => id === page)) return false;
    this.#here.page = page;
    rememberPage(page);
    this.#grid.turn(page);
    this.#told.turned();
    return true;
  }

  /** A link to a page was opened, or left. */
  follow() {
    this.#here.only = linkedPage();
    this.#go(choosePage(this.#told.show()?.pages ?? [], this.#here.only || this.#here.page));
    this.#told.turned();
  }

  /** This screen was opened for one page, and shows all again. */
  showAll() {
    unlinkPage();
    this.follow();
  }
}
