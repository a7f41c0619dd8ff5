import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import * as wire from '../../webui/static/js/sync/wire.js';

const document = readFileSync(new URL('../../webui/wire/wire.md', import.meta.url), 'utf8');

/** The examples of wire.md by name. @param {string} name @returns {unknown[][]} */
function examples(name) {
  return [...document.matchAll(/```json ([^\n]+)\n([\s\S]*?)```/g)].filter(([, title]) => title === name)
    .map(([, , body]) => JSON.parse(String(body)));
}

test('every example of a frame is understood', () => {
  const [first, second] = examples('frame').map(([, ...parts]) => wire.readFrame(parts));
  assert.deepEqual(first, {
    seq: 907, since: 118, revision: 120, values: new Map([['slider1', 37.5]]), numbers: new Map([['number', [[82231, 4.117]]]]),
    taken: 42, kept: 41, holds: new Map([['slider1', 'd7'], ['slider2', null]]),
    refused: [{n: 42, control: 'slider9', reason: 'No such control'}, {n: null, control: 'slider2', reason: 'This computer took it'}],
  });
  assert.deepEqual(second, {seq: 908, since: 120, revision: 120, values: new Map(), numbers: new Map(), taken: null, kept: null, holds: new Map(), refused: []});
});

test('a pair is a value, and no other list is', () => {
  const [frame] = examples('frame of a pair').map(([, ...parts]) => wire.readFrame(parts));
  assert.deepEqual(frame?.values, new Map([['spot', [31.5, 70]]]));
  assert.deepEqual(wire.readValues({a: [1], b: [1, 2, 3], c: [1, '2'], d: [1, null], e: [], f: [1, 2]}), new Map([['f', [1, 2]]]));
});

test('the examples of welcome, show, devices, faults and time are understood', () => {
  const welcome = wire.readWelcome(examples('welcome')[0]?.[1]);
  assert.equal(welcome?.seen, 41);
  assert.equal(welcome?.kept, 40);
  assert.equal(welcome?.values.get('txt1'), 'Places, act two');
  assert.deepEqual(welcome?.holds, new Map([['slider1', 'd7']]));
  assert.deepEqual(welcome?.feeds.get('number')?.[1], [80234.5, null]);
  assert.equal(wire.readState(examples('show')[0]?.[1])?.revision, 121);
  assert.equal(wire.readDevices(examples('devices')[0]?.[1])?.[0]?.screens, 2);
  assert.equal(wire.readDevices(examples('devices for operators')[0]?.[1])?.[0]?.browser, 'Chrome on Linux');
  assert.deepEqual(wire.readLink((examples('link')[0] ?? []).slice(1)), {trip: 3.1, jitter: 0.4});
  assert.deepEqual(wire.readLinks(examples('links')[0]?.[1])?.get('programs'), {trip: null, jitter: null, age: 61_240});
  assert.equal(wire.readFaults(examples('faults')[0]?.[1])?.size, 1);
  assert.deepEqual(wire.readTime(examples('time-answer')[0]?.slice(1) ?? []), {asked: 5120.4, time: 82300.7});
});

test('messages to everyone are understood; what is none is left out', () => {
  const [message] = examples('message').map(([, body]) => wire.readMessage(body));
  assert.deepEqual(message, {id: 7, text: 'Stand by LX 12', from: 'This computer', at: 80911, urgent: false, waits: true});
  const [operators] = examples('message for operators').map(([, body]) => wire.readMessage(body));
  assert.deepEqual([operators?.seen, operators?.unseen], [['Mia'], ['Stage left iPad']]);
  const welcome = /** @type {Record<string, unknown>} */ (examples('welcome')[0]?.[1]);
  assert.deepEqual(wire.readWelcome({...welcome, messages: [null, 7, message, {id: 8}]})?.messages, [message]);
  assert.deepEqual(wire.readWelcome({...welcome, messages: 'x'})?.messages, []);
  assert.deepEqual(wire.readReach(examples('reached')[0]?.[2]), {seen: ['Mia', 'Stage left iPad'], unseen: []});
  assert.deepEqual(wire.readReach({seen: 'Mia'}), {});
  for (const wrong of [{...message, id: -1}, {...message, text: 5}, {...message, at: null}, {...message, from: null}]) assert.equal(wire.readMessage(wrong), null);
});

