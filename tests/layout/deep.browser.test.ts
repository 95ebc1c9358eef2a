import { expect, it } from 'vitest';
import {
  columns,
  createWorld,
  type Frame,
  type Row,
  resolve,
  setResource,
  spawn,
} from '../../src/ecs';
import { Box, BoxKind, Viewport } from '../../src/ecs/stores';
import { createLayoutSystem } from '../../src/systems/layout';
import { boundless, LEVELS, limited } from './deep-kinds';
import { type StyleSpec, writeStyle } from './layout-tree';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
/** Two of each kind where time is short: all are laid out in Node, too. */
const some = <T>(all: readonly T[]): readonly T[] => (isLong ? all : all.slice(0, 2));

it.each(some(boundless))(
  '3,000 levels of %j in each other have room on the stack of a page',
  (style) => {
    expect(lastX(style, 3_000)).toBeCloseTo(30, 0);
  },
);

it.each(some(limited))(`${LEVELS} levels of %j have room on the stack of a page`, (style) => {
  expect(lastX(style, LEVELS)).toBeCloseTo(5, 0);
});

function lastX(style: StyleSpec, levels: number): number {
  const world = createWorld({ capacity: 64 });
  const view = { width: 800, height: 600, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  const system = createLayoutSystem({ world });
  let row: Row | undefined;
  for (let i = 0; i < levels; i++) {
    row = resolve(world, spawn(world, BoxKind, row));
    for (const [name, value] of Object.entries({ paddingLeft: 0.01, ...style })) {
      writeStyle(world, row, name, value);
    }
  }
  system.update({} as Frame);
  system.dispose();
  return columns(world, Box).x[row!]!;
}
