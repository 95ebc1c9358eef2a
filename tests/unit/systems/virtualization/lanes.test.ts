import { describe, expect, it } from 'vitest';
import { arraySource } from '../../../../src/data';
import { columns, despawn, type Row, resource } from '../../../../src/ecs';
import { Box, LayerOf, LayerTable } from '../../../../src/ecs/stores';
import { setStyle, type VirtualListOptions, virtualList } from '../../../../src/ui';
import { importsSettled } from '../../../imports';
import { createListApp, type ListApp, setHeight } from './list-app';

describe('a list with lanes', () => {
  it('has each row in the lane that is shortest, as wide as lanes are', async () => {
    const stage = await lanesApp({
      width: 312,
      alignSelf: 'flex-start',
      lanes: 3,
      gap: 12,
      heightOf: (index) => 30 + (index % 4) * 20,
    });
    expect(placesOf(stage).slice(0, 6)).toEqual([
      [0, 0, 0, 92],
      [1, 104, 0, 92],
      [2, 208, 0, 92],
      [3, 0, 42, 92],
      [4, 104, 62, 92],
      [5, 208, 82, 92],
    ]);
    stage.app.dispose();
  });

  it('makes as many lanes as there is room for, and others when it gets another width', async () => {
    const stage = await lanesApp({
      lanes: { minWidth: 100 },
      width: 237,
      gap: 10,
      flexGrow: 0,
      flexBasis: 'auto',
      height: 300,
    });
    const xs = () => new Set(placesOf(stage).map(([, x]) => x));
    expect(xs()).toEqual(new Set([0, 118]));
    expect(placesOf(stage)[0]).toEqual([0, 0, 0, 107]);
    stage.list.scrollToIndex(500);
    stage.app.frames(2);
    const before = placeOf(stage, 500);
    setStyle(stage.app.world, stage.list.entity, { width: 332 });
    stage.app.frames(2);
    expect(xs()).toEqual(new Set([0, 110, 220]));
    expect(placeOf(stage, 500)[2]).toBe(before[2]);
    setStyle(stage.app.world, stage.list.entity, { width: 72 });
    stage.app.frames(2);
    expect(xs()).toEqual(new Set([0]));
    expect(placeOf(stage, 500)).toEqual([500, 0, before[2], 60]);
    stage.app.dispose();
  });

  it('lies as it lay where it was seen before, however far it was meanwhile', async () => {
    const stage = await lanesApp({ lanes: 3, count: 1e6, heightOf: heights });
    stage.list.scrollToIndex(300_000);
    stage.app.frames(2);
    for (let i = 0; i < 20; i++) {
      stage.list.scrollBy(150);
      stage.app.frames(1);
    }
    const before = placesOf(stage);
    stage.list.scrollTo(0);
    stage.app.frames(2);
    stage.list.scrollToIndex(before[8]![0]);
    stage.app.frames(2);
    const moved = placeOf(stage, before[8]![0])[2] - before[8]![2];
    const after = new Map(placesOf(stage).map((place) => [place[0], place]));
    let same = 0;
    for (const [index, x, y] of before) {
      const place = after.get(index);
      if (!place) continue;
      expect(place[1], `lane of row ${index}`).toBe(x);
      expect(place[2] - moved, `place of row ${index}`).toBeCloseTo(y, 3);
      same++;
    }
    expect(same).toBeGreaterThan(12);
    stage.app.dispose();
  });

  it('leaves rows in their lanes when one of them becomes another height', async () => {
    const stage = await lanesApp({ lanes: 3, count: 1e4, heightOf: heights });
    const lanes = () => new Map(placesOf(stage).map(([index, x]) => [index, x]));
    const before = lanes();
    setHeight(stage.app, stage.rowOf(0), heights(0) + 250);
    stage.app.frames(2);
    for (const [index, x] of lanes())
      if (before.has(index)) expect(x, `row ${index}`).toBe(before.get(index));
    expect(lanes().size).toBeGreaterThan(10);
    stage.app.dispose();
  });

  it.each([
    [
      'one moves',
      (all: number[]) => [...all.slice(0, 10), ...all.slice(11, 1000), 10, ...all.slice(1000)],
      true,
    ],
    ['some go', (all: number[]) => all.filter((item) => item > 1000 || item % 20 > 0), true],
    ['very many go', (all: number[]) => all.filter((item) => item > 1000 || item % 2 > 0), false],
  ])('keeps rows in their lanes when of those above %s', async (_, change, keepsSeen) => {
    const all = Array.from({ length: 5000 }, (_, i) => i);
    const source = arraySource(all);
    const items = new Map<Row, number>();
    const stage = await lanesApp({
      lanes: 3,
      source,
      heightOf: (index) => heights(source.at(index)!),
      bind: (_, [row], index) => void items.set(row!, source.at(index)!),
    });
    const { app, list, errors } = stage;
    const table = resource(app.world, LayerTable);
    const places = () => {
      const { own } = columns(app.world, LayerOf);
      const found = new Map<number, [x: number, y: number]>();
      for (const [row, item] of items)
        if (table.hidden[own[row]!] === 0)
          found.set(item, [table.x[own[row]!]!, table.y[own[row]!]!]);
      return found;
    };
    const lanes = new Map<number, number>();
    list.scrollToIndex(2000);
    for (let i = 0; i < 12; i++) {
      app.frames(2);
      for (const [item, [x]] of places()) lanes.set(item, x);
      list.scrollBy(150);
    }
    app.frames(2);
    const before = places();
    source.replace(change(all));
    app.frames(2);
    const after = places();
    let still = 0;
    for (const [item, [x, y]] of keepsSeen ? before : []) {
      if (!after.has(item) || y < 0) continue;
      expect(after.get(item), `row of ${item}`).toEqual([x, expect.closeTo(y, 2)]);
      still++;
    }
    expect(still).toBeGreaterThan(keepsSeen ? 8 : -1);
    for (let i = 0; i < 12; i++) {
      const seen = [...places()].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
      seen.forEach(([item, [x, y]], at) => {
        if (keepsSeen && lanes.has(item)) expect(x, `lane of ${item}`).toBe(lanes.get(item));
        const [above, place] = seen[at - 1] ?? [0, [-1, 0]];
        if (place[0] === x) expect(y).toBeCloseTo(place[1] + heights(above), 1);
      });
      list.scrollBy(-150);
      app.frames(2);
    }
    expect(errors).toEqual([]);
    app.dispose();
  });

  it('learns what its rows take, and moves nothing that is seen for it', async () => {
    const heightOf = (index: number) => heights(index) + 60;
    const stage = await lanesApp({ lanes: 3, gap: 50, count: 1e5, heightOf });
    const { app, list, state } = stage;
    list.scrollToIndex(50_000);
    app.frames(2);
    await importsSettled();
    let changes = 0;
    for (let i = 0; i < 40; i++) {
      const { total } = state;
      const before = placesOf(stage);
      list.scrollBy(100);
      app.frames(1);
      const after = new Map(placesOf(stage).map((place) => [place[0], place]));
      for (const [index, x, y, width] of before)
        if (after.has(index) && y > 150)
          expect(after.get(index)).toEqual([index, x, expect.closeTo(y - 100, 1), width]);
      if (state.total / total > 1.2) changes++;
    }
    expect(changes).toBe(1);
    let sum = 0;
    for (let row = 0; row < 1e5; row++) sum += heightOf(row) + 50;
    expect(Math.abs(state.total / (sum / 3) - 1)).toBeLessThan(0.1);
    app.dispose();
  });

  it('moves nothing when rows are put in or taken out above', async () => {
    const stage = await lanesApp({ lanes: 3, count: 1e4, heightOf: heights });
    stage.list.scrollToIndex(5_000);
    stage.app.frames(2);
    const before = placesOf(stage).filter(([, , y]) => y >= 0);
    stage.list.insertRows(10, 7);
    stage.list.removeRows(4_000, 20);
    stage.app.frames(2);
    const table = resource(stage.app.world, LayerTable);
    const { own } = columns(stage.app.world, LayerOf);
    for (const [index, x, y] of before) {
      // Known by what it was bound to.
      const layer = own[stage.rowOf(index)]!;
      expect([table.x[layer], table.y[layer]], `row ${index}`).toEqual([x, expect.closeTo(y, 2)]);
    }
    expect(before.length).toBeGreaterThan(8);
    stage.app.dispose();
  });

  it('begins level at its top, wherever it was entered', async () => {
    const stage = await lanesApp({ lanes: 3, count: 1e6, heightOf: heights });
    stage.list.scrollToIndex(150);
    stage.app.frames(2);
    for (let i = 0; i < 100 && stage.list.scrollTop > 0; i++) {
      stage.list.scrollBy(-110);
      stage.app.frames(1);
      expect(stage.list.blank).toBe(0);
    }
    stage.app.frames(1);
    expect(stage.list.scrollTop).toBe(0);
    const tops = placesOf(stage).filter(([, , y]) => y === 0);
    expect(new Set(tops.map(([, x]) => x)).size).toBe(3);
    expect(placeOf(stage, 0)[2]).toBe(0);
    stage.app.dispose();
  });

  it('keeps its end in sight while rows come, if it is to', async () => {
    const stage = await lanesApp({ lanes: 3, count: 200, stickToEnd: true, heightOf: heights });
    stage.app.frames(1);
    expect(stage.list.atEnd).toBe(true);
    for (let i = 0; i < 20; i++) {
      stage.list.insertRows(stage.list.count, 1);
      stage.app.frames(2);
      expect(stage.list.atEnd).toBe(true);
      expect(placeOf(stage, stage.list.count - 1)).toBeDefined();
      const end = Math.max(...placesOf(stage).map(([index, , y]) => y + heights(index)));
      expect(end).toBeCloseTo(400, 1);
    }
    stage.app.dispose();
  });

  it('glides to a row', async () => {
    const stage = await lanesApp({ lanes: 2, count: 10_000, heightOf: heights });
    stage.list.scrollToIndex(5_000, 'center', 'smooth');
    stage.app.frames(1);
    await importsSettled();
    stage.app.frames(120);
    const [, , y] = placeOf(stage, 5_000);
    expect(y).toBeCloseTo((400 - heights(5_000)) / 2, 1);
    stage.app.dispose();
  });

  it('keeps a row that is held in its lane while it is out of sight', async () => {
    const stage = await lanesApp({ lanes: 2, count: 10_000, heightOf: heights });
    const row = stage.rowOf(1);
    stage.list.hold(1);
    stage.list.scrollBy(2_000);
    stage.app.frames(2);
    const table = resource(stage.app.world, LayerTable);
    const layer = columns(stage.app.world, LayerOf).own[row]!;
    expect(table.x[layer]).toBe(144);
    expect(table.y[layer]).toBeLessThan(-1_000);
    stage.app.dispose();
  });

  it('has placeholders in lanes too', async () => {
    const marks: number[] = [];
    let clock: ListApp['app']['clock'] | undefined;
    const stage = await lanesApp({
      lanes: 3,
      count: 10_000,
      placeholder: (row) => {
        marks.push(Number(row) & 0xfffff);
      },
      bind: () => clock?.advance(8),
    });
    ({ clock } = stage.app);
    stage.list.scrollBy(300);
    stage.app.frames(1);
    await importsSettled();
    stage.app.frames(1);
    stage.list.scrollTo(90_000);
    stage.app.frames(1);
    expect(stage.list.metrics.placeholderTime).toBeGreaterThan(0);
    const { width } = columns(stage.app.world, Box);
    const table = resource(stage.app.world, LayerTable);
    const { own } = columns(stage.app.world, LayerOf);
    const shown = marks.filter((row) => table.hidden[own[row as Row]!] === 0);
    expect(new Set(shown.map((row) => table.x[own[row as Row]!]))).toEqual(new Set([0, 96, 192]));
    for (const row of shown) expect(width[row as Row]).toBe(96);
    expect(stage.list.blank).toBe(0);
    stage.app.dispose();
  });

  it('tells of lanes, gaps and companions that it cannot have, and shows rows nevertheless', async () => {
    const { app, page, errors } = await lanesApp({ lanes: 1 });
    for (const options of [
      ...[0, -1, 1.5, Number.NaN, 65, '2', null, {}, { minWidth: -1 }].map((lanes) => ({ lanes })),
      { lanes: 2, gap: '10%' },
      { lanes: 2, snap: 'start' },
      { lanes: 2, sections: [0, 5] },
    ]) {
      const list = virtualList(app.world, {
        parent: page,
        height: 100,
        count: 10,
        estimatedSize: 10,
        fixedSize: true,
        template: () => [],
        bind() {},
        ...options,
      } as VirtualListOptions<[]>);
      app.frames(3);
      expect(errors.length, JSON.stringify(options)).toBe(1);
      expect(String(errors.pop()!.error)).toMatch(/lanes is .*gap .*give 1 to 64/);
      expect(list.firstVisible).toBe(0);
      despawn(app.world, list.entity);
    }
    app.dispose();
  });
});

type Place = readonly [index: number, x: number, y: number, width: number];

async function lanesApp(options: Parameters<typeof createListApp>[0]): Promise<ListApp> {
  const stage = createListApp(options);
  stage.app.frames(1);
  await importsSettled();
  stage.app.frames(2);
  expect(stage.errors).toEqual([]);
  return stage;
}

function heights(index: number): number {
  return 24 + ((Math.imul(index, 2_654_435_761) >>> 8) % 120);
}

/** Rows that are shown, by index. */
function placesOf(stage: ListApp): Place[] {
  const { world } = stage.app;
  const table = resource(world, LayerTable);
  const { own } = columns(world, LayerOf);
  const { width } = columns(world, Box);
  return [...stage.shown().keys()]
    .sort((one, other) => one - other)
    .map((index) => {
      const row = stage.rowOf(index);
      return [index, table.x[own[row]!]!, table.y[own[row]!]!, width[row]!];
    });
}

function placeOf(stage: ListApp, index: number): Place {
  const place = placesOf(stage).find(([own]) => own === index);
  if (!place) throw new Error(`row ${index} is not shown`);
  return place;
}
