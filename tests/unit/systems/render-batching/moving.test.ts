import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { columns, PAINT, PLACE, touch, touchRows } from '../../../../src/ecs';
import { Box, Fill, Ink } from '../../../../src/ecs/stores';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { importsSettled } from '../../../imports';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const LONG = process.env.RAFTER_LONG === '1';
const WIDTH = 80;
const HEIGHT = 60;
const open: Stage[] = [];

afterEach(() => {
  while (open.length > 0) open.pop()!.dispose();
});

describe('boxes that have moved', () => {
  it.each([false, true])(
    'are each written once, sent in one range, and need no index: %s',
    async (many) => {
      const stage = start();
      if (many) await loadMover(stage);
      const rows = Int32Array.from({ length: 300 }, (_, i) => stage.box(i % 70, i % 50, 6, 4, RED));
      stage.frame(2);
      shift(stage, rows, 1.5);
      touchRows(stage.world, rows, rows.length, PLACE);
      stage.backend.resetCounters();
      stage.frame();
      const { recordUploads, recordBytes, indexUploads } = stage.backend.counters;
      expect([recordUploads, recordBytes, indexUploads]).toEqual([1, 300 * 64, 0]);
      expect(stage.stats.recordsWritten).toBe(300);
      expect(stage.stats.damagedPixels).toBe(WIDTH * HEIGHT);
    },
  );

  it('damage where they were and where they are', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    shift(stage, [row], 6);
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(stage.backend.lastFrame!.rects).toEqual([
      expect.objectContaining({ x: 10, y: 10, width: 10, height: 10 }),
    ]);
  });

  it('that are painted in the same frame are painted', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    touch(stage.world, row, PLACE);
    stage.paint(row, GREEN);
    stage.frame();
    const record = columns(stage.world, Runs).start[row]!;
    expect(stage.backend.records[record * 16 + 5]).toBe(GREEN);
  });

  it('and are no numbers any more vanish, and come back', () => {
    const stage = start();
    const row = stage.box(10, 10, 4, 4, RED);
    stage.frame(2);
    const { x } = columns(stage.world, Box);
    x[row] = Number.NaN;
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(columns(stage.world, Runs).count[row]).toBe(0);
    x[row] = 30;
    touch(stage.world, row, PLACE);
    stage.frame();
    expect(columns(stage.world, Ink).left[row]).toBe(30);
  });

  it('so far out that float32 has no whole pixels left are as wide as painted ones', async () => {
    await same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
      const far = [3, 5, 7, 9].map((width) => stage.box(0, 0, width, width, RED));
      return [
        [[ground, ...far], 3e7],
        [[ground, ...far], -2e7],
      ];
    });
  });

  it('under others give way to them: what may be drawn first is found out again', async () => {
    await same((stage) => {
      const below = stage.box(0, 0, 60, 50, CLEAR_RED);
      const solids = Array.from({ length: 4 }, (_, i) => stage.box(62 + i, 0, 4, 40, BLUE));
      return [
        [[below], 0],
        [[below, ...solids], -8],
        [[below, ...solids], 8],
        [solids, -5],
      ];
    });
  });

  it('of which only some are opaque are drawn first again where nothing lies below any more', async () => {
    await same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, CLEAR_RED);
      const layer = stage.layer(0, 0, WIDTH, HEIGHT, 0);
      const boxes = [RED, CLEAR_RED, GREEN].map((color, i) =>
        stage.box(10 + i * 9, 10, 4, 4, color, layer),
      );
      return [
        [[ground], 0, 'with the next'],
        [[layer, ...boxes], 1],
        [[ground], -500, 'with the next'],
        [[layer, ...boxes], 1],
      ];
    });
  });

  it.each<[string, (stage: Stage, layer: number) => number[]]>([
    ['letters', (stage, layer) => [stage.label('abab', 20, 8, 30, 12, layer)]],
    [
      'what is empty',
      (stage, layer) => [
        stage.box(5, 5, 4, 4, CLEAR_RED, layer),
        stage.box(36, 12, 0.2, 4, CLEAR_RED, layer),
      ],
    ],
    [
      'what has not moved',
      (stage, layer) => {
        stage.box(34, 8, 9, 9, CLEAR_RED, layer);
        return [stage.box(5, 5, 4, 4, CLEAR_RED, layer)];
      },
    ],
  ])('let what lies over %s be drawn first, or not, by where that is', async (_, make) => {
    await same((stage) => {
      // What begins with a solid that lies over something is not drawn first, and is not looked at again.
      const ground = stage.box(0, 0, 16, 16, CLEAR_RED);
      const below = stage.layer(0, 0, WIDTH, HEIGHT, 0);
      const all = [stage.box(5, 5, 4, 4, GREEN, below), ...make(stage, below)];
      const above = stage.layer(0, 0, WIDTH, HEIGHT, 0);
      const solid = stage.box(36, 10, 5, 5, RED, above);
      const cover = stage.box(0, 0, WIDTH, HEIGHT, 0x01000000);
      return [
        [[cover], 0, 'with the next'],
        [[ground, below, ...all], 1],
        [[cover], 0, 'with the next'],
        [[ground, below, ...all, above, solid], 0.4],
        [[cover], 0, 'with the next'],
        [[below, ...all], -60],
        [[cover], 0, 'with the next'],
        [[below, ...all], 59],
      ];
    });
  });

  it.each([1, 1.25, 2])(
    'of any size, empty ones and ones far out too, are as painted ones at ratio %s',
    async (dpr) => {
      await same((stage) => {
        const ground = stage.box(-99, -99, 400, 400, CLEAR_RED);
        const rows = Array.from({ length: 60 }, (_, i) => {
          const size = i % 3 === 0 ? 4 : (i % 7) / 3;
          return stage.box(
            i % 50,
            i / 3,
            size,
            i % 11 === 0 ? 0.2 : 4,
            i % 4 === 0 ? CLEAR_RED : RED,
          );
        });
        const whole = Array.from({ length: 20 }, (_, i) => stage.box(i, i / 3, 4, 2, GREEN));
        const far = stage.box(3, 3, 4, 4, RED);
        const all = [ground, ...rows, ...whole, far];
        return [
          [all, 0.4],
          [[ground], 0, 'with the next'],
          [[far], 2 ** 21 + 0.3, 'with the next'],
          [[...rows, ...whole], -0.7],
          [all, 1.1],
          [[ground], 0, 'with the next'],
          [[far], -(2 ** 21) + 5, 'with the next'],
          [whole, 0.3],
          [[ground], 0, 'with the next'],
          [[far], Number.NaN, 'with the next'],
          [whole, 0.3],
          [all, 1],
          [[ground, ...whole.slice().reverse(), ...rows], 2],
        ];
      }, dpr);
    },
  );
});

