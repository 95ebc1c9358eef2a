import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK } from '../../../src/ecs';
import { Box, gridStyles, LayoutStyle } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, defineStyle, setStyle, setStyles } from '../../../src/ui';

/** More than 16 bits count. */
const KINDS = process.env.RAFTER_LONG ? 100_000 : 70_000;
/** Values that may be held although nothing has them. */
const SOME = 300;

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp({ width: 400, height: 400, maxEntities: 100_000 });
});

afterEach(() => app.dispose());

describe('templates and places', () => {
  it(`of ${KINDS} kinds go through one row without being kept`, () => {
    const grid = box(app.world, { display: 'grid' });
    const item = box(app.world, { parent: grid });
    for (let i = 0; i < KINDS; i++) {
      setStyle(app.world, grid, { gridTemplateColumns: `${i / 1000}px 1fr` });
      setStyle(app.world, item, { gridColumn: `x${i}` });
    }
    const { grids, places } = gridStyles(app.world);
    expect(grids.length).toBeLessThan(SOME);
    expect(places.length).toBeLessThan(SOME);
    const last = grids[columns(app.world, LayoutStyle).grid[rowOf(grid)]!]!;
    expect([...last.columns.max]).toEqual([(KINDS - 1) / 1000, 1]);
  });

  it.runIf(process.env.RAFTER_LONG)('of 69,900 items are all told apart', () => {
    const grid = box(app.world, {
      display: 'grid',
      gridTemplateColumns: 'repeat(300, 1px)',
      gridTemplateRows: 'repeat(300, 1px)',
    });
    let last: Entity | undefined;
    for (let i = 0; i < 69_900; i++) {
      const place = { gridColumn: (i % 300) + 1, gridRow: Math.floor(i / 300) + 1 };
      last = box(app.world, { parent: grid, ...place });
    }
    expect(gridStyles(app.world).places.length).toBeGreaterThan(69_900);
    app.frames(1);
    const { x, y } = columns(app.world, Box);
    expect([x[rowOf(last!)], y[rowOf(last!)]]).toEqual([299, 232]);
  });

  it('are given back by elements that go, and start anew in their rows', () => {
    const elements = Array.from({ length: 1000 }, (_, i) =>
      box(app.world, { gridArea: `a${i}`, gridTemplateColumns: `${i}px` }),
    );
    const before = gridStyles(app.world).grids.length;
    for (let round = 0; round < 5; round++) {
      for (const element of elements) despawn(app.world, element);
      app.frames(1);
      for (let i = 0; i < elements.length; i++) {
        elements[i] = box(app.world);
        const { grid, gridPlace } = columns(app.world, LayoutStyle);
        expect(grid[rowOf(elements[i]!)]! + gridPlace[rowOf(elements[i]!)]!).toBe(0);
        const name = `b${round}-${i}`;
        setStyle(app.world, elements[i]!, { gridArea: name, gridTemplateColumns: `[${name}] 1px` });
      }
    }
    expect(gridStyles(app.world).grids.length).toBeLessThanOrEqual(before + SOME);
    expect(gridStyles(app.world).places.length).toBeLessThanOrEqual(before + SOME);
    const { grid, gridPlace } = columns(app.world, LayoutStyle);
    elements.forEach((element, i) => {
      const { columns: tracks } = gridStyles(app.world).grids[grid[rowOf(element)]!]!;
      expect([...tracks.names.keys()]).toEqual([`b4-${i}`]);
      const { rowEnd } = gridStyles(app.world).places[gridPlace[rowOf(element)]!]!;
      expect(rowEnd.name).toBe(`b4-${i}`);
    });
  });

  it('stay those of every element that has them while others change', () => {
    const style = { gridTemplateRows: '10px 20px', gridAutoFlow: 'column' } as const;
    const [kept, other] = [box(app.world, style), box(app.world, style)];
    for (let i = 0; i < 1000; i++) setStyle(app.world, other, { gridTemplateRows: `${i}px` });
    for (let i = 0; i < 1000; i++) despawn(app.world, box(app.world, { gridTemplateRows: '7px' }));
    const { grid } = columns(app.world, LayoutStyle);
    const { rows, byColumn } = gridStyles(app.world).grids[grid[rowOf(kept)]!]!;
    expect([...rows.max]).toEqual([10, 20]);
    expect(byColumn).toBe(true);
  });

  it('that come back are those again, and are forgotten like others after', () => {
    const [element, other] = [box(app.world), box(app.world)];
    const { grids } = gridStyles(app.world);
    for (let i = 0; i < SOME; i++) {
      for (const tracks of [`${i}px`, '1fr', `${i}px`]) {
        setStyle(app.world, element, { gridTemplateColumns: tracks });
      }
      for (let k = 0; k < 260; k++) {
        setStyle(app.world, other, { gridTemplateColumns: `${i}px ${k}px` });
      }
      const { grid } = columns(app.world, LayoutStyle);
      expect([...grids[grid[rowOf(element)]!]!.columns.max]).toEqual([i]);
    }
    expect(grids.length).toBeLessThan(SOME);
  });

  it('of classes that come and go are kept no longer', () => {
    const element = box(app.world);
    for (let i = 0; i < 2000; i++) {
      setStyles(app.world, element, [
        defineStyle({ gridTemplateColumns: `${i}px`, gridRow: `r${i}` }),
      ]);
    }
    const { grids, places } = gridStyles(app.world);
    expect(grids.length).toBeLessThan(2 * SOME);
    expect(places.length).toBeLessThan(2 * SOME);
  });
});

function rowOf(element: Entity): number {
  return element & ROW_MASK;
}
