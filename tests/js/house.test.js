import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {posix} from 'node:path';
import {test} from 'node:test';

const js = new URL('../../webui/static/js/', import.meta.url);
const files = readdirSync(js, {recursive: true, encoding: 'utf8'}).filter((path) => path.endsWith('.js'));
/** @param {string} path */
const source = (path) => readFileSync(new URL(path, js), 'utf8');

/** What each folder may import besides itself, types.js and webui/static/vendor. The entry points import whatever they wire. */
/** @type {Record<string, string[]>} */
const LAW = {
  values: [],
  ui: [],
  sync: ['values'],
  screen: ['sync', 'ui'],
  controls: ['values', 'ui'],
  views: ['values', 'ui'],
  stage: ['controls', 'views', 'screen', 'values', 'ui'],
  panels: ['sync', 'screen', 'values', 'ui'],
};
const ENTRIES = ['boot.js', 'gallery.js', 'join.js', 'main.js', 'start.js', 'types.js'];

/** Modules outside `values` that know no page either: they get their time, and draw nothing. */
const PURE = ['sync/operations', 'sync/surface', 'sync/clock', 'sync/link_quality', 'sync/holds', 'sync/notices', 'sync/wire', 'views/feed_window', 'views/samples', 'views/columns', 'views/plot_scale', 'views/peak', 'ui/snapshots'];

/** @param {RegExp} words @param {string} word */
const without = (words, word) => new RegExp(words.source.split('|').filter((other) => other !== word).join('|'));

/** The files that a module imports when it runs, as it names them: static, for its effect, or when they are needed. Types in comments don't count. @param {string} path */
const imports = (path) => {
  const code = source(path).replace(/\/\*[^]*?\*\//g, '');
  const found = code.matchAll(/(?:^(?:import|export)\b[^'"`;(]*\bfrom\s*|^import\s*|\bimport\(\s*)(['"`])([^'"`]+)\1/gm);
  return [...found].map(([, , name]) => String(name));
};
/** The same as paths in webui/static/js. @param {string} path */
const imported = (path) => imports(path).map((name) => posix.join(posix.dirname(path), name));
/** @param {string} path */
const room = (path) => (path.includes('/') ? String(path.split('/')[0]) : '');

test('no module is longer than 300 lines', () => {
  for (const path of files) assert.ok(source(path).split('\n').length <= 300, path);
});

test('nothing is used that needs https or a newer browser, or that the security policy forbids', () => {
  const forbidden = /randomUUID|navigator\.clipboard|serviceWorker|wakeLock|innerHTML|insertAdjacentHTML|\beval\(|new Function|importmap|style=\$?["{]/;
  // awake.js asks for the lock where there is one, and has another way on plain http.
  for (const path of files) assert.doesNotMatch(source(path), path === 'screen/awake.js' ? without(forbidden, 'wakeLock') : forbidden, path);
});

test('every module lies in a folder of the law, or is an entry point', () => {
  const rooms = new Set(files.map(room));
  assert.deepEqual([...rooms].sort(), ['', ...Object.keys(LAW)].sort());
  assert.deepEqual(files.filter((path) => room(path) === '').sort(), ENTRIES);
});

test('imports name files of the program, with their extension', () => {
  for (const path of files) {
    for (const name of imports(path)) {
      assert.match(name, /^\.\.?\/.+\.js$/, path);
      assert.ok(existsSync(new URL(posix.join(posix.dirname(path), name), js)), `${path} imports ${name}, which is not there`);
    }
  }
});

test('each folder imports only what the law names', () => {
  let arrows = 0;
  for (const path of files.filter((path) => room(path))) {
    for (const target of imported(path)) {
      if (target.startsWith('../vendor/') || room(target) === room(path)) continue;
      arrows += 1;
      assert.ok(LAW[room(path)]?.includes(room(target)), `${path} imports ${target}`);
    }
  }
  assert.ok(arrows > 100, 'imports are found');
});

test('the law has no circle, and entry points are imported by nobody', () => {
  /** @type {Set<string>} */
  const done = new Set();
  for (const next of Object.keys(LAW)) {
    const ready = Object.keys(LAW).find((name) => !done.has(name) && LAW[name]?.every((other) => done.has(other)));
    assert.ok(ready, `${next} is in a circle`);
    done.add(ready);
  }
  for (const path of files) {
    for (const target of imported(path)) assert.ok(!ENTRIES.includes(target), `${path} imports ${target}`);
  }
});

test('the pure modules import nothing but pure modules', () => {
  const pure = files.filter((path) => room(path) === 'values' || PURE.includes(path.slice(0, -3)));
  assert.ok(PURE.every((name) => pure.includes(`${name}.js`)));
  for (const path of pure) {
    for (const target of imported(path)) assert.ok(pure.includes(target), `${path} imports ${target}`);
    assert.doesNotMatch(source(path).replace(/\/\*[^]*?\*\//g, ''), /\b(document|performance|setTimeout|fetch)\b[.(]/, path);
  }
});
