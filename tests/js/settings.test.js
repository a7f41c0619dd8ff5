import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {runInNewContext} from 'node:vm';
import {CHOICES} from '../../webui/static/js/screen/settings.js';

const boot = readFileSync(new URL('../../webui/static/js/boot.js', import.meta.url), 'utf8');
const styles = readFileSync(new URL('../../webui/static/css/tokens.css', import.meta.url), 'utf8');

/** What boot.js makes of what is kept. @param {Record<string, string>} kept @param {boolean} [contrast] what the system wants */
function applied(kept, contrast = false) {
  /** @type {Record<string, string>} */
  const dataset = {};
  runInNewContext(boot, {
    localStorage: {getItem: (/** @type {string} */ key) => kept[key] ?? null},
    document: {documentElement: {dataset}},
    matchMedia: () => ({matches: contrast}),
    addEventListener: () => {},
  });
  return dataset;
}

test('whatever a screen chose of how it looks is there before the first paint', () => {
  assert.deepEqual(Object.keys(CHOICES), ['night', 'contrast', 'size', 'hand', 'awake']);
  for (const [key, [usual, ...others]] of Object.entries(CHOICES)) {
    if (key === 'awake') continue;
    for (const choice of others) assert.deepEqual(applied({[`sidestage.${key}`]: choice}), {[key]: choice});
    assert.ok([undefined, usual].includes(applied({[`sidestage.${key}`]: String(usual)})[key]), key);
  }
});

test('what is kept and no choice changes nothing', () => {
  assert.deepEqual(applied({'sidestage.night': 'green', 'sidestage.size': '', 'sidestage.awake': 'on'}), {});
});

test('the system asks for high contrast, and the screen may choose otherwise', () => {
  assert.equal(applied({}, true).contrast, 'high');
  assert.equal(applied({'sidestage.contrast': 'usual'}, true).contrast, 'usual');
});

test('text and what one must see to use a control have their contrast, in every light', () => {
  const rules = [...styles.matchAll(/^:root([^ ]*) \{([^}]*)\}/gm)].map(([, where = '', body = '']) => ({
    wanted: [...where.matchAll(/\[data-(\w+)="(\w+)"\]/g)].map(([, key, choice]) => `${key}:${choice}`),
    tokens: [...body.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, colour]) => [String(name), String(colour)]),
  }));
  for (const night of CHOICES.night) {
    for (const contrast of CHOICES.contrast) {
      const on = [`night:${night}`, `contrast:${contrast}`];
      /** @type {Record<string, string>} */
      const token = {};
      const matching = rules.filter(({wanted}) => wanted.every((one) => on.includes(one)));
      // The more is asked for, the more a rule weighs; among equals the later one wins.
      for (const {tokens} of matching.sort((a, b) => a.wanted.length - b.wanted.length)) for (const [name, colour] of tokens) token[String(name)] = String(colour);
      const against = (/** @type {string} */ name, /** @type {string} */ ground) => ratio(String(token[name]), String(token[ground]));
      const high = contrast === 'high';
      for (const ground of ['panel', 'control', 'ground']) {
        assert.ok(against('text', ground) >= (high ? 6.5 : 4.5), `${on} text on ${ground}`);
        assert.ok(against('muted', ground) >= (high ? 6.5 : 4.5), `${on} muted on ${ground}`);
        assert.ok(against('outline', ground) >= (high ? 4.5 : 3), `${on} outline on ${ground}`);
        assert.ok(against('value', ground) >= 3, `${on} value on ${ground}`);
      }
    }
  }
});

/** @param {string} one @param {string} other */
function ratio(one, other) {
  const [a, b] = [light(one), light(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** @param {string} colour */
function light(colour) {
  const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour;
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
  return Number(parts[0]) * 0.2126 + Number(parts[1]) * 0.7152 + Number(parts[2]) * 0.0722;
}