test('links that are none are left out', () => {
  assert.equal(wire.readLink([]), null);
  assert.equal(wire.readLink([1]), null);
  assert.equal(wire.readLink([NaN, 1]), null);
  assert.deepEqual(wire.readLink([null, null]), {trip: null, jitter: null});
  assert.equal(wire.readLinks([]), null);
  assert.deepEqual([...wire.readLinks({a: 5, b: [1, 2], c: [1, '2', 3], d: [1, null, 3]})?.keys() ?? []], ['d']);
});

test('operations are written as in the examples', () => {
  const [first, second, third] = examples('op');
  assert.deepEqual(['op', ...wire.writeOperation({
    n: 42, moves: new Map(Object.entries({slider1: 37.5, txt1: 'Places'})), acts: [['press', 'thunder', 81300.2], ['release', 'thunder']], holds: new Map(),
  })], first);
  assert.deepEqual(['op', ...wire.writeOperation({n: 43, moves: new Map([['slider1', 38]]), acts: [], holds: new Map()})], second);
  assert.deepEqual(['op', ...wire.writeOperation({
    n: 44, moves: new Map([['slider1', 38.5]]), acts: [], holds: new Map([['slider1', true], ['slider2', false]]),
  })], third);
});

test('what is not of the wire\u2019s form is nothing', () => {
  for (const parts of [[], ['1', 2, 3], [1, 2], [1, -2, 3], [1, 2, 3, []], [1, 2, 3, {}, 7], [1.5, 2, 3]]) {
    assert.equal(wire.readFrame(parts), null, JSON.stringify(parts));
  }
  for (const data of [null, [], 'welcome', {}, {show: {}, revision: 1, values: {}}]) {
    assert.equal(wire.readWelcome(data), null);
    assert.equal(wire.readState(data), null);
  }
  assert.equal(wire.readTime([1]), null);
  assert.equal(wire.readDevices({}), null);
  assert.equal(wire.readFaults(null), null);
});

test('values that can\u2019t be values and points that can\u2019t be points are left out', () => {
  const frame = wire.readFrame([1, 2, 3, {a: 1, b: null, c: {}, d: 'x', e: [1]}, {n: [[1, 2], [3], 'x', [4, null], ['5', 6]]}]);
  assert.deepEqual(frame?.values, new Map(Object.entries({a: 1, d: 'x'})));
  assert.deepEqual(frame?.numbers.get('n'), [[1, 2], [4, null]]);
});

test('holds that can\u2019t be holds are left out, and none are none', () => {
  assert.deepEqual(wire.readFrame([1, 2, 3, {}, {}, {holds: {a: 'd1', b: null, c: 5, d: {}}}])?.holds, new Map([['a', 'd1'], ['b', null]]));
  assert.deepEqual(wire.readFrame([1, 2, 3, {}, {}, {holds: ['a']}])?.holds, new Map());
  assert.deepEqual(wire.readAllHolds({a: 'd1', b: null}), new Map([['a', 'd1']]));
});

test('an id like __proto__ is an id like any other', () => {
  const values = wire.readValues(JSON.parse('{"__proto__": 3, "constructor": 4}'));
  assert.deepEqual([...(values ?? [])], [['__proto__', 3], ['constructor', 4]]);
  const [, moves] = wire.writeOperation({n: 1, moves: new Map([['__proto__', 3]]), acts: [], holds: new Map()});
  assert.equal(JSON.stringify(moves), '{"__proto__":3}');
});

test('sessions are random and of the form that the server takes', () => {
  const sessions = new Set(Array.from({length: 50}, wire.newSession));
  assert.equal(sessions.size, 50);
  for (const session of sessions) assert.match(session, /^[A-Za-z0-9_-]{8,64}$/);
});
