/**
 * Keeps the screen on, where the browser lets a page do that. On this computer there is the browser's own lock; a page on
 * plain http has none, and plays a silent video that nobody sees. Safari counts only a video with sound that is neither
 * muted nor set to loop, so it has a silent sound track and is wound back by hand; others count it as well.
 */

import {make} from '../ui/dom.js';

/** @typedef {'off' | 'waiting' | 'lock' | 'video'} Means how the screen is kept on now; waiting for the first touch */

/** Seconds of the video after which it is wound back: its end would let the screen sleep. */
const WIND_BACK = 20;
/** What browsers take as a user's wish; a finger that comes down is none yet. */
const GESTURES = ['touchend', 'click', 'keydown'];

export class Awake {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #asking = false;
  /** @type {HTMLVideoElement | null} */
  #video = null;
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
    for (const type of GESTURES) document.addEventListener(type, () => this.#keep(), {capture: true, passive: true});
    document.addEventListener('visibilitychange', () => this.#keep());
  }

  /** @returns {Means} */
  get means() {
    if (!this.#wanted) return 'off';
    if (this.#lock) return 'lock';
    return this.#video && !this.#video.paused ? 'video' : 'waiting';
  }

  /** @param {boolean} wanted whether the screen is to stay on for now */
  want(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#keep();
  }

  #keep() {
    if (!this.#wanted || document.hidden) this.#letGo();
    else if (navigator.wakeLock) void this.#ask();
    else this.#play();
  }

  #letGo() {
    this.#video?.pause();
    void this.#lock?.release();
    this.#lock = null;
  }

  async #ask() {
    if (this.#lock || this.#asking) return;
    this.#asking = true;
    try {
      const lock = await navigator.wakeLock.request('screen');
      lock.addEventListener('release', () => {
        if (this.#lock === lock) this.#lock = null;
        this.#changed();
      });
      this.#lock = lock;
      if (!this.#wanted || document.hidden) this.#letGo();
    } catch {
      // Not without a touch, or not on a low battery: the next touch asks again.
    }
    this.#asking = false;
    this.#changed();
  }

  #play() {
    this.#video ??= this.#makeVideo();
    // Without a touch it is refused; the next one tries again.
    if (this.#video.paused) this.#video.play().catch(() => {});
  }

  #makeVideo() {
    const video = make('video', 'awake');
    for (const name of ['playsinline', 'disablepictureinpicture', 'disableremoteplayback']) video.setAttribute(name, '');
    video.setAttribute('aria-hidden', 'true');
    video.tabIndex = -1;
    for (const kind of ['mp4', 'webm']) {
      const source = make('source');
      source.src = `/static/media/awake.${kind}`;
      source.type = `video/${kind}`;
      video.append(source);
    }
    video.addEventListener('timeupdate', () => {
      if (video.currentTime > WIND_BACK) video.currentTime = 0;
    });
    video.addEventListener('ended', () => this.#keep());
    for (const type of ['playing', 'pause']) video.addEventListener(type, this.#changed);
    document.body.append(video);
    return video;
  }
}
