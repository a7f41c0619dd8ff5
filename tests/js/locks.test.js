import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Locks} from '../../webui/static/js/screen/locks.js';

/** What the device keeps. @type {Map<string, string>} */
const kept = new Map();
/** @type {(() => void)[]} */
let others = [];
let changes = 0;

beforeEach(() => {
  kept.clear();
  [others, changes] = [[], 0];
  Object.assign(globalThis, {
    localStorage: {
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
      removeItem: (/** @type {string} */ key) => kept.delete(key),
    },
    addEventListener: (/** @type {string} */ _, /** @type {() => void} */ heard) => others.push(heard),
  });
});

/** @param {string} [show] */
function locks(show = 'matinee') {
  const made = new Locks(() => {
    changes += 1;
  });
  made.follow(show);
  return made;
}

test('a page is locked until it is unlocked, and the others are not', () => {
  const one = locks();
  one.lockPage('main');
  assert.deepEqual([one.holds('main'), one.holds('sends'), one.screen], [true, false, false]);
  one.unlock('main');
  assert.equal(one.holds('main'), false);
  assert.equal(kept.size, 0);
});

test('a locked screen locks every page; unlocked, pages are as they were', () => {
  const one = locks();
  one.lockPage('main');
  one.lockScreen();
  assert.deepEqual([one.holds('main'), one.holds('sends'), one.screen], [true, true, true]);
  one.unlock('sends');
  assert.deepEqual([one.holds('main'), one.holds('sends'), one.screen], [true, false, false]);
});

test('locks are kept, pages by their show', () => {
  const one = locks();
  one.lockPage('main');
  assert.equal(locks('matinee').holds('main'), true);
  assert.equal(locks('other').holds('main'), false);
  one.lockScreen();
  assert.equal(locks('other').holds('main'), true);
});

test('another show brings its own, and the same one nothing', () => {
  const one = locks();
  one.lockPage('main');
  const before = changes;
  one.follow('matinee');
  assert.equal(changes, before);
  one.follow('other');
  assert.deepEqual([one.holds('main'), changes], [false, before + 1]);
});

test('another tab of this screen locks this one, too', () => {
  const one = locks();
  locks().lockPage('main');
  assert.equal(one.holds('main'), false);
  for (const heard of others) heard();
  assert.equal(one.holds('main'), true);
});

test('what is kept and can not be read locks nothing', () => {
  for (const text of ['{', '{"main": 1}', '"main"', '[1, null]', 'null']) {
    kept.set('sidestage.locked.matinee', text);
    assert.equal(locks().holds('main'), false, text);
  }
});

test('a browser that keeps nothing locks until the page is left', () => {
  Object.assign(globalThis, {localStorage: undefined});
  const one = locks();
  one.lockPage('main');
  assert.equal(one.holds('main'), true);
  assert.equal(locks().holds('main'), false);
});
