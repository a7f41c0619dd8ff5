import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnsFor} from '../../webui/static/js/controls/segments.js';

test('options stand in the row or column that suits the cell', () => {
  assert.equal(columnsFor(3, 400, 60, 60), 3);
  assert.equal(columnsFor(3, 160, 300, 60), 1);
  assert.equal(columnsFor(6, 200, 150, 60), 2);
  assert.equal(columnsFor(4, 300, 140, 60), 2);
  assert.equal(columnsFor(1, 300, 140, 60), 1);
});

test('no option is narrower than it must be', () => {
  for (let count = 1; count <= 100; count += 1) {
    for (const width of [44, 60, 100, 250, 1000]) {
      const columns = columnsFor(count, width, 200, 52);
      assert.ok(columns >= 1 && columns <= count);
      assert.ok(columns === 1 || (width - 8 * (columns - 1)) / columns >= 52, `${count} in ${width}`);
    }
  }
});

test('where all rows would be too low there are as few as possible, and no column stays empty', () => {
  assert.equal(columnsFor(6, 200, 50, 60), 3);
  assert.equal(columnsFor(7, 264, 50, 60), 4);
  assert.equal(columnsFor(5, 264, 50, 60), 3);
});
