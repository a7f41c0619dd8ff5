import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const js = new URL('../../webui/static/js/', import.meta.url);
const files = readdirSync(js, {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.js'));
/** @param {string} path */
const source = (path) => readFileSync(new URL(path, js), 'utf8');

/** @param {RegExp} words @param {string} word */
const without = (words, word) => new RegExp(words.source.split('|').filter((other) => other !== word).join('|'));

test('no module is longer than 300 lines', () => {
  for (const path of files) assert.ok(source(path).split('\n').length <= 300, path);
});

test('nothing is used that needs https or a newer browser, or that the security policy forbids', () => {
  const forbidden = /randomUUID|navigator\.clipboard|serviceWorker|wakeLock|innerHTML|insertAdjacentHTML|\beval\(|new Function|importmap|style=\$?["{]/;
  // awake.js asks for the lock where there is one, and has another way on plain http.
  for (const path of files) assert.doesNotMatch(source(path), path === 'awake.js' ? without(forbidden, 'wakeLock') : forbidden, path);
});

test('imports name files of the program, with their extension', () => {
  for (const path of files) {
    for (const [, from] of source(path).matchAll(/^import[^'"@]*['"]([^'"]+)['"]/gm)) assert.match(String(from), /^\.\.?\/.+\.js$/, path);
  }
});

test('the pure modules import nothing but pure modules', () => {
  const pure = ['operations', 'surface', 'clock', 'range', 'taper', 'steps', 'whole', 'turn', 'figures', 'characters', 'format', 'feed', 'samples', 'columns', 'bounds', 'colours', 'peak', 'quality', 'holds', 'notices', 'wire', 'types'];
  for (const name of pure) {
    for (const [, from] of source(`${name}.js`).matchAll(/^import[^'"@]*['"]\.\/([^'"]+)\.js['"]/gm)) assert.ok(pure.includes(String(from)), `${name} imports ${from}`);
    assert.doesNotMatch(source(`${name}.js`).replace(/\/\*[^]*?\*\//g, ''), /\b(document|performance|setTimeout|fetch)\b[.(]/, name);
  }
});
