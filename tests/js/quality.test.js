import assert from 'node:assert/strict';
import {test} from 'node:test';
import {FAIR, GOOD, LATE, LOST, grade, inWords, state} from '../../webui/static/js/sync/link_quality.js';

test('bars go by the round trip and twice its jitter', () => {
  assert.equal(grade({trip: null, jitter: null}), 0);
  assert.equal(grade({trip: 0.2, jitter: null}), 3);
  assert.equal(grade({trip: GOOD - 0.1, jitter: 0}), 3);
  assert.equal(grade({trip: GOOD, jitter: 0}), 2);
  assert.equal(grade({trip: GOOD - 20, jitter: 10}), 2);
  assert.equal(grade({trip: FAIR - 0.1, jitter: 0}), 2);
  assert.equal(grade({trip: FAIR, jitter: 0}), 1);
  assert.equal(grade({trip: 10, jitter: 500}), 1);
});

test('the bars in words', () => {
  assert.equal(inWords({trip: null, jitter: null}), '');
  assert.equal(inWords({trip: 3.1, jitter: 0.4}), 'link good, 3 milliseconds');
  assert.equal(inWords({trip: 0.2, jitter: 0}), 'link good, under a millisecond');
  assert.equal(inWords({trip: 80, jitter: 0}), 'link fair, 80 milliseconds');
  assert.equal(inWords({trip: 900, jitter: 0}), 'link poor, 900 milliseconds');
});

test('a page that is silent is late and then lost; a program may be silent', () => {
  assert.equal(state({trip: 3, jitter: 0, age: LATE - 1}), 'connected');
  assert.equal(state({trip: 3, jitter: 0, age: LATE}), 'late');
  assert.equal(state({trip: 3, jitter: 0, age: LOST}), 'lost');
  assert.equal(state({trip: null, jitter: null, age: 1e9}), 'connected');
});
