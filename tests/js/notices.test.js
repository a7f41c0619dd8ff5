import assert from 'node:assert/strict';
import {beforeEach, test} from 'node:test';
import {Notices} from '../../webui/static/js/sync/notices.js';

/** What the page asked of the server. @type {[string, unknown][]} */
let asked = [];
let changes = 0;
/** @type {Notices} */
let notices;

beforeEach(() => {
  [asked, changes] = [[], 0];
  notices = new Notices((what, details) => {
    asked.push([what, details.id]);
    return Promise.reject(new Error('lost'));
  }, () => {
    changes += 1;
  });
});

/** @param {number} id @param {Partial<import('../../webui/static/js/types.js').Notice>} [rest] */
const notice = (id, rest) => ({id, text: `Words ${id}`, from: 'Mia', at: id, urgent: false, waits: true, ...rest});
const waiting = () => notices.waiting.map(({id}) => id);

test('the newest is first, and urgent ones before all others', () => {
  notices.reset([notice(1, {urgent: true}), notice(2), notice(3, {waits: false}), notice(4)], 'a');
  notices.add(notice(5, {urgent: true}));
  notices.add(null);
  assert.deepEqual(waiting(), [5, 1, 4, 2]);
  assert.deepEqual(notices.all.map(({id}) => id), [5, 4, 3, 2, 1]);
});

test('what is seen here is gone at once, and said; by the server\'s word on another page as well', () => {
  notices.reset([notice(1), notice(2), notice(3)], 'a');
  notices.see(2);
  assert.deepEqual(waiting(), [3, 1]);
  notices.seen(3);
  assert.deepEqual(waiting(), [1]);
  notices.see(3);
  notices.see(9);
  assert.deepEqual(asked, [['saw', 2]]);
});

test('what was seen while the server was away is said with the next welcome, and only while it still waits', () => {
  notices.reset([notice(1), notice(2)], 'a');
  notices.see(1);
  notices.see(2);
  notices.reset([notice(1), notice(2, {waits: false})], 'a');
  assert.deepEqual(asked.slice(2), [['saw', 1]]);
  assert.deepEqual(waiting(), []);
  notices.seen(1);
  notices.reset([notice(1, {waits: false})], 'a');
  assert.equal(asked.length, 3);
});

test('messages of a server that was started anew are others, whatever their numbers', () => {
  notices.reset([notice(1)], 'a');
  notices.see(1);
  notices.reset([notice(1)], 'b');
  assert.deepEqual(waiting(), [1]);
  assert.equal(asked.length, 1);
});

test('whom a message reached is known of messages that are', () => {
  notices.reset([notice(1)], 'a');
  notices.reached(1, {seen: ['Mia'], unseen: []});
  const before = changes;
  notices.reached(2, {seen: ['Mia'], unseen: []});
  assert.equal(changes, before);
  assert.deepEqual(notices.all.map(({seen}) => seen), [['Mia']]);
});

test('the last fifty are kept', () => {
  for (let id = 1; id <= 52; id += 1) notices.add(notice(id));
  assert.equal(notices.all.length, 50);
  assert.equal(notices.all.at(-1)?.id, 3);
});