describe('chunks all of whose elements have moved', () => {
  it('are drawn as if they were painted anew, wherever they have come to lie', async () => {
    const block = fc.record({
      kinds: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }),
      at: fc.integer({ min: -60, max: 160 }),
      spread: fc.constantFrom(0, 10, 60),
    });
    const moves = fc.array(fc.integer({ min: -70, max: 70 }), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(block, { minLength: 4, maxLength: 4 }),
        fc.array(moves, { minLength: 1, maxLength: 4 }),
        async (blocks, steps) => {
          await same((stage) => {
            const rows = blocks.map(({ kinds, at, spread }) =>
              Array.from({ length: 100 }, (_, i) => {
                const x = at + ((i * 37) % (spread + 1));
                return add(stage, kinds[i % kinds.length]!, x, (i * 7) % (HEIGHT - 10));
              }),
            );
            // Most of the surface is damaged by what moves first.
            const ground = stage.box(-90, -90, 999, 999, CLEAR_RED);
            const last = rows.pop()!;
            return steps.flatMap((shifts): Step[] => [
              [[ground], 0, 'with the next'],
              ...rows.map((each, i): Step => [each, shifts[i]!, 'with the next']),
              [last, shifts[3]!],
            ]);
          });
          for (const stage of open.splice(0)) stage.dispose();
        },
      ),
      { numRuns: LONG ? 2_000 : 7 },
    );
  });
});

