/**
 * A program with socket.io-client on both namespaces: `node namespaces.mjs URL COUNT [transport]`.
 *
 * Prints as JSON, when it has heard so many values, in which order the two connects and the first value came.
 */

import {io} from 'socket.io-client';

const [url, count, transport] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
/** @type {string[]} */
const order = [];
/** @type {Set<string>} */
const heard = new Set();
const values = io(url, {reconnection: false, ...(transport ? {transports: [transport]} : {})});
const numbers = values.io.socket('/test');
values.on('connect', () => order.push('/'));
numbers.on('connect', () => order.push('/test'));
for (const socket of [values, numbers]) {
  socket.on('connect_error', (error) => fail(error.message));
  socket.on('disconnect', fail);
}
values.on('update value', ({who}) => {
  if (!heard.size) order.push('value');
  heard.add(who);
  if (heard.size === count) {
    console.log(JSON.stringify(order));
    process.exit(0);
  }
});

/** @param {string} why */
function fail(why) {
  console.log(JSON.stringify([...order, `lost after ${heard.size}: ${why}`]));
  process.exit(1);
}
