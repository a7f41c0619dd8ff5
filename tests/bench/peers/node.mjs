// Node's socket.io with the articles' events: node node.mjs PORT NAME,NAME... [--conflate]
//
// Every move is re-emitted at once; with --conflate, each control's newest value, and all numbers, 60 times a second.

import { createServer } from "node:http";
import { Server } from "socket.io";

const RATE = 60;
const [port, names] = process.argv.slice(2, 4);
const conflates = process.argv.includes("--conflate");

const http = createServer();
const io = new Server(http);
/** @type {Record<string, unknown>} */
const state = Object.fromEntries(names.split(",").map((name) => [name, 0]));
/** @type {Record<string, unknown>} */
let changed = {};
/** @type {unknown[]} */
let numbers = [];

io.on("connection", (socket) => {
  socket.emit("update values", state);
  socket.on("value changed", (move) => {
    state[move.who] = move.data;
    if (conflates) changed[move.who] = move.data;
    else io.emit("update value", move);
  });
});

const feed = io.of("/test");
feed.on("connection", (socket) => {
  socket.on("newnumber", (number) => {
    if (conflates) numbers.push(number.number);
    else feed.emit("newnumber", number);
  });
});

if (conflates)
  setInterval(() => {
    if (Object.keys(changed).length) {
      io.emit("update values", changed);
      changed = {};
    }
    if (numbers.length) {
      feed.emit("newnumbers", numbers);
      numbers = [];
    }
  }, 1000 / RATE);

http.listen(Number(port), "127.0.0.1", 1024);
