import { describe, expect, it } from 'vitest';
import { columnSource, pagedSource, selectRows, treeSource } from '../../../src/data';
import { numberFormat, type RowSource } from '../../../src/ecs/stores';
import { createHeadlessApp } from '../../../src/testing/headless-app';
import { box, setNumber, text, virtualList } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';
import { importsSettled } from '../../imports';

const isLong = process.env.RAFTER_LONG !== undefined && process.env.RAFTER_LONG !== '';
const FRAMES = isLong ? 20_000 : 1500;
/** Bytes a frame that count as nothing. */
const NOTHING = 16;
const ROWS = 1_000_000;

describe('a scroll through rows of a source', () => {
  const numbers = Int32Array.from({ length: ROWS }, (_, i) => i);

  it.skipIf(!isLong)('allocates nothing where they are columns, selected or not', async () => {
    const source = columnSource({ number: numbers });
    const { columns } = source;
    expect(await slopeOf(source, (index) => columns.number[index]!)).toBeLessThanOrEqual(NOTHING);
  });

  it('allocates nothing where they are pages that are there', async () => {
    const source = pagedSource<number>({ count: ROWS, pageSize: ROWS, load: () => numbers });
    expect(await slopeOf(source, (index) => source.at(index)!)).toBeLessThanOrEqual(NOTHING);
    source.dispose();
  });

  it.skipIf(!isLong)('allocates nothing where they are nodes of an open tree', async () => {
    const source = treeSource<number>({
      roots: Array.from({ length: 1000 }, (_, i) => i * 1000),
      children: (node) => Array.from({ length: 999 }, (_, i) => node + i + 1),
      hasChildren: (node) => node % 1000 === 0,
    });
    for (let i = 999; i >= 0; i--) source.open(i);
    const slope = await slopeOf(source, (index) => source.at(index)! + source.depthAt(index));
    expect(slope).toBeLessThanOrEqual(NOTHING);
    source.dispose();
  });
});

async function slopeOf(source: RowSource, numberAt: (index: number) => number): Promise<number> {
  const app = createHeadlessApp({ width: 800, height: 1200 });
  const { world } = app;
  const plain = numberFormat({ group: ',' });
  let selected = 0;
  const list = virtualList(world, {
    parent: box(world, { width: 800, height: 1200 }),
    width: '100%',
    source,
    estimatedSize: 28,
    fixedSize: true,
    template: (row) => [text(world, { parent: row, width: 100, height: 28 })],
    bind(_, [label], index) {
      if (selection.has(index)) selected++;
      setNumber(world, label!, numberAt(index), plain);
    },
  });
  const selection = selectRows(world, list);
  selection.select(100);
  selection.extendTo(ROWS / 2);
  app.frames(3);
  list.scrollBy(1);
  app.frames(1);
  await importsSettled();
  app.frames(1);
  const slope = heapSlope((frame) => {
    list.scrollBy(60);
    app.step(1000 + frame * 16);
  }, FRAMES);
  expect(selected).toBeGreaterThan(0);
  expect(list.blank).toBe(0);
  app.dispose();
  return slope;
}
