// Makes webui/static/vendor and webui/static/fonts anew from tests/node_modules: `npm ci && npm run vendor`.
// The page has no build; what it takes from elsewhere is bundled here once, and VENDORED.json says what it is.

import {createHash} from 'node:crypto';
import {cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const statics = join(here, '..', 'webui', 'static');
const target = ['safari15.4', 'chrome100', 'firefox100'];
const subsets = ['latin', 'latin-ext', 'greek', 'cyrillic'];
/** The oldest iPads get glyphs of these ranges only when a text needs them. */
const fontCss = readFileSync(join(modules, '@fontsource-variable/inter/wght.css'), 'utf8');

/** @type {{name: string, licence: string, bundles?: [string, string][], copies?: [string, string][]}[]} */
const parts = [
  {name: 'lit-html', licence: 'BSD-3-Clause', bundles: [['types/lit.entry.js', 'vendor/lit.js']]},
  {
    name: 'socket.io-client', licence: 'MIT',
    copies: [
      ['dist/socket.io.esm.min.js', 'vendor/socket.io.esm.min.js'],
      ['dist/socket.io.min.js', 'vendor/socket.io.min.js'],
    ],
  },
  {
    name: 'uplot', licence: 'MIT',
    bundles: [['node_modules/uplot/dist/uPlot.esm.js', 'vendor/uplot.js']],
    copies: [['dist/uPlot.min.css', 'vendor/uplot.css']],
  },
  {
    name: '@fontsource-variable/inter', licence: 'OFL-1.1',
    copies: subsets.map((subset) => [`files/inter-${subset}-wght-normal.woff2`, `fonts/inter-${subset}.woff2`]),
  },
];

const sha256 = (/** @type {string} */ file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** @param {string} name */
function licenceText(name) {
  const folder = join(modules, name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence text`);
  return readFileSync(join(folder, file), 'utf8');
}

/** Fonts of the page: one @font-face a subset, with the package's own ranges. */
function writeFontCss() {
  const faces = subsets.map((subset) => {
    const range = new RegExp(`/\\* inter-${subset}-wght-normal \\*/[^}]*unicode-range:\\s*([^;]+);`).exec(fontCss);
    if (!range?.[1]) throw new Error(`no range for ${subset}`);
    return `@font-face {
  font-family: Inter;
  font-style: normal;
  font-weight: 100 900;
  font-display: swap;
  src: url("../fonts/inter-${subset}.woff2") format("woff2");
  unicode-range: ${range[1].replaceAll(',', ', ')};
}
`;
  });
  writeFileSync(join(statics, 'css', 'fonts.css'), `/* Written by tests/vendor.mjs. */\n\n${faces.join('\n')}`);
}

for (const folder of ['vendor', 'fonts']) rmSync(join(statics, folder), {recursive: true, force: true});
for (const folder of ['vendor/licences', 'fonts', 'css']) mkdirSync(join(statics, folder), {recursive: true});

const table = [];
for (const part of parts) {
  const {version} = JSON.parse(readFileSync(join(modules, part.name, 'package.json'), 'utf8'));
  const licence = `vendor/licences/${part.name.replace(/^@/, '').replace('/', '-')}.txt`;
  writeFileSync(join(statics, licence), licenceText(part.name));
  for (const [entry, out] of part.bundles ?? []) {
    await build({
      entryPoints: [join(here, entry)], outfile: join(statics, out), bundle: true, minify: true, format: 'esm', target,
      legalComments: 'inline', logLevel: 'warning', nodePaths: [modules],
      banner: {js: `/* ${part.name} ${version}, ${part.licence}; see licences/. */`},
    });
  }
  for (const [from, to] of part.copies ?? []) {
    const file = join(statics, to);
    cpSync(join(modules, part.name, from), file);
    if (file.endsWith('.js')) {
      // The maps are not shipped, and a page must not ask for them.
      writeFileSync(file, readFileSync(file, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'));
    }
  }
  for (const [, file] of [...(part.bundles ?? []), ...(part.copies ?? [])]) {
    table.push({
      name: part.name, version, licence: part.licence, licence_text: licence, file,
      sha256: sha256(join(statics, file)), source: `npm:${part.name}@${version}`,
    });
  }
}
writeFontCss();
// The checker finds a file's types beside it.
cpSync(join(here, 'types', 'vendor'), join(statics, 'vendor'), {recursive: true});
writeFileSync(join(statics, 'vendor', 'VENDORED.json'), JSON.stringify(table, null, 2) + '\n');
console.log(`${table.length} files in webui/static`);
