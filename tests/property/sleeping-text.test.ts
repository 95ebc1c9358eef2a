import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns, resource } from '../../src/ecs';
import { Box, Text, TextPort } from '../../src/ecs/stores';
import {
  KIND_GLYPH,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from '../../src/systems/render-batching';
import { Runs } from '../../src/systems/render-batching/runs';
import { moveLayer } from '../move-layer';
import { createStage, type Stage } from '../unit/systems/render-batching/stage';

const LONG = process.env.RAFTER_LONG === '1';
const LABELS = 40;
const HEIGHT = 120;

/** One thing that happens: what, to which text, and how much. */
type Step = { kind: number; at: number; amount: number };

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.nat({ max: 11 }),
  at: fc.nat({ max: LABELS }),
  amount: fc.nat({ max: 100_000 }),
});

it(
  'after any scrolls, hides, resizes and changes every glyph in sight has the record that it has where no text sleeps',
  () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
        // One page for all that is near, not for all.
        const sleeping = createWorld({ pageSize: 256, glyphPages: 1 });
        const waking = createWorld({ pageSize: 1024, glyphPages: 4 }, Number.POSITIVE_INFINITY);
        try {
          for (const each of steps) {
            for (const world of [sleeping, waking]) {
              world.apply(each);
              world.stage.frame();
            }
            expect(inSight(sleeping)).toEqual(inSight(waking));
          }
          expect(sleeping.stage.failures).toEqual([]);
          expect(sleeping.stage.text.stats().missing).toBe(0);
        } finally {
          sleeping.stage.dispose();
          waking.stage.dispose();
        }
      }),
      { numRuns: LONG ? 5000 : 10 },
    );
  },
  LONG ? 1_200_000 : 60_000,
);

type ScrollWorld = ReturnType<typeof createWorld>;

/** Labels of ideographs of their own, and a text of many lines, in a layer that scrolls. */
function createWorld(text: { pageSize: number; glyphPages: number }, near?: number) {
  const stage = createStage({
    width: 200,
    height: HEIGHT,
    keep: true,
    text,
    ...(near === undefined ? {} : { near }),
  });
  const page = stage.layer(0, 0, 200, 10_000, 0);
  const rows = Array.from({ length: LABELS }, (_, i) =>
    stage.label(ideographs(i * 12), 0, i * 60, 150, 13, page),
  );
  const book = stage.label('', 0, LABELS * 60, 200, 4000, page);
  columns(stage.world, Text).paragraph[book] = resource(stage.world, TextPort).paragraph({
    whiteSpace: 'pre',
  });
  stage.write(book, lines(300, 0));
  rows.push(book);
  let scroll = 0;
  const state = {
    stage,
    apply({ kind, at, amount }: Step): void {
      const row = rows[at]!;
      const isBook = row === book;
      if (kind <= 4) scroll = (scroll + (kind < 2 ? amount % 90 : amount)) % (LABELS * 60 + 4000);
      else if (kind <= 6) stage.show(row, amount % 2 === 0);
      else if (kind === 7) stage.show(page, amount % 2 === 0);
      else if (kind === 8) stage.resize(200, HEIGHT + (amount % 3) * 40);
      else if (kind === 9)
        stage.write(row, isBook ? lines(200 + (amount % 100), amount) : ideographs(amount));
      else if (kind === 10) {
        const box = columns(stage.world, Box);
        stage.place(row, amount % 40, box.y[row]! + (amount % 9), 150, box.height[row]!);
      } else stage.paint(row, 0xff000000 | amount);
      moveLayer(stage.world, stage.table, stage.layerOf(page), 0, -scroll);
    },
    scroll: () => scroll,
  };
  stage.frame();
  return state;
}

/** Glyphs of listed rows that the device has on the surface and an index names: place and colour, in order. */
function inSight({ stage, scroll }: ScrollWorld): string[] {
  const { backend, view, world }: Stage = stage;
  const { start, count, chunk } = columns(world, Runs);
  const named = new Set<number>();
  for (let i = 0; i < backend.indices.length; i++) named.add(backend.indices[i]! >> 2);
  const floats = new Float32Array(backend.records.buffer);
  const found: string[] = [];
  for (let row = 1; row < start.length; row++) {
    if (chunk[row]! < 0) continue;
    for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
      const at = record * RECORD_WORDS;
      if ((backend.records[at + RECORD_KIND_LAYER]! & 255) !== KIND_GLYPH) continue;
      const x = floats[at + RECORD_X]!;
      const y = floats[at + RECORD_Y]! - scroll();
      if (!named.has(record) || y >= view.height || y + floats[at + RECORD_HEIGHT]! <= 0) continue;
      found.push(`${x} ${y} ${floats[at + RECORD_WIDTH]} ${backend.records[at + RECORD_COLOR]}`);
    }
  }
  return found.sort();
}

function ideographs(from: number): string {
  return String.fromCharCode(
    ...Array.from({ length: 12 }, (_, i) => 0x4e00 + ((from + i) % 20_000)),
  );
}

function lines(count: number, seed: number): string {
  return Array.from({ length: count }, (_, i) => `line ${(i * 7 + seed) % 1000}`).join('\n');
}