describe('texts that have moved', () => {
  it('are drawn where they stand, also when letters have to be drawn first and nothing else gives away that they moved', async () => {
    await same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
      // A chunk of its own, all of which moves.
      const layer = stage.layer(10, 10, 40, 20, 0);
      const label = stage.label('ab', 5, 5, 30, 12, layer);
      return [
        [[ground, layer, label], 0],
        [[ground, layer, label], 0.25],
        [[ground, layer, label], 0.25],
        [[ground, layer, label], 3],
      ];
    });
  });

  it.each([1, 1.25, 2])(
    'show letters of every position between pixels at ratio %s',
    async (dpr) => {
      await same((stage) => {
        const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
        const labels = Array.from({ length: 9 }, (_, i) => {
          const row = stage.label(['ab', 'ba', 'c'][i % 3]!, 2 + i * 3.3, i * 3, 20, 10);
          if (i % 2 === 0) columns(stage.world, Fill).color[row] = [BLUE, CLEAR_RED][(i / 2) % 2]!;
          return row;
        });
        const far = labels.slice(4);
        return [
          [[ground, ...labels], 0],
          [[ground, ...labels], 0.25],
          [[ground, ...labels], 0.25],
          [[ground, ...labels], 0.25],
          [[ground, ...labels], 0.3],
          [[ground], 0, 'with the next'],
          [far, 700],
          [[ground, ...labels], -0.3],
        ];
      }, dpr);
    },
  );

  it('show the letters of another scale after the surface has got one', async () => {
    const stages = [start(), start()] as const;
    const sent = [];
    for (const [stage, kind] of [
      [stages[0], PLACE],
      [stages[1], PAINT],
    ] as const) {
      await loadMover(stage);
      const rows = [stage.box(0, 0, WIDTH, HEIGHT, BLUE), stage.label('ab', 4, 4, 30, 12)];
      stage.frame(3);
      for (const dpr of [1, 2]) {
        stage.resize(WIDTH, HEIGHT, dpr);
        for (const row of rows) touch(stage.world, row, PAINT);
        stage.frame(3);
        // Every position between pixels, twice.
        for (let i = 0; i < 8; i++) {
          shift(stage, rows, 0.25 / dpr);
          for (const row of rows) touch(stage.world, row, kind);
          stage.frame();
        }
      }
      sent.push(bytesOf(stage.backend.records));
    }
    expect(sent[0]).toBe(sent[1]);
  });

  it('fall asleep out of sight, and wake', async () => {
    await same((stage) => {
      const ground = stage.box(0, 0, WIDTH, HEIGHT, BLUE);
      const label = stage.label('far', 5, 5, 30, 12);
      return [
        [[ground, label], 900],
        [[ground, label], -900],
        [[label], 900],
        [[label], -900],
      ];
    });
  });
});

/** Rows to move, by how far, and whether in the frame of the step after it. */
type Step = readonly [rows: readonly number[], by: number, when?: 'with the next'];

/** An element of a kind: opaque, translucent, nothing, text on an opaque box or by itself. */
function add(stage: Stage, kind: number, x: number, y: number): number {
  if (kind < 3) return stage.box(x, y, 6, 4, [RED, CLEAR_RED, 0][kind]!);
  const row = stage.label('ab', x, y, 20, 10);
  if (kind === 3) columns(stage.world, Fill).color[row] = BLUE;
  return row;
}

/** Moves the same rows as `PLACE` and as `PAINT`, and compares all that the device holds and shows after each step. */
async function same(make: (stage: Stage) => readonly Step[], dpr = 1): Promise<void> {
  // Row by row, and many together.
  for (const many of [false, true]) {
    const moved = start(dpr);
    const painted = start(dpr);
    for (const stage of many ? [moved, painted] : []) await loadMover(stage);
    compare(make, moved, painted);
  }
}

function compare(make: (stage: Stage) => readonly Step[], moved: Stage, painted: Stage): void {
  const steps = make(moved);
  make(painted);
  moved.frame(3);
  painted.frame(3);
  for (const [i, [rows, by, when]] of steps.entries()) {
    for (const [stage, kind] of [
      [moved, PLACE],
      [painted, PAINT],
    ] as const) {
      shift(stage, rows, by);
      for (const row of rows) touch(stage.world, row, kind);
      if (when === undefined || i === steps.length - 1) stage.frame();
    }
    if (when !== undefined && i < steps.length - 1) continue;
    expect(moved.backend.lastFrame).toEqual(painted.backend.lastFrame);
    expect(bytesOf(moved.backend.records)).toBe(bytesOf(painted.backend.records));
    expect(bytesOf(moved.backend.indices)).toBe(bytesOf(painted.backend.indices));
  }
}

/** Has a stage load what writes many moved rows together, as the first frame with so many does. */
async function loadMover({ world, box, remove, frame }: Stage): Promise<void> {
  const rows = Array.from({ length: 257 }, (_, i) =>
    i === 0 ? box(0, 0, WIDTH, HEIGHT, BLUE) : box(0, 0, 0, 0, 0),
  );
  frame(2);
  touchRows(world, Int32Array.from(rows), rows.length, PLACE);
  frame();
  await importsSettled();
  for (const row of rows) remove(row);
  frame();
}

function start(dpr = 1): Stage {
  const stage = createStage({ width: WIDTH, height: HEIGHT, dpr, keep: true });
  open.push(stage);
  return stage;
}

function shift(stage: Stage, rows: ArrayLike<number>, by: number): void {
  const { x, y } = columns(stage.world, Box);
  for (const row of Array.from(rows)) {
    x[row]! += by;
    y[row]! += by;
  }
}

function bytesOf(words: Uint32Array): string {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('hex');
}
