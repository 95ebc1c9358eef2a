import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { arraySource, MOST_COPIED, type RowSelectionOptions, selectRows } from '../../../src/data';
import {
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_UP,
  KEY_DOWN,
  KEY_END,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_OTHER,
  KEY_PAGE_DOWN,
  KEY_SPACE,
  KEY_UP,
  MODIFIER_CONTROL,
  MODIFIER_SHIFT,
} from '../../../src/ecs/stores';
import { createListApp, type ListApp } from '../systems/virtualization/list-app';

let stage: ListApp;

afterEach(() => stage.app.dispose());

describe('rows of a list', () => {
  it('are selected by clicks, and bound again where that shows', () => {
    const selection = open();
    click(3);
    expect(rowsOf(selection)).toEqual([3]);
    expect(selection.active).toBe(3);
    stage.bound.length = 0;
    click(6, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([3, 4, 5, 6]);
    expect([...stage.bound].sort()).toEqual([3, 4, 5, 6]);
    click(4, MODIFIER_CONTROL);
    expect(rowsOf(selection)).toEqual([3, 5, 6]);
    stage.bound.length = 0;
    click(8, MODIFIER_CONTROL);
    expect(rowsOf(selection)).toEqual([3, 5, 6, 8]);
    expect([...stage.bound].sort()).toEqual([4, 8]);
    click(1, MODIFIER_CONTROL | MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    click(0);
    expect(rowsOf(selection)).toEqual([0]);
  });

  it('are selected by keys, and brought into sight', () => {
    const selection = open();
    click(0);
    press(KEY_DOWN);
    expect(rowsOf(selection)).toEqual([1]);
    press(KEY_DOWN, MODIFIER_SHIFT);
    press(KEY_DOWN, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([1, 2, 3]);
    press(KEY_UP, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([1, 2]);
    press(KEY_END);
    expect(rowsOf(selection)).toEqual([999]);
    expect(stage.list.lastVisible).toBe(999);
    press(KEY_HOME);
    expect(stage.list.firstVisible).toBe(0);
    press(KEY_PAGE_DOWN);
    expect(rowsOf(selection)).toEqual([9]);
    press(KEY_DOWN);
    expect(rowsOf(selection)).toEqual([10]);
    expect(stage.list.lastVisible).toBeGreaterThanOrEqual(10);
    press(KEY_SPACE);
    expect(selection.count).toBe(0);
    press(KEY_OTHER, MODIFIER_CONTROL, 'a');
    expect(selection.count).toBe(1000);
    press(KEY_ESCAPE);
    expect(selection.count).toBe(0);
    selection.dispose();
    press(KEY_DOWN);
    expect(selection.count).toBe(0);
  });

  it('are one at a time where that was asked for', () => {
    const selection = open({ mode: 'single' });
    click(3);
    click(6, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([6]);
    click(7, MODIFIER_CONTROL);
    expect(rowsOf(selection)).toEqual([7]);
    press(KEY_OTHER, MODIFIER_CONTROL, 'a');
    expect(rowsOf(selection)).toEqual([7]);
    click(7, MODIFIER_CONTROL);
    expect(rowsOf(selection)).toEqual([]);
  });

  it('stay, as those that are held do, through a replacement of thousands of edits', () => {
    const source = arraySource(Array.from({ length: 6000 }, (_, i) => ({ i })));
    stage = createListApp({ source });
    const { app, list } = stage;
    app.frames(2);
    const selection = selectRows(app.world, list);
    list.hold(4);
    const held = stage.rowOf(4);
    for (let i = 0; i < 6000; i += 500) selection.toggle(i + 1);
    list.scrollToIndex(3000);
    app.frames(3);
    const items = rowsOf(selection).map((row) => source.items[row]!);
    stage.bound.length = 0;
    source.replace(source.items.filter(({ i }) => i % 2 === 1 || i === 4));
    app.frames(3);
    expect(rowsOf(selection).map((row) => source.items[row])).toEqual(items);
    expect(list.indexOf(held)).toBe(source.items.findIndex(({ i }) => i === 4));
    expect(stage.state.scrollTop).toBe(1501 * 40);
  });

  it('stay selected while others come and go, as a set of the rows themselves does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(40), fc.nat(6)), { maxLength: 25 }),
        (steps) => {
          const source = arraySource(Array.from({ length: 40 }, (_, i) => ({ i })));
          stage = createListApp({ source });
          const selection = selectRows(stage.app.world, stage.list);
          let naive = new Set<object>();
          for (const [kind, at, count] of steps) {
            const index = Math.min(at, source.count - 1);
            if (kind === 0)
              source.splice(index + 1, 0, ...Array.from({ length: count }, (_, i) => ({ i })));
            else if (kind === 1)
              source.splice(index + 1, Math.min(count, source.count - index - 1));
            else if (kind === 2 && index >= 0) {
              selection.toggle(index);
              const item = source.items[index]!;
              if (!naive.delete(item)) naive.add(item);
            } else if (index >= 0) {
              selection.select(index);
              naive = new Set([source.items[index]!]);
            }
            naive = new Set(source.items.filter((item) => naive.has(item)));
            expect(rowsOf(selection).map((row) => source.items[row])).toEqual(
              source.items.filter((item) => naive.has(item)),
            );
          }
          stage.app.dispose();
        },
      ),
      { numRuns: process.env.RAFTER_LONG ? 2000 : 20 },
    );
  });

  it('go on from the active row, and from where a range began, wherever those are now', () => {
    const selection = open();
    click(4);
    press(KEY_DOWN, MODIFIER_SHIFT);
    stage.list.insertRows(0, 2);
    expect(selection.active).toBe(7);
    press(KEY_DOWN, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([6, 7, 8]);
    stage.list.removeRows(0, 3);
    expect(selection.active).toBe(5);
    press(KEY_DOWN, MODIFIER_SHIFT);
    expect(rowsOf(selection)).toEqual([3, 4, 5, 6]);
  });

  it('are told of when those selected are taken out', () => {
    let changes = 0;
    const selection = open({ onChange: () => changes++ });
    selection.select(5);
    stage.list.removeRows(5, 1);
    expect(selection.count).toBe(0);
    expect(selection.active).toBe(-1);
    expect(changes).toBe(2);
    selection.select(7);
    stage.list.setCount(3);
    expect(selection.count).toBe(0);
    expect(() => selection.select(3)).toThrow('select(3): give the index of one of 3 rows');
    expect(() => selectRows(stage.app.world, { entity: 1 } as never)).toThrow('no such list');
    expect(() => open({ mode: 'some' as never })).toThrow("mode is 'some'");
  });
});

describe('selected rows', () => {
  it('are copied as lines, and cells divided by tabs, in slices', async () => {
    const selection = open({
      columns: [(index) => `${index}`, (index) => (index === 2 ? 'a "b"\tc' : 'x')],
      withScheduler: true,
    });
    // Keys go to what has the focus.
    click(1);
    selection.extendTo(2);
    press(KEY_OTHER, MODIFIER_CONTROL, 'c');
    stage.app.frames(2);
    expect(stage.app.clipboard.text).toBe('1\tx\n2\t"a ""b""\tc"');
    selection.selectAll();
    const copied = selection.copy();
    stage.app.frames(6);
    expect(await copied).toBe(1000);
    expect(stage.app.clipboard.text.split('\n').length).toBe(1000);
    selection.clear();
    const none = selection.copy();
    stage.app.frames(2);
    expect(await none).toBe(0);
  });

  it('are not copied where they are too many or not there', async () => {
    const long = 'x'.repeat(MOST_COPIED / 2);
    const errors: unknown[] = [];
    const selection = open({
      textOf: (index) => (index === 5 ? undefined : long),
      withScheduler: true,
      onError: (error) => errors.push(error),
    });
    click(0);
    selection.extendTo(2);
    press(KEY_OTHER, MODIFIER_CONTROL, 'c');
    stage.app.frames(2);
    await Promise.resolve();
    await Promise.resolve();
    expect(String(errors[0])).toContain('of which 1 rows fit');
    selection.select(5);
    const copied = selection.copy();
    stage.app.frames(2);
    await expect(copied).rejects.toThrow('row 5 is not loaded');
    expect(stage.app.clipboard.text).toBe('');
  });
});

function open({ withScheduler, ...options }: RowSelectionOptions & { withScheduler?: true } = {}) {
  stage?.app.dispose();
  stage = createListApp();
  stage.app.frames(2);
  if (withScheduler) options.scheduler = stage.app.scheduler;
  return selectRows(stage.app.world, stage.list, options);
}

function rowsOf(selection: ReturnType<typeof selectRows>): number[] {
  const rows: number[] = [];
  for (let i = selection.next(0); i >= 0; i = selection.next(i + 1)) rows.push(i);
  expect(rows.length).toBe(selection.count);
  for (const row of rows) expect(selection.has(row)).toBe(true);
  return rows;
}

function click(index: number, modifiers = 0): void {
  const y = index * 40 + 20 - stage.list.scrollTop;
  const { input, clock } = stage.app;
  input.pointer(INPUT_POINTER_DOWN, 1, 50, y, 0, modifiers, clock.now());
  input.pointer(INPUT_POINTER_UP, 1, 50, y, 0, modifiers, clock.now());
  stage.app.frames(2);
}

function press(code: number, modifiers = 0, key = ''): void {
  stage.app.input.key(INPUT_KEY_DOWN, code, modifiers, stage.app.clock.now(), key);
  stage.app.frames(2);
}
