import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns, type Row, treeOf } from '../../src/ecs';
import { Ink } from '../../src/ecs/stores';
import type { CoarsePicture } from '../../src/systems/render-batching';
import {
  KIND_EMPTY,
  KIND_GLYPH,
  LAYER_TY,
  LAYER_WORDS,
  RECORD_GLYPH_PAGE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../src/systems/render-batching';
import { GLYPH_UNCOVERED } from '../../src/systems/render-batching/record-format';
import { Runs } from '../../src/systems/render-batching/runs';
import { moveLayer } from '../move-layer';
import { BLUE, CLEAR_RED, createStage, type Stage } from '../unit/systems/render-batching/stage';

const LONG = process.env.RAFTER_LONG === '1';
const WIDTH = 300;
const HEIGHT = 200;

type Step = { kind: number; at: number; x: number; y: number; w: number; h: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.nat({ max: 9 }),
  at: fc.nat({ max: 1000 }),
  x: fc.integer({ min: -40, max: WIDTH }),
  y: fc.integer({ min: -40, max: HEIGHT }),
  w: fc.integer({ min: 1, max: 160 }),
  h: fc.integer({ min: 1, max: 160 }),
});

it(
  'after any edits the device has those glyphs flagged over which nothing else is drawn',
  async () => {
    let flagged = 0;
    let covered = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 24 }),
        fc.constantFrom(1, 1.5),
        async (steps, dpr) => {
          const coarse: CoarsePicture = {
            ...{ begin: () => true, rect() {}, end() {}, show() {}, drawUncovered() {}, drop() {} },
            bytes: () => 0,
          };
          const stage = createStage({
            ...{ width: WIDTH, height: HEIGHT, dpr, keep: true },
            wrap: (backend) =>
              Object.assign(backend, { loadCoarse: async () => coarse, draw() {} }),
          });
          try {
            stage.batching.quality.set('resolutionScale', 0.5);
            stage.frame();
            await import('../../src/systems/render-batching/resolution');
            await new Promise((resolve) => setTimeout(resolve));
            const scene = createScene(stage);
            for (const each of steps) {
              scene.apply(each);
              stage.frame();
              const { inSight, expected } = naive(stage, scene.rows);
              const found = uncoveredRows(stage).filter((row) => inSight.includes(row));
              expect(found).toEqual(expected);
              flagged += found.length;
              covered += scene.rows.length - found.length;
            }
            expect(stage.failures).toEqual([]);
          } finally {
            stage.dispose();
          }
        },
      ),
      { numRuns: LONG ? 4000 : 30 },
    );
    // Else it would say nothing about either.
    expect(Math.min(flagged, covered)).toBeGreaterThan(100);
  },
  LONG ? 1_200_000 : 60_000,
);

function createScene(stage: Stage) {
  const page = stage.layer(0, 0, 1, 1, 0);
  const rows: Row[] = [];
  let scrolled = 0;
  return {
    rows,
    apply({ kind, at, x, y, w, h }: Step): void {
      const row = rows[at % Math.max(1, rows.length)];
      if (kind <= 2 || row === undefined) rows.push(stage.label('Some text', x, y, w, h, page));
      else if (kind <= 4) rows.push(stage.box(x, y, w, h, at % 2 ? BLUE : CLEAR_RED, page));
      else if (kind === 5) stage.place(row, x, y, w, h);
      else if (kind === 6) stage.show(row, at % 2 === 0);
      else if (kind === 7) stage.paint(row, BLUE);
      else if (kind === 8) {
        scrolled = x % 60;
        moveLayer(stage.world, stage.table, stage.layerOf(page), 0, scrolled);
      } else {
        stage.remove(row);
        rows.splice(rows.indexOf(row), 1);
      }
    },
  };
}

type Rect = { left: number; top: number; right: number; bottom: number };

/** Looks at every pair, from the top down. */
function naive({ world, view, backend, rows: layers }: Stage, rows: Row[]) {
  const { order, length } = treeOf(world);
  const ink = columns(world, Ink);
  const runs = columns(world, Runs);
  const expected: Row[] = [];
  const inSight: Row[] = [];
  const covers: Rect[] = [];
  for (const row of [...order.subarray(0, length)].reverse() as Row[]) {
    if (!rows.includes(row) || runs.chunk[row]! < 0) continue;
    const kinds = new Set<number>();
    for (let record = runs.start[row]!; record < runs.start[row]! + runs.count[row]!; record++) {
      kinds.add(backend.records[record * RECORD_WORDS + RECORD_KIND_LAYER]! & 255);
    }
    kinds.delete(KIND_EMPTY);
    // As it was snapped to device pixels.
    const scroll = layers.floats[runs.layer[row]! * LAYER_WORDS + LAYER_TY]!;
    const rect = {
      left: Math.max(0, Math.floor(ink.left[row]! * view.dpr + 1 / 1024)),
      top: Math.max(0, Math.floor((ink.top[row]! + scroll) * view.dpr + 1 / 1024)),
      right: Math.min(WIDTH * view.dpr, Math.ceil(ink.right[row]! * view.dpr - 1 / 1024)),
      bottom: Math.min(
        HEIGHT * view.dpr,
        Math.ceil((ink.bottom[row]! + scroll) * view.dpr - 1 / 1024),
      ),
    };
    if (kinds.size === 0 || rect.left >= rect.right || rect.top >= rect.bottom) continue;
    const isAbove = kinds.has(KIND_GLYPH) && !covers.some((other) => overlap(rect, other));
    inSight.push(row);
    if (isAbove) expected.push(row);
    if (!isAbove || kinds.size > 1) covers.push(rect);
  }
  return { inSight, expected: expected.sort((a, b) => a - b) };
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Rows all of whose glyphs the device has flagged; throws where it has some of a row's. */
function uncoveredRows({ world, backend }: Stage): Row[] {
  const { start, count, chunk } = columns(world, Runs);
  const found: Row[] = [];
  for (let row = 1; row < start.length; row++) {
    if (chunk[row]! < 0) continue;
    const flags = new Set<number>();
    for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
      const at = record * RECORD_WORDS;
      if ((backend.records[at + RECORD_KIND_LAYER]! & 255) !== KIND_GLYPH) continue;
      flags.add(backend.records[at + RECORD_GLYPH_PAGE]! & GLYPH_UNCOVERED);
    }
    if (flags.size > 1) throw new Error(`row ${row} is flagged in part`);
    if (flags.has(GLYPH_UNCOVERED)) found.push(row as Row);
  }
  return found;
}
