/**
 * Programs as in the articles, with socket.io-client as it comes: they poll first, then go over to a WebSocket.
 *
 * node joining.mjs URL COUNT: joins so many clients, each on both namespaces, and prints "ready" when all went over and
 * have heard ten numbers since. A line on stdin then tells the last number; when all have heard it, or a client was lost,
 * prints as JSON what each client heard that it should not have.
 */

import {createInterface} from 'node:readline';
import {io} from 'socket.io-client';

const [url, count] = [process.argv[2], Number(process.argv[3])];

class Client {
  first = 0;
  last = 0;
  value = -1;
  since = -1;
  /** @type {string[]} */
  faults = [];

  constructor() {
    const numbers = io(`${url}test`, {forceNew: true, reconnection: false});
    const manager = numbers.io;
    manager.on('open', () => manager.engine.on('upgrade', () => (this.since = 0)));
    numbers.on('connect_error', (error) => this.fault(`was not let in: ${error.message}`));
    numbers.on('disconnect', (reason) => this.fault(`was lost: ${reason}`));
    numbers.on('newnumber', ({number}) => this.hear(number));
    manager.socket('/').on('update value', ({data}) => {
      if (data < this.value) this.fault(`${data} came after ${this.value}`);
      this.value = data;
    });
  }

  /** @param {number} number */
  hear(number) {
    if (!this.last) this.first = number;
    else if (number !== this.last + 1) this.fault(`${number} came after ${this.last}`);
    this.last = number;
    if (this.since >= 0) this.since += 1;
    look();
  }

  /** @param {string} what */
  fault(what) {
    this.faults.push(what);
    look();
  }
}

/** @type {Client[]} */
const clients = [];
let final = 0;
let isReady = false;

function look() {
  const failed = clients.some((client) => client.faults.length);
  if (!isReady && (failed || (clients.length === count && clients.every((client) => client.since >= 10)))) {
    isReady = true;
    console.log('ready');
  }
  if (final && (failed || clients.every((client) => client.last === final && client.value === final))) {
    console.log(JSON.stringify(clients.map(({first, last, value, faults}) => ({first, last, value, faults}))));
    process.exit();
  }
}

createInterface({input: process.stdin}).on('line', (line) => {
  final = Number(line);
  look();
  // A value may come a little after the number.
  setInterval(look, 10);
});

function join() {
  clients.push(new Client());
  if (clients.length < count) setTimeout(join, 5);
}

join();
