/** Answers, a line of JSON each, what the page takes for a text's characters. */

import {createInterface} from 'node:readline';
import {seen} from '../../webui/static/js/values/characters.js';

for await (const line of createInterface({input: process.stdin})) console.log(JSON.stringify(seen(JSON.parse(line))));
