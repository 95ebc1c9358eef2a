import { describe, expect, it } from 'vitest';
import { columns, resolve } from '../../../../src/ecs';
import {
  INPUT_KEY_DOWN,
  INPUT_KEY_UP,
  KEY_ENTER,
  STATE_FOCUSED,
  State,
} from '../../../../src/ecs/stores';
import { button, on, setStyle } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp } from './list-app';

/** Rows of a button each, and which index was activated. */
function createButtons() {
  const activated: number[] = [];
  const at = new Map<number, number>();
  const made = createListApp({
    template: (row) => {
      const own = resolve(made.app.world, row);
      const press = button(made.app.world, { parent: row, label: 'Go' });
      on(made.app.world, press, 'activate', () => activated.push(at.get(own)!));
      return [own];
    },
    bind: (_, [row], index) => {
      at.set(row!, index);
    },
  });
  made.app.frames(2);
  return { ...made, activated };
}

describe('a row with the focus in it', () => {
  it('keeps its elements while it is out of sight, and the keys go to it', () => {
    const { app, list, pointer, bound, activated, rowOf, shown } = createButtons();
    pointer('down', 20, 90);
    pointer('up', 20, 90);
    app.frames(1);
    expect(activated).toEqual([2]);
    const row = rowOf(2);
    for (let i = 0; i < 20; i++) {
      list.scrollBy(900);
      app.frames(1);
    }
    expect(rowOf(2)).toBe(row);
    // Where it belongs, not in sight.
    expect(shown().get(2)).toBe(2 * 40 - 18_000);
    expect(list.blank).toBe(0);
    app.input.key(INPUT_KEY_DOWN, KEY_ENTER, 0, 0);
    app.input.key(INPUT_KEY_UP, KEY_ENTER, 0, 0);
    app.frames(1);
    expect(activated).toEqual([2, 2]);
    list.scrollTo(0);
    app.frames(2);
    expect(shown().get(2)).toBe(80);
    expect(bound.filter((index) => index === 2)).toHaveLength(1);
    const focused = [...columns(app.world, State).bits].filter((bits) => bits & STATE_FOCUSED);
    expect(focused).toHaveLength(1);
    app.dispose();
  });

  it('lets it go with the focus', () => {
    const { app, list, pointer, rowOf } = createButtons();
    pointer('down', 20, 90);
    pointer('up', 20, 90);
    app.frames(1);
    for (let i = 0; i < 5; i++) {
      list.scrollBy(900);
      app.frames(1);
    }
    pointer('down', 20, 90);
    pointer('up', 20, 90);
    for (let i = 0; i < 5; i++) {
      list.scrollBy(900);
      app.frames(1);
    }
    expect(() => rowOf(2)).toThrow('not bound');
    app.dispose();
  });
});

describe('a row that is held', () => {
  it('is not bound to another index until it is released', () => {
    const { app, list, rowOf, bound, shown } = createListApp();
    app.frames(2);
    for (let index = 0; index < 10; index++) list.hold(index);
    const rows = Array.from({ length: 10 }, (_, index) => rowOf(index));
    list.scrollToIndex(500);
    app.frames(2);
    expect(rows.map((_, index) => rowOf(index))).toEqual(rows);
    expect(list.blank).toBe(0);
    for (let index = 500; index < 510; index++) expect(shown().has(index)).toBe(true);
    for (let index = 0; index < 10; index++) list.release(index);
    list.scrollToIndex(700);
    app.frames(1);
    list.scrollToIndex(900);
    app.frames(1);
    expect([...shown().keys()].filter((index) => index < 500)).toEqual([]);
    list.scrollToIndex(0);
    app.frames(1);
    expect(bound.filter((index) => index === 3)).toHaveLength(2);
    app.dispose();
  });

  it('stays held as rows come and go before it, and no more once it is gone', () => {
    const { app, list, rowOf } = createListApp();
    app.frames(2);
    const row = rowOf(4);
    list.hold(4);
    list.insertRows(0, 3);
    app.frames(1);
    list.scrollToIndex(500);
    app.frames(2);
    // It was bound once, as the fourth.
    expect(rowOf(4)).toBe(row);
    list.removeRows(7, 1);
    app.frames(1);
    for (const index of [300, 700, 200, 800]) {
      list.scrollToIndex(index);
      app.frames(2);
    }
    expect(() => rowOf(4)).toThrow('not bound');
    app.dispose();
  });

  it('is bound again by refresh, in place, as all in sight are', () => {
    const { app, list, rowOf, bound } = createListApp();
    app.frames(2);
    list.hold(1);
    list.scrollToIndex(500);
    app.frames(2);
    const rows = [1, 500, 501, 505].map(rowOf);
    bound.length = 0;
    list.refresh();
    app.frames(1);
    expect([1, 500, 501, 505].map(rowOf)).toEqual(rows);
    expect(bound.sort((a, b) => a - b)).toEqual(expect.arrayContaining([1, 500, 501, 505]));
    expect(new Set(bound).size).toBe(bound.length);
    app.dispose();
  });

  it('stays held while the list is not shown', () => {
    const { app, list, page, rowOf } = createListApp();
    app.frames(2);
    const row = rowOf(3);
    list.hold(3);
    list.scrollToIndex(500);
    app.frames(2);
    setStyle(app.world, page, { display: 'none' });
    app.frames(2);
    setStyle(app.world, page, { display: 'flex' });
    app.frames(2);
    for (const index of [300, 700, 200, 800]) {
      list.scrollToIndex(index);
      app.frames(2);
    }
    expect(rowOf(3)).toBe(row);
    app.dispose();
  });

  it('keeps its elements where placeholders stand for rows, and rows are bound anew', async () => {
    const { app, list, rowOf } = createListApp({ placeholder: () => {} });
    app.frames(2);
    await importsSettled();
    app.frames(2);
    list.hold(1);
    const row = rowOf(1);
    list.refresh();
    app.frames(3);
    list.scrollToIndex(500);
    app.frames(30);
    list.refresh();
    app.frames(30);
    expect(rowOf(1)).toBe(row);
    app.dispose();
  });

  it('is held no more once there are fewer rows', () => {
    const { app, list, state } = createListApp();
    app.frames(2);
    list.hold(5);
    list.setCount(3);
    expect([...state.held.subarray(0, state.heldCount)].filter((index) => index >= 0)).toEqual([]);
    list.release(5);
    app.dispose();
  });

  it('is refused if there is none', () => {
    const { app, list } = createListApp({ count: 3 });
    expect(() => list.hold(3)).toThrow('hold(3): give the index of one of 3 rows');
    expect(() => list.release(-1)).toThrow('release(-1): give the index of a row');
    app.dispose();
  });
});
