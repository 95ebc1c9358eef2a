import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALL_DIRT,
  createFrameRunner,
  createWorld,
  type DirtList,
  defineKind,
  despawn,
  type Entity,
  hasDirt,
  LAYOUT,
  PAINT,
  ROW_MASK,
  STRUCTURE,
  spawn,
  touch,
  touchRows,
  watchDirt,
} from '../../src/ecs';

const Kind = defineKind('dirty');
const RUNS = process.env.RAFTER_LONG ? 20_000 : 400;
const MASKS = [PAINT, PAINT | LAYOUT, ALL_DIRT];

describe('dirt lists', () => {
  it('equal a map from row to kinds for each consumer after any touches, takes and edits', () => {
    fc.assert(
      fc.property(fc.array(step(), { maxLength: 80 }), (steps) => {
        const world = createWorld({ capacity: 16 });
        const lists = MASKS.map((mask) => watchDirt(world, mask));
        const model = MASKS.map(() => new Map<number, number>());
        const alive: Entity[] = [];
        const runner = createFrameRunner({
          world,
          phases: [],
          clock: { now: () => 0 },
          onFailure() {},
        });
        const mark = (row: number, kinds: number): void => {
          MASKS.forEach((mask, i) => {
            if (row !== 0 && (kinds & mask) !== 0) {
              model[i]!.set(row, (model[i]!.get(row) ?? 0) | (kinds & mask));
            }
          });
        };
        for (const { type, at, kinds } of steps) {
          const target = alive[at % Math.max(1, alive.length)];
          if (type === 'spawn') {
            const entity = spawn(world, Kind, target);
            alive.push(entity);
            mark(entity & ROW_MASK, ALL_DIRT);
            mark((target ?? 0) & ROW_MASK, STRUCTURE);
          } else if (type === 'take') {
            lists[at % lists.length]!.take();
            model[at % lists.length]!.clear();
          } else if (type === 'frame') {
            runner.step(at);
            for (const list of lists) expect(list.taken).toBe(0);
          } else if (type === 'touch' && target) {
            touch(world, target & ROW_MASK, kinds);
            mark(target & ROW_MASK, kinds);
          } else if (type === 'touch many') {
            const rows = [...alive.map((entity) => entity & ROW_MASK), 0, 1 << 19];
            touchRows(world, Int32Array.from(rows), at % (rows.length + 2), kinds);
            for (const row of rows.slice(0, at % (rows.length + 2))) {
              if (row < 1 << 19) mark(row, kinds);
            }
          } else if (type === 'despawn' && alive.length > 0) {
            // The last one has no children: it is the youngest.
            const gone = alive.pop()!;
            const parent = parents.get(gone);
            despawn(world, gone);
            mark((parent ?? 0) & ROW_MASK, STRUCTURE);
          }
          if (type === 'spawn') parents.set(alive.at(-1)!, target);
          for (const [i, list] of lists.entries()) expect(contentOf(list)).toEqual(model[i]);
          expect(hasDirt(world)).toBe(model.some((rows) => rows.size > 0));
        }
      }),
      { numRuns: RUNS },
    );
  });
});

const parents = new Map<Entity, Entity | undefined>();

function step() {
  return fc.record({
    type: fc.constantFrom(
      'spawn' as const,
      'touch' as const,
      'touch many' as const,
      'touch' as const,
      'take' as const,
      'frame' as const,
      'despawn' as const,
    ),
    at: fc.nat(50),
    kinds: fc.integer({ min: 1, max: ALL_DIRT }),
  });
}

/** Rows not taken with their kinds. Fails on a row listed twice. */
function contentOf(list: DirtList): Map<number, number> {
  const content = new Map<number, number>();
  for (const row of list.rows.subarray(list.taken, list.length)) {
    expect(content.has(row)).toBe(false);
    content.set(row, list.bits[row]!);
  }
  return content;
}
