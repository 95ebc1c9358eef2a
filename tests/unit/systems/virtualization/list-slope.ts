import { expect } from 'vitest';
import type { Entity } from '../../../../src/ecs';
import { numberFormat } from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import {
  box,
  internText,
  type RowType,
  rowType,
  setNumber,
  setTextId,
  type TypedListOptions,
  text,
  type VirtualListOptions,
  virtualList,
} from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';
import { importsSettled } from '../../../imports';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 1_500;
/** Bytes a frame that count as nothing. */
export const NOTHING = 16;
export const TIMEOUT_MS = 120_000;

/** Bytes that a frame of a steady scroll leaves behind, as `heapSlope` measures them. */
export async function slopeOf(
  pixels: number,
  fixedSize: boolean,
  foresees: boolean,
  options: Partial<TypedListOptions<'low' | 'high'>> = {},
): Promise<number> {
  const app = createHeadlessApp({ width: 800, height: 1200 });
  const { world } = app;
  const plain = numberFormat({ group: ',' });
  const ids = ['EWR', 'JFK', 'LGA', 'SFO'].map((name) => internText(world, name));
  function rowOf(height: number): RowType {
    return rowType({
      template: (row) => [
        text(world, { parent: row, width: 100, height }),
        text(world, { parent: row, width: 100 }),
      ],
      bind: (_, [from, delay], index) => {
        // Rows that take no time are not readied.
        if (foresees) app.clock.advance(1 / 16);
        setTextId(world, from!, ids[(index >> 2) & 3]!);
        setNumber(world, delay!, index * 7, plain);
      },
    });
  }
  const list = virtualList(world, {
    parent: box(world, { width: 800, height: 1200 }),
    width: '100%',
    count: 10_000_000,
    estimatedSize: 28,
    fixedSize,
    ...rowOf(28),
    ...(options.rowType && { types: { low: rowOf(28), high: rowOf(63) } }),
    ...options,
  } as VirtualListOptions<readonly Entity[]>);
  app.frames(3);
  if (foresees) {
    list.scrollBy(1);
    app.frames(1);
    await importsSettled();
    app.frames(1);
  }
  const slope = heapSlope((frame) => {
    list.scrollBy(pixels);
    // Whole milliseconds: a fraction handed to `step` would be an object of the test's own.
    app.step(1000 + frame * 16);
  }, FRAMES);
  expect(list.metrics.rowsBoundAhead > 0).toBe(foresees);
  app.dispose();
  return slope;
}
