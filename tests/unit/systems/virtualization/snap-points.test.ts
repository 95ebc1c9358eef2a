import { describe, expect, it } from 'vitest';
import { columns, type Entity, resolve, resource } from '../../../../src/ecs';
import { INPUT_KEY_DOWN, KEY_DOWN, KEY_UP, LayerOf, LayerTable } from '../../../../src/ecs/stores';
import type { VirtualListOptions } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, type ListApp, type Parts } from './list-app';

/** One row in five is 300 px high, the others 20 px. */
const heightOf = (index: number) => (index % 5 === 0 ? 300 : 20);

/** A list whose physics is loaded, of rows that differ a lot. */
async function createReady(
  options: Partial<VirtualListOptions<Parts>> & { heightOf?: (index: number) => number } = {},
  starts = true,
): Promise<ListApp> {
  const made = createListApp({ snap: 'start', heightOf, ...options });
  const { app, list } = made;
  if (starts) app.start();
  app.frames(2);
  list.scrollToIndex(0, 'start', 'smooth');
  app.frames(1);
  await importsSettled();
  app.frames(3);
  return made;
}

function rest({ app }: ListApp): void {
  for (let i = 0; i < 300 && (i < 3 || !app.asleep); i++) app.frames(1);
  expect(app.asleep).toBe(true);
}

describe('a list that snaps, with rows that are higher than an arrow key or a wheel goes', () => {
  it.each([
    [
      'an arrow key',
      (made: ListApp, way: number) =>
        made.app.input.key(INPUT_KEY_DOWN, way > 0 ? KEY_DOWN : KEY_UP, 0, 0),
    ],
    [
      'a notch of a wheel',
      ({ app }: ListApp, way: number) => app.input.wheel(100, 100, 0, way * 53, 0, app.clock.now()),
    ],
  ])('goes to the next row, there and back, by %s', async (_, move) => {
    const made = await createReady();
    const { app, list, pointer } = made;
    pointer('down', 100, 100);
    pointer('up', 100, 100);
    rest(made);
    const tops = [];
    for (const way of [1, -1, 1, 1]) {
      move(made, way);
      rest(made);
      tops.push(list.scrollTop);
    }
    expect(tops.slice(0, 3)).toEqual([300, 0, 300]);
    // By at least one row, to the start of one.
    expect([320, 340, 360]).toContain(tops[3]);
    app.dispose();
  });

  it('goes back where a finger let it go before half of a row', async () => {
    const made = await createReady();
    const { app, list, pointer } = made;
    pointer('down', 100, 200);
    app.frames(1);
    pointer('move', 100, 180);
    app.frames(1);
    pointer('move', 100, 120);
    app.frames(10);
    app.clock.advance(200);
    pointer('up', 100, 120);
    expect(list.scrollTop).toBeGreaterThan(40);
    rest(made);
    expect(list.scrollTop).toBe(0);
    app.dispose();
  });

  it('stays at its end', async () => {
    const made = await createReady({ count: 20 });
    const { app, list } = made;
    list.scrollToIndex(19, 'end');
    rest(made);
    const end = list.scrollTop;
    app.input.wheel(100, 100, 0, 53, 0, app.clock.now());
    rest(made);
    expect([list.scrollTop, list.atEnd]).toEqual([end, true]);
    app.dispose();
  });

  it('stays where its thumb is held still, and goes to a row once that is let go', async () => {
    const made = await createReady({ count: 100, heightOf: () => 40 });
    const { app, list, pointer } = made;
    pointer('down', 293, 5);
    app.frames(1);
    pointer('move', 293, 108);
    app.frames(1);
    const held = list.scrollTop;
    expect(held % 40).not.toBe(0);
    app.frames(60);
    expect(list.scrollTop).toBe(held);
    pointer('up', 293, 108);
    rest(made);
    expect(list.scrollTop % 40).toBe(0);
    expect(Math.abs(list.scrollTop - held)).toBeLessThan(40);
    app.dispose();
  });

  it.each([
    ['end', 1],
    ['center', 0.5],
  ] as const)(
    'has a row at its %s again when its viewport gets another height',
    async (snap, share) => {
      const made = await createReady({ snap, heightOf: () => 40 });
      const { app, list, state, shown } = made;
      list.scrollBy(1000);
      rest(made);
      for (const height of [390, 330, 405]) {
        app.resize(300, height);
        rest(made);
        expect(state.viewport).toBe(height);
        const offs = [...shown().values()].map((y) => Math.abs(y - (height - 40) * share));
        expect(Math.min(...offs)).toBeLessThan(0.6);
      }
      app.dispose();
    },
  );
});

describe('placeholders', () => {
  it('go with the rows that a finger draws from the edge', async () => {
    const standIns: Entity[] = [];
    let ms = 0;
    // A frame that is late would begin another in its midst where the loop runs.
    const made = await createReady(
      {
        snap: undefined as never,
        heightOf: () => 40,
        placeholder: (row) => void standIns.push(row),
        bind: () => {
          made?.app.clock.advance(ms);
        },
      },
      false,
    );
    const { app, list, state, pointer, shown } = made;
    app.frames(40);
    pointer('down', 100, 100);
    app.frames(1);
    pointer('move', 100, 150);
    app.frames(1);
    ms = 9;
    list.refresh();
    pointer('move', 100, 260);
    app.frames(1);
    const table = resource(app.world, LayerTable);
    const { own } = columns(app.world, LayerOf);
    const ys = standIns
      .map((entity) => own[resolve(app.world, entity)]!)
      .filter((layer) => table.hidden[layer] === 0)
      .map((layer) => table.y[layer]!);
    expect(state.stretch).toBeGreaterThan(20);
    expect(ys.length).toBeGreaterThan(3);
    for (const y of [...ys, ...shown().values()]) expect((y - state.stretch) % 40).toBe(0);
    app.dispose();
  });
});
