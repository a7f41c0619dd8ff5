import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const statics = new URL('../../webui/static/', import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, statics));
/** @type {{name: string, version: string, licence: string, licence_text: string, file: string, sha256: string}[]} */
const table = JSON.parse(String(read('vendor/VENDORED.json')));
const pinned = JSON.parse(String(readFileSync(new URL('../package.json', import.meta.url)))).devDependencies;
const lock = String(readFileSync(new URL('../package-lock.json', import.meta.url)));

test('every vendored file is what the table says', () => {
  for (const {file, sha256} of table) assert.equal(createHash('sha256').update(read(file)).digest('hex'), sha256, file);
});

test('every vendored version is the pinned one, and has its licence', () => {
  for (const {name, version, licence, licence_text: text} of table) {
    assert.equal(version, pinned[name], name);
    assert.ok(licence && String(read(text)).length > 200, name);
  }
});

test('nothing is vendored that the table does not name', () => {
  const known = new Set(table.map(({file}) => file));
  for (const folder of ['vendor', 'fonts']) {
    for (const entry of readdirSync(new URL(folder, statics))) {
      if (['licences', 'VENDORED.json'].includes(entry) || entry.endsWith('.d.ts')) continue;
      assert.ok(known.has(`${folder}/${entry}`), entry);
    }
  }
});

test('no vendored file asks for a map that is not there', () => {
  for (const {file} of table) assert.ok(!String(read(file)).includes('sourceMappingURL='), file);
});

test('the page asks for fonts that are there', () => {
  const css = String(read('css/fonts.css'));
  const asked = [...css.matchAll(/url\("\.\.\/([^"]+)"\)/g)].map(([, path]) => String(path));
  assert.equal(asked.length, 4);
  for (const path of asked) assert.ok(existsSync(new URL(path, statics)), path);
});

test('versions are pinned exactly, and the lock file names no registry', () => {
  for (const version of Object.values(pinned)) assert.match(String(version), /^\d+\.\d+\.\d+$/);
  assert.ok(!lock.includes('"resolved"'));
});
