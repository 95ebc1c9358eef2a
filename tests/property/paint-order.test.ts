import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  resolve,
  resource,
  STACK,
  setResource,
  spawn,
  touch,
  treeOf,
} from '../../src/ecs';
import {
  BoxKind,
  createLayerTable,
  LayerTable,
  PaintOrders,
  paintOrderOf,
  STACK_AUTO,
  STACK_LEVEL,
  STATE_HIDDEN,
  Stacking,
  State,
  Viewport,
} from '../../src/ecs/stores';
import { createProjectionSystem } from '../../src/systems/projection';

const RUNS = process.env.RAFTER_LONG ? 50_000 : 300;

/** An element: its parent among those before it (modulo their number, the surface included), and how it is stacked. */
type Element = { parent: number; kind: number; level: number; hidden: boolean };

const element: fc.Arbitrary<Element> = fc.record({
  parent: fc.nat({ max: 40 }),
  kind: fc.oneof({ weight: 3, arbitrary: fc.constant(STACK_AUTO) }, fc.integer({ min: 1, max: 7 })),
  level: fc.integer({ min: -2, max: 2 }),
  hidden: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
});

describe('the order of painting', () => {
  it('is that of CSS, whatever is stacked, and made anew after any change', () => {
    fc.assert(
      fc.property(
        fc.array(element, { minLength: 1, maxLength: 30 }),
        fc.array(fc.tuple(fc.nat({ max: 29 }), element), { maxLength: 4 }),
        (elements, changes) => {
          const { world, rows } = build(elements);
          expect(shownOf(world)).toEqual(wantedOf(world));
          for (const [at, change] of changes) {
            write(world, rows[at % rows.length]!, change);
            expect(shownOf(world)).toEqual(wantedOf(world));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('has after each element what of its subtree comes at once, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 30 }), (elements) => {
        const { world } = build(elements);
        const { order, subtreeEnd, length } = paintOrderOf(world);
        const { parent } = treeOf(world);
        const isWithin = (row: number, outer: number): boolean =>
          row === outer || (row !== 0 && isWithin(parent[row]!, outer));
        for (let at = 0; at < length; at++) {
          const end = subtreeEnd[at]!;
          expect(end).toBeGreaterThan(at);
          expect(end).toBeLessThanOrEqual(length);
          for (let i = at; i < end; i++) expect(isWithin(order[i]!, order[at]!)).toBe(true);
          // Whatever of it lies further on was taken out by being stacked.
          for (let i = end; i < length; i++) {
            const row = order[i]!;
            if (isWithin(row, order[at]!))
              expect(stackedBetween(world, row, order[at]!)).toBe(true);
          }
        }
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it('is the tree’s own, not a copy, where nothing is stacked', () => {
    const { world } = build([{ parent: 0, kind: STACK_AUTO, level: 0, hidden: false }], false);
    expect(paintOrderOf(world)).toBe(treeOf(world));
  });
});

type World = ReturnType<typeof createWorld>;

function build(elements: readonly Element[], stacks = true) {
  const world = createWorld();
  setResource(world, LayerTable, createLayerTable());
  setResource(world, Viewport, {
    width: 100,
    height: 100,
    dpr: 1,
    glyphScale: 1,
    background: 0,
    version: 1,
  });
  createProjectionSystem({ world });
  if (stacks) resource(world, PaintOrders).use();
  const rows: number[] = [0];
  for (const each of elements) {
    const row = resolve(world, spawn(world, BoxKind, rows[each.parent % rows.length]! as never));
    rows.push(row);
    write(world, row, each);
  }
  rows.shift();
  return { world, rows };
}

function write(world: World, row: number, { kind, level, hidden }: Element): void {
  const stacking = columns(world, Stacking);
  stacking.kind[row] = kind;
  stacking.level[row] = kind === STACK_AUTO ? 0 : level;
  columns(world, State).bits[row] = hidden ? STATE_HIDDEN : 0;
  touch(world, row, STACK);
}

function isHidden(world: World, row: number): boolean {
  return (columns(world, State).bits[row]! & STATE_HIDDEN) !== 0;
}

/** Rows as they are painted, without what is in hidden elements. */
function shownOf(world: World): number[] {
  const { order, subtreeEnd, length } = paintOrderOf(world);
  const shown: number[] = [];
  const all = new Set<number>();
  for (let at = 0; at < length; at++) all.add(order[at]!);
  expect(all.size).toBe(length);
  expect(length).toBe(treeOf(world).length);
  for (let at = 0; at < length; ) {
    const row = order[at]!;
    if (isHidden(world, row)) at = subtreeEnd[at]!;
    else {
      shown.push(row);
      at++;
    }
  }
  return shown;
}

/** The same by recursion over the children of each element. */
function wantedOf(world: World): number[] {
  const { first, next } = treeOf(world);
  const { kind, level } = columns(world, Stacking);
  const childrenOf = (row: number): number[] => {
    const children: number[] = [];
    for (let child = first[row]!; child !== 0; child = next[child]!) {
      if (!isHidden(world, child)) children.push(child);
    }
    return children;
  };

  /** The contexts in a context, without those in them. */
  const contextsIn = (row: number): number[] =>
    childrenOf(row).flatMap((child) => {
      if (kind[child] === STACK_AUTO) return contextsIn(child);
      return kind[child] === STACK_LEVEL ? [child] : [];
    });

  const flow = (row: number): number[] =>
    childrenOf(row).flatMap((child) => {
      if (kind[child] === STACK_AUTO) return [child, ...flow(child)];
      return kind[child] === STACK_LEVEL && level[child] === 0 ? context(child) : [];
    });

  const context = (row: number): number[] => {
    const inside: number[] = contextsIn(row).sort((a, b) => level[a]! - level[b]!);
    return [
      ...(row === 0 ? [] : [row]),
      ...inside.filter((each) => level[each]! < 0).flatMap(context),
      ...flow(row),
      ...inside.filter((each) => level[each]! > 0).flatMap(context),
    ];
  };

  const painted = context(0);
  const onTop: number[] = [];
  // In tree order, so that of two alike the first comes first.
  for (let i = 0; i < treeOf(world).length; i++) {
    const row = treeOf(world).order[i]!;
    if (kind[row]! > STACK_LEVEL && isShown(world, row)) onTop.push(row);
  }
  onTop.sort((a, b) => (kind[a]! >> 1) - (kind[b]! >> 1) || level[a]! - level[b]!);
  return [...painted, ...onTop.flatMap(context)];
}

function isShown(world: World, row: number): boolean {
  const { parent } = treeOf(world);
  for (let at = row; at !== 0; at = parent[at]!) if (isHidden(world, at)) return false;
  return true;
}

/** Whether a row, or what it is in below another, is stacked. */
function stackedBetween(world: World, row: number, outer: number): boolean {
  const { parent } = treeOf(world);
  const { kind } = columns(world, Stacking);
  for (let at = row; at !== outer; at = parent[at]!) if (kind[at] !== STACK_AUTO) return true;
  return false;
}
