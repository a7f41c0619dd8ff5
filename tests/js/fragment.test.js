import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {choosePage, linkedPage, readFragment, rememberPage, takeSecret, unlinkPage} from '../../webui/static/js/screen/fragment.js';

/** @type {string[]} */
let addresses = [];

/** @param {string} hash */
function at(hash) {
  Object.assign(globalThis, {location: {hash, pathname: '/', search: ''}});
}

beforeEach(() => {
  addresses = [];
  /** @type {Map<string, string>} */
  const kept = new Map();
  Object.assign(globalThis, {
    history: {
      replaceState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ address) => {
        addresses.push(address);
        at(address.slice(1));
      },
    },
    sessionStorage: {
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    },
  });
});

test('a fragment says a secret, a page, or both', () => {
  for (const [hash, secret, page] of [
    ['', '', ''], ['#abc_1-2', 'abc_1-2', ''], ['#page=faders', '', 'faders'], ['#abc&page=faders', 'abc', 'faders'],
    ['#page=faders&abc', 'abc', 'faders'], ['#page=a%3Ab', '', 'a:b'], ['#%E0%A4%A', '', ''], ['#page=%', '', ''],
  ]) assert.deepEqual(readFragment(String(hash)), {secret, page}, hash);
});

test('a secret leaves the address, and the page stays in it', () => {
  at('#abc&page=a:b');
  assert.equal(takeSecret(), 'abc');
  assert.deepEqual(addresses, ['/#page=a%3Ab']);
  assert.equal(linkedPage(), 'a:b');
  assert.equal(takeSecret(), '');
  assert.equal(addresses.length, 1);
  unlinkPage();
  assert.deepEqual([addresses.at(-1), linkedPage()], ['/', '']);
});

test('the page is the current one, that of the link, the last one, or the first; and always one that there is', () => {
  const pages = [{id: 'main'}, {id: 'sends'}, {id: 'haze'}];
  at('');
  assert.equal(choosePage(pages), 'main');
  rememberPage('haze');
  assert.equal(choosePage(pages), 'haze');
  at('#page=sends');
  assert.equal(choosePage(pages), 'sends');
  assert.equal(choosePage(pages, 'main'), 'main');
  assert.equal(choosePage(pages, 'gone'), 'sends');
  at('#page=gone');
  assert.equal(choosePage(pages), 'haze');
  assert.equal(choosePage([]), '');
});

test('a browser that keeps nothing begins with the first page', () => {
  Object.assign(globalThis, {sessionStorage: undefined});
  at('');
  rememberPage('haze');
  assert.equal(choosePage([{id: 'main'}, {id: 'haze'}]), 'main');
});
