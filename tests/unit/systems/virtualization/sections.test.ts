import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, resolve, resource } from '../../../../src/ecs';
import {
  LayerTable,
  type ListState,
  moveSections,
  STATE_HOVERED,
  State,
  sectionOf,
  startOfSection,
} from '../../../../src/ecs/stores';
import { takeMove } from '../../../../src/row-moves';
import { createSizeIndex } from '../../../../src/structures';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { on, type VirtualListOptions, virtualList } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { same } from '../../../same';
import { createListApp, type Parts } from './list-app';

const SECTIONS = [0, 20, 40, 60, 80];

/** A list of 1,000 rows of 40 px with headers, all that it loads loaded, and the rows pressed. */
async function createSectioned(options: Partial<VirtualListOptions<Parts>> = {}) {
  const activated: number[] = [];
  const indexOf = new Map<number, number>();
  const made = createListApp({
    sections: SECTIONS,
    template: (row) => {
      const own = resolve(made.app.world, row);
      on(made.app.world, row, 'activate', () => activated.push(indexOf.get(own)!));
      return [own];
    },
    bind: (_, [row], index) => {
      indexOf.set(row!, index);
    },
    ...options,
  });
  made.app.frames(2);
  if (!options.stickToEnd) made.list.scrollToIndex(0, 'start', 'smooth');
  made.app.frames(1);
  await importsSettled();
  made.app.frames(3);
  return { ...made, activated };
}

describe('the header of a section', () => {
  it('stays at the top until the next one pushes it away', async () => {
    const { app, list, shown } = await createSectioned();
    expect(shown().get(0)).toBe(0);
    const ys: number[] = [];
    for (const top of [10, 300, 19 * 40, 19 * 40 + 10, 20 * 40 - 1, 20 * 40, 20 * 40 + 50]) {
      list.scrollTo(top);
      app.frames(1);
      ys.push(shown().get(top < 800 ? 0 : 20)!);
    }
    expect(ys).toEqual([0, 0, 0, -10, -39, 0, 0]);
    app.dispose();
  });

  it('is there after a jump into its midst, without the rows between', async () => {
    const { app, list, shown, bound } = await createSectioned();
    bound.length = 0;
    list.scrollToIndex(75, 'start');
    app.frames(1);
    expect(shown().get(60)).toBe(0);
    expect(shown().get(75)).toBe(40);
    expect(bound).toContain(60);
    expect(bound).not.toContain(65);
    app.dispose();
  });

  it('is hit and hovered where it stands, over the rows', async () => {
    const { app, list, pointer, activated, rowOf } = await createSectioned();
    list.scrollTo(310);
    app.frames(1);
    pointer('down', 50, 20);
    pointer('up', 50, 20);
    app.frames(1);
    pointer('down', 50, 60);
    pointer('up', 50, 60);
    app.frames(1);
    expect(activated).toEqual([0, 9]);
    pointer('move', 50, 20);
    app.frames(1);
    const isHovered = (index: number) =>
      (columns(app.world, State).bits[rowOf(index)]! & STATE_HOVERED) !== 0;
    expect(isHovered(0)).toBe(true);
    list.scrollTo(815);
    app.frames(1);
    expect([isHovered(20), isHovered(21)]).toEqual([true, false]);
    app.dispose();
  });

  it('lies under the scrollbar and under what is beside the list', async () => {
    const { app, list, pointer, state, activated } = await createSectioned();
    list.scrollToIndex(70);
    app.frames(1);
    const before = list.scrollTop;
    // On the track above the thumb: a page up, no press of the header.
    expect(state.thumbTop).toBeGreaterThan(15);
    pointer('down', 295, 5);
    pointer('up', 295, 5);
    app.frames(1);
    expect(activated).toEqual([]);
    // What is seen of the rows, less one: the header hides one more.
    expect(list.scrollTop).toBe(before - (400 - 40 - 40));
    app.dispose();
  });

  it('is not moved, nor is any other layer but of rows in sight, while it stays', async () => {
    const { app, list, shown, rowOf } = await createSectioned();
    list.scrollTo(300);
    app.frames(1);
    const table = resource(app.world, LayerTable);
    const layer = [...Array(table.count).keys()].find((id) => table.owner[id] === rowOf(0))!;
    const before = table.edits[layer];
    for (let i = 0; i < 5; i++) {
      list.scrollBy(3);
      app.frames(1);
    }
    expect(table.edits[layer]).toBe(before);
    list.scrollTo(19 * 40 + 5);
    app.frames(1);
    expect(shown().get(0)).toBe(-5);
    expect(table.edits[layer]).toBe(before! + 1);
    app.dispose();
  });

  it('goes with the rows that are drawn from the edge', async () => {
    const { app, state, shown, pointer } = await createSectioned();
    pointer('down', 100, 100);
    app.frames(1);
    pointer('move', 100, 250);
    app.frames(1);
    expect(state.stretch).toBeGreaterThan(10);
    expect(shown().get(0)).toBe(state.stretch);
    app.dispose();
  });

  it('stays in a list that sticks to its end', async () => {
    const { app, list, shown } = await createSectioned({ stickToEnd: true, count: 95 });
    expect([list.atEnd, shown().get(80)]).toEqual([true, 0]);
    list.insertRows(95, 3);
    app.frames(2);
    expect([list.atEnd, list.lastVisible, shown().get(80)]).toEqual([true, 97, 0]);
    app.dispose();
  });

  it('leaves room for rows that the list comes to rest at, and glides to', async () => {
    const { app, list, shown } = await createSectioned({ snap: 'start' });
    list.scrollToIndex(10, 'start', 'smooth');
    app.frames(3);
    await importsSettled();
    app.frames(80);
    expect(shown().get(10)).toBe(40);
    list.scrollBy(15);
    app.frames(80);
    expect(shown().get(10)).toBe(40);
    list.scrollBy(25);
    app.frames(80);
    expect(shown().get(11)).toBe(40);
    app.dispose();
  });

  it('is another where sections begin elsewhere', async () => {
    const { app, list, shown, bound } = await createSectioned();
    list.scrollTo(1000);
    app.frames(1);
    expect(shown().get(20)).toBe(0);
    list.insertRows(0, 5);
    list.setSections([3, 22]);
    list.insertRows(22, 1);
    app.frames(2);
    expect(shown().get(23)).toBe(0);
    expect(bound.at(-1)).toBeDefined();
    list.setSections([]);
    app.frames(1);
    expect([...shown().keys()].sort((a, b) => a - b)[0]).toBeGreaterThan(25);
    app.dispose();
  });

  it('comes back while its code is on its way: a row that is brought in waits for it', () => {
    const { app, list, state } = createListApp({ sections: SECTIONS });
    list.scrollToIndex(30);
    app.frames(10);
    expect([state.targetIndex, list.scrollTop]).toEqual([-1, 30 * 40]);
    app.dispose();
  });
});

