import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  type Frame,
  resolve,
  setResource,
  spawn,
  type World,
} from '../../../../../src/ecs';
import { Box, BoxKind, gridStyles, LayoutStyle, Viewport } from '../../../../../src/ecs/stores';
import { createLayoutSystem } from '../../../../../src/systems/layout';
import { placeItems } from '../../../../../src/systems/layout/grid/place-items';
import { createGridScratch, reserveItems } from '../../../../../src/systems/layout/grid/scratch';
import { applyStyle, type Style } from '../../../../../src/ui/style';
import { RUNS } from '../../../structures/runs';

/** Where an item stands along an axis: at a line (counted from 0 at the first explicit one), or wherever it fits. */
type Side = { at: number | undefined; span: number };
type Item = { column: Side; row: Side };
type Placed = [columnStart: number, columnEnd: number, rowStart: number, rowEnd: number];

const EXPLICIT = 3;
const SMALL = 200;

describe('items of a grid', () => {
  it('are placed as by a search of every cell in turn', () => {
    fc.assert(
      fc.property(
        fc.array(item(), { maxLength: 25 }),
        fc.boolean(),
        fc.boolean(),
        (items, byColumn, dense) => {
          expect(place(items, byColumn, dense)).toEqual(naivePlaces(items, byColumn, dense));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('of more kinds than stand in a small table are placed so too', () => {
    fc.assert(
      fc.property(
        fc.array(item({ last: 30, span: 2 }), { minLength: 40, maxLength: 80 }),
        fc.boolean(),
        (items, byColumn) => {
          expect(place(items, byColumn, true)).toEqual(naivePlaces(items, byColumn, true));
        },
      ),
      { numRuns: RUNS / 10 },
    );
  });

  it('in a column each do not go by those in another', () => {
    const items = Array.from({ length: 150 }, (_, i) => ({
      column: { at: Math.floor(i / 3), span: 1 },
      row: anywhere(1),
    }));
    expect(place(items, false, true)).toEqual(naivePlaces(items, false, true));
  });

  it('in a column do not go by those in a row', () => {
    const inRow: Item = { column: anywhere(1), row: { at: 0, span: 1 } };
    const items = [inRow, inRow, inRow, { column: { at: 0, span: 1 }, row: anywhere(1) }];
    expect(place(items, false, true)[3]).toEqual([0, 1, 1, 2]);
  });

  it.each<[string, number, (i: number) => Item]>([
    ['of one size', 5, () => ({ column: anywhere(1), row: anywhere(1) })],
    ['of many sizes', 10, (i) => ({ column: anywhere((i % 3) + 1), row: anywhere((i % 4) + 1) })],
    ['in columns of their own', 5, (i) => ({ column: { at: i, span: 1 }, row: anywhere(1) })],
    ['in a column', 5, (i) => ({ column: { at: i % 5, span: 1 }, row: anywhere(1) })],
    [
      'that span rows between taken ones',
      2,
      (i) => ({ column: { at: 0, span: 1 }, row: i % 2 ? anywhere(2) : { at: i, span: 1 } }),
    ],
    ['in a row', 2, (i) => ({ column: anywhere((i % 2) + 1), row: { at: i % 2, span: 1 } })],
  ])('%s fill gaps in steps by their number, not its square', (_, wide, of) => {
    for (const byColumn of [false, true]) {
      const few = stepsOf(SMALL, wide, byColumn, of);
      const many = stepsOf(4 * SMALL, wide, byColumn, of);
      expect(few).toBeGreaterThan(0);
      expect(many).toBeLessThan(6 * few);
    }
  });

  it('fill gaps without growing what remembers where they found room', () => {
    const grid = createGridScratch();
    const mixed = (i: number): Item => ({ column: anywhere((i % 3) + 1), row: anywhere(1) });
    const items = Array.from({ length: SMALL }, (_, i) => mixed(i));
    const first = place(items, false, true, EXPLICIT, grid);
    const { fits, cells } = grid;
    place(items.slice(0, 3), false, true, EXPLICIT, grid);
    expect(place(items, false, true, EXPLICIT, grid)).toEqual(first);
    expect(grid.fits).toBe(fits);
    expect(grid.cells).toBe(cells);
  });

  it.each<[string, Style, Style, Placed]>([
    ['a line and the next', {}, { gridColumn: 2, gridRow: 1 }, [1, 2, 0, 1]],
    ['two lines, whichever is first', {}, { gridColumn: '3 / 1', gridRow: 1 }, [0, 2, 0, 1]],
    ['the same line twice as one track', {}, { gridColumn: '2 / 2', gridRow: 1 }, [1, 2, 0, 1]],
    ['lines from the end', {}, { gridColumn: '-3 / -1', gridRow: 1 }, [1, 3, 0, 1]],
    ['a span up to a line', {}, { gridColumn: 'span 2 / -1', gridRow: 1 }, [1, 3, 0, 1]],
    ['an area', {}, { gridArea: 'b' }, [1, 3, 0, 1]],
    ['sides of an area', {}, { gridColumn: 'a / b', gridRow: 'b-start' }, [0, 3, 0, 1]],
    ['a span in capitals', {}, { gridColumn: 'Span 2', gridRow: 'AUTO' }, [0, 2, 0, 1]],
    ['lines of tracks in capitals', capitals, { gridColumn: -1, gridRow: 1 }, [10, 11, 0, 1]],
    ['a named line', named, { gridColumn: 'x / y', gridRow: 1 }, [1, 3, 0, 1]],
    ['the n-th line of a name', named, { gridColumn: 'x 2', gridRow: 1 }, [2, 3, 0, 1]],
    ['the last line of a name', named, { gridColumn: 'x -1', gridRow: 1 }, [2, 3, 0, 1]],
    ['a name that is none after the explicit lines', {}, { gridArea: 'z' }, [4, 5, 4, 5]],
  ])('stand at %s', (_, container, style, expected) => {
    const { cells } = laidOut(container, [style]);
    expect(cells[0]).toEqual(expected);
  });

  it('repeat named lines with the tracks that repeat to fit', () => {
    const { cells } = laidOut(
      { gridTemplateColumns: '[a] 10px repeat(auto-fill, [b] 10px [c] 10px) [d] 10px' },
      [
        { gridColumn: 'b 2', gridRow: 1 },
        { gridColumn: 'c 2', gridRow: 1 },
        { gridColumn: 'd', gridRow: 1 },
      ],
    );
    expect(cells.map(([start]) => start)).toEqual([3, 4, 9]);
  });
});

const capitals: Style = {
  gridTemplateColumns: 'REPEAT(Auto-Fill, 10PX)',
  gridTemplateAreas: 'None',
};
const named: Style = { gridTemplateColumns: '10px [x] 10px [x] 10px [y]' };

/** Lays a grid of 10 px tracks, 100 px wide, out and reads which tracks items cover. */
function laidOut(container: Style, items: readonly Style[]): { world: World; cells: number[][] } {
  const world = createWorld({ capacity: 16 });
  setResource(world, Viewport, {
    width: 100,
    height: 100,
    dpr: 1,
    glyphScale: 1,
    background: 0,
    version: 1,
  });
  const system = createLayoutSystem({ world });
  const root = resolve(world, spawn(world, BoxKind));
  applyStyle(world, root, {
    display: 'grid',
    gridTemplateColumns: '10px 10px 10px',
    gridTemplateRows: '10px 10px 10px',
    gridAutoColumns: '10px',
    gridAutoRows: '10px',
    gridTemplateAreas: ['a b b', 'a c c'],
    ...container,
  });
  const rows = items.map((style) => {
    const row = resolve(world, spawn(world, BoxKind, root));
    applyStyle(world, row, style);
    return row;
  });
  system.update({} as Frame);
  const box = columns(world, Box);
  return {
    world,
    cells: rows.map((row) =>
      [box.x[row]!, box.x[row]! + box.width[row]!, box.y[row]!, box.y[row]! + box.height[row]!].map(
        (edge) => edge / 10,
      ),
    ),
  };
}

function item({ last, span } = { last: 6, span: 3 }): fc.Arbitrary<Item> {
  const side = fc.record({
    at: fc.option(fc.integer({ min: -3, max: last }), { nil: undefined, freq: 2 }),
    span: fc.integer({ min: 1, max: span }),
  });
  return fc.record({ column: side, row: side });
}

function anywhere(span: number): Side {
  return { at: undefined, span };
}

/** How many numbers are read of the cells, and of what remembers where room was found, while items are placed by dense flow. */
function stepsOf(count: number, wide: number, byColumn: boolean, of: (i: number) => Item): number {
  const grid = createGridScratch();
  let steps = 0;
  const counted = <T extends object>(numbers: T): T =>
    new Proxy(numbers, {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) steps++;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  // Large enough, so that they are not made anew.
  grid.cells = counted(new Uint8Array(2 ** 22));
  grid.fits = counted(new Int32Array(2 ** 16));
  const items = Array.from({ length: count }, (_, i) => {
    const { column, row } = of(i);
    return byColumn ? { column: row, row: column } : { column, row };
  });
  place(items, byColumn, true, wide, grid);
  return steps;
}

/** Tracks counted from the first explicit ones. */
function place(
  items: readonly Item[],
  byColumn: boolean,
  dense: boolean,
  explicit = EXPLICIT,
  grid = createGridScratch(),
): Placed[] {
  const world = createWorld({ capacity: items.length + 1 });
  const table = gridStyles(world);
  const { gridPlace } = columns(world, LayoutStyle);
  const flow = `${byColumn ? 'column' : 'row'}${dense ? ' dense' : ''}`;
  const style = table.grids[table.withGrid(0, 'gridAutoFlow', flow)]!;
  reserveItems(grid.items, items.length);
  items.forEach(({ column, row }, i) => {
    let id = table.withPlace(0, 'gridColumn', written(column));
    id = table.withPlace(id, 'gridRow', written(row));
    gridPlace[i + 1] = id;
    grid.items.rows[i] = i + 1;
  });
  grid.explicitColumns = explicit;
  grid.explicitRows = explicit;
  placeItems(grid, 0, items.length, style, table.places, gridPlace);
  return items.map((_, i) => [
    grid.items.columnStart[i]! - grid.columnsBefore,
    grid.items.columnEnd[i]! - grid.columnsBefore,
    grid.items.rowStart[i]! - grid.rowsBefore,
    grid.items.rowEnd[i]! - grid.rowsBefore,
  ]);
}

function written({ at, span }: Side): string {
  if (at === undefined) return `span ${span}`;
  // -1 is the line after the last explicit track.
  const line = at >= 0 ? at + 1 : at - EXPLICIT - 1;
  return `${line} / span ${span}`;
}

/** CSS Grid 8.5 word by word, with the set of taken cells as text. */
function naivePlaces(items: readonly Item[], byColumn: boolean, dense: boolean): Placed[] {
  const minorOf = (each: Item) => (byColumn ? each.row : each.column);
  const majorOf = (each: Item) => (byColumn ? each.column : each.row);
  const found = new Map<Item, { minor: number; major: number }>();
  const taken = new Set<string>();
  const fits = (each: Item, minor: number, major: number): boolean => {
    for (let a = 0; a < majorOf(each).span; a++) {
      for (let b = 0; b < minorOf(each).span; b++) {
        if (taken.has(`${major + a} ${minor + b}`)) return false;
      }
    }
    return true;
  };
  const put = (each: Item, minor: number, major: number): void => {
    found.set(each, { minor, major });
    for (let a = 0; a < majorOf(each).span; a++) {
      for (let b = 0; b < minorOf(each).span; b++) taken.add(`${major + a} ${minor + b}`);
    }
  };
  const first = Math.min(0, ...items.map((each) => minorOf(each).at ?? 0));
  const firstMajor = Math.min(0, ...items.map((each) => majorOf(each).at ?? 0));
  for (const each of items) {
    const minor = minorOf(each).at;
    const major = majorOf(each).at;
    if (minor !== undefined && major !== undefined) put(each, minor, major);
  }
  const cursors = new Map<number, number>();
  for (const each of items) {
    const major = majorOf(each).at;
    if (major === undefined || minorOf(each).at !== undefined) continue;
    let minor = dense ? first : (cursors.get(major) ?? first);
    while (!fits(each, minor, major)) minor++;
    put(each, minor, major);
    cursors.set(major, minor + minorOf(each).span);
  }
  let end = EXPLICIT;
  for (const each of items) {
    const at = found.get(each)?.minor ?? minorOf(each).at;
    end = Math.max(end, (at ?? first) + minorOf(each).span);
  }
  let minor = first;
  let major = firstMajor;
  for (const each of items) {
    if (found.has(each)) continue;
    const at = minorOf(each).at;
    if (dense) major = firstMajor;
    if (at !== undefined) {
      if (!dense && at < minor) major++;
      minor = at;
      while (!fits(each, minor, major)) major++;
    } else {
      if (dense) minor = first;
      while (minor + minorOf(each).span > end || !fits(each, minor, major)) {
        minor++;
        if (minor + minorOf(each).span > end) {
          minor = first;
          major++;
        }
      }
    }
    put(each, minor, major);
  }
  return items.map((each) => {
    const at = found.get(each)!;
    const column = byColumn ? at.major : at.minor;
    const row = byColumn ? at.minor : at.major;
    return [column, column + each.column.span, row, row + each.row.span];
  });
}
