/** Choosing a control by a touch: while somebody picks one, hands move nothing. */

export class Picking {
  /** @type {((id: string) => void) | null} */
  #pick = null;
  #find;

  /** @param {(id: string) => Element | null | undefined} find a control's cell */
  constructor(find) {
    this.#find = find;
  }

  get on() {
    return this.#pick !== null;
  }

  /** @param {(id: string) => void} pick */
  begin(pick) {
    this.#pick = pick;
    document.documentElement.dataset.picking = '';
  }

  end() {
    this.#pick = null;
    this.mark('');
    delete document.documentElement.dataset.picking;
  }

  /** Show which one is chosen. @param {string} id */
  mark(id) {
    document.querySelector('[data-picked]')?.removeAttribute('data-picked');
    this.#find(id)?.setAttribute('data-picked', '');
  }

  /** @param {string} id */
  tried(id) {
    this.#pick?.(id);
  }
}