describe('sections', () => {
  it('are where a naive list has them, after any edits', () => {
    const edit = fc.tuple(fc.nat(60), fc.integer({ min: -12, max: 12 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(60), { maxLength: 20 }),
        fc.array(edit, { maxLength: 20 }),
        (rows, edits) => {
          let naive = rows.sort((a, b) => a - b);
          const list = sectioned(naive);
          for (const [index, change] of edits) {
            moveSections(list, index, change);
            naive = naive
              .filter((start) => start < index || start >= index - change)
              .map((start) => (start < index ? start : start + change));
            expect(naive.map((_, i) => startOfSection(list, i))).toEqual(naive);
            same(list.sectionCount, naive.length);
            for (let row = 0; row < 80; row += 3)
              same(sectionOf(list, row), naive.filter((start) => start <= row).length - 1);
          }
        },
      ),
      { numRuns: process.env.RAFTER_LONG ? 10_000 : 200 },
    );
  });

  it('are where a naive list has them after moves and arrangements too', () => {
    const step = fc.record({
      from: fc.nat(40),
      count: fc.nat(30),
      to: fc.nat(60),
      change: fc.nat(3),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(79), { maxLength: 30 }),
        fc.array(step, { maxLength: 8 }),
        fc.boolean(),
        (rows, steps, isAll) => {
          let naive = rows.sort((a, b) => a - b);
          let headers = Array.from({ length: 80 }, (_, row) => naive.includes(row));
          const list = sectioned(naive);
          for (const { from, count, to, change } of steps) {
            moveSections(list, to, change);
            headers.splice(to, 0, ...new Array<boolean>(change).fill(false));
            const order = headers.map((_, row) => row);
            order.splice(Math.min(to, order.length - count), 0, ...order.splice(from, count));
            const after = new Int32Array(order.length);
            order.forEach((row, place) => {
              after[row] = place;
            });
            const moved = new Uint8Array(order.length);
            const edits = isAll
              ? [-1, 0, -1]
              : [from, count, order.indexOf(from + (count ? 0 : -1))];
            if (!isAll && count === 0) continue;
            Object.assign(list, {
              edits: Int32Array.from(edits),
              arrangements: [{ after, moved, count: order.length }],
            });
            takeMove(
              list,
              createSizeIndex({ count: order.length, size: 20 }),
              { index: 0, y: 0 },
              0,
              20,
            );
            headers = order.map((row) => headers[row]!);
            naive = headers.flatMap((isHeader, row) => (isHeader ? [row] : []));
            expect(naive.map((_, i) => startOfSection(list, i))).toEqual(naive);
            same(list.sectionCount, naive.length);
          }
        },
      ),
      { numRuns: process.env.RAFTER_LONG ? 10_000 : 200 },
    );
  });

  it('take a few steps for an edit near the last one, however many there are', () => {
    const list = sectioned(Int32Array.from({ length: 50_000 }, (_, i) => i * 10));
    moveSections(list, 250_000, 1);
    let steps = 0;
    list.sections = new Proxy(list.sections!, {
      get(target, key) {
        steps++;
        return Reflect.get(target, key);
      },
    });
    for (let i = 0; i < 100; i++) moveSections(list, 250_000 + i * 7, 3);
    expect(steps).toBeLessThan(100 * 40);
  });

  it.each([
    [{}, 'sections is [object Object]; give an array of rows'],
    [[3, 3], 'sections[1] is 3 after 3; give rows at which sections begin, ascending'],
    [[-1], 'sections[0] is -1 after -1'],
    [[1.5], 'sections[0] is 1.5 after -1'],
    [new Float64Array([1, Number.NaN]), 'sections[1] is NaN after 1'],
  ])('are refused if they are %j', (sections, message) => {
    const app = createHeadlessApp({ width: 300, height: 400 });
    const make = (options: object) =>
      virtualList(app.world, {
        count: 1,
        estimatedSize: 20,
        template: () => [],
        bind: () => {},
        ...options,
      });
    expect(() => make({ sections })).toThrow(message);
    expect(() => make({ sections: [] }).setSections(sections as number[])).toThrow(message);
    expect(() => make({}).setSections([])).toThrow('the list has no sections; give it `sections`');
    app.dispose();
  });
});

function sectioned(starts: ArrayLike<number>): ListState {
  const sections = Int32Array.from(starts);
  return {
    sections,
    sectionCount: sections.length,
    shiftedFrom: 0,
    shiftedBy: 0,
    sectionEdits: 0,
  } as unknown as ListState;
}
