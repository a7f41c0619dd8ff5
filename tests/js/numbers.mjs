/** Answers, a line of JSON each, what the page makes of a number: {"kind": "range" | "steps", "spec", "value"}. */

import {createInterface} from 'node:readline';
import {Range} from '../../webui/static/js/values/range.js';
import {Steps} from '../../webui/static/js/values/steps.js';

/** @type {{[kind: string]: any}} */
const KINDS = {range: Range, steps: Steps};

for await (const line of createInterface({input: process.stdin})) {
  const {kind, spec, value} = JSON.parse(line);
  console.log(JSON.stringify(new KINDS[kind](spec).snap(value)));
}
