import { describe, expect, it } from 'vitest';
import { columns, type Entity, LAYOUT, resolve, touch } from '../../../src/ecs';
import { LayoutStyle, numberFormat, UNIT_PX } from '../../../src/ecs/stores';
import { tableGrid, virtualTable } from '../../../src/table';
import { createHeadlessApp } from '../../../src/testing/headless-app';
import { box, internText, setNumber, setTextId, text } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';
import { importsSettled } from '../../imports';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 1_000;
/** Bytes a frame that count as nothing. */
const NOTHING = 16;
const TIMEOUT_MS = 120_000;

describe('a steady scroll of a table', () => {
  it.each([[37.7, 12.3]])(
    'allocates nothing at %d px across and %d px along a frame',
    async (x, y) => {
      expect(await slopeOf(x, y)).toBeLessThanOrEqual(NOTHING);
    },
    TIMEOUT_MS,
  );

  // Its code is compiled late, after half a minute of frames.
  it.runIf(process.env.RAFTER_LONG)(
    'allocates nothing where its rows are as high as their highest cell in sight',
    async () => {
      expect(await slopeOf(37.7, 12.3, true)).toBeLessThanOrEqual(NOTHING);
    },
    TIMEOUT_MS,
  );
});

async function slopeOf(x: number, y: number, measureRows = false): Promise<number> {
  // A frame takes more where cells are measured: there are fewer.
  const size = measureRows ? { width: 150, height: 110 } : { width: 420, height: 260 };
  const app = createHeadlessApp(size);
  const { world } = app;
  const plain = numberFormat({ group: ',' });
  const ids = ['EWR', 'JFK', 'LGA', 'SFO'].map((name) => internText(world, name));
  const table = virtualTable(world, {
    parent: box(world, size),
    width: '100%',
    height: '100%',
    rowCount: 10_000_000,
    rowHeight: 28,
    frozenRows: 1,
    measureRows,
    columns: tableGrid({
      count: 4_000_000,
      frozen: 1,
      width: 90,
      ...(measureRows && {
        template: (cell: Entity) => [text(world, { parent: cell, height: 30 })],
      }),
      bind(_, [label], row, column) {
        if (measureRows) {
          const style = columns(world, LayoutStyle);
          style.heightUnit[resolve(world, label!)] = UNIT_PX;
          style.height[resolve(world, label!)] = 20 + ((row * 37 + column * 11) & 31);
          touch(world, label!, LAYOUT);
        }
        if (column % 3 === 0) setTextId(world, label!, ids[(row >> 2) & 3]!);
        else setNumber(world, label!, row * 7 + column, plain);
      },
      bindHeader: (_, label, column) => setNumber(world, label, column, plain),
    }),
  });
  app.frames(3);
  const by = { x, y };
  table.scrollBy(by);
  app.frames(1);
  await importsSettled();
  app.frames(1);
  const slope = heapSlope((frame) => {
    table.scrollBy(by);
    // Whole milliseconds: a fraction handed to `step` would be an object of the test's own.
    app.step(1000 + frame * 16);
  }, FRAMES);
  expect(table.cellsBound).toBeGreaterThan(FRAMES / 4);
  app.dispose();
  return slope;
}
