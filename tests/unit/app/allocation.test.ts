import { afterEach, describe, expect, it } from 'vitest';
import { startQuads } from '../../../bench/render/moving-quads';
import { addQuads, movingSystem } from '../../../bench/render/moving-scene';
import { columns, PAINT, ROW_MASK, touch } from '../../../src/ecs';
import { Fill, numberFormat } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, internText, setNumber, setTextId, text, virtualList } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';

const LONG = process.env.RAFTER_LONG === '1';
const FRAMES = LONG ? 20_000 : 1_500;
/** Frames before the measured ones: what runs once a frame is compiled after thousands of runs, and makes objects until then. */
const WARM_UP = LONG ? 8_000 : 600;
/** Elements on the page. */
const COUNT = LONG ? 10_000 : 1_000;
/** Elements that move in every frame. */
const MOVING = LONG ? 10_000 : 200;
const FRAME_MS = 16;
const BYTES_PER_FRAME = 16;
const TIMEOUT_MS = 120_000;

let app: HeadlessApp | undefined;
let now = 0;

afterEach(() => {
  app?.dispose();
  app = undefined;
});

describe('a frame of an app', () => {
  it(
    'leaves no garbage while nothing changes',
    () => {
      const { step } = elements(COUNT);
      expect(slopeOf(step)).toBeLessThanOrEqual(BYTES_PER_FRAME);
    },
    TIMEOUT_MS,
  );

  it(
    `leaves no garbage while 100 of ${COUNT} elements change their colour`,
    () => {
      const { app, rows, step } = elements(COUNT);
      const { length } = rows;
      const slope = slopeOf((frame) => {
        const { color } = columns(app.world, Fill);
        for (let i = 0; i < 100; i++) {
          const row = rows[(frame * 7 + i * 97) % length]!;
          color[row]! ^= (frame & 0xff) | 1;
          touch(app.world, row, PAINT);
        }
        step();
      });
      expect(app.renderer.stats().totalRecordsWritten).toBeGreaterThan(100 * FRAMES);
      expect(slope).toBeLessThanOrEqual(BYTES_PER_FRAME);
    },
    TIMEOUT_MS,
  );

  it(
    `leaves no garbage while ${MOVING} elements move all over the surface, one in ten labelled`,
    () => {
      const made = start();
      const { world } = made;
      const quads = startQuads(MOVING);
      const rows = addQuads(world, quads);
      made.frames(5);
      const before = made.renderer.stats().totalRecordsWritten;
      made.addSystem(movingSystem(world, quads, rows));
      expect(slopeOf(() => stepOf(made))).toBeLessThanOrEqual(BYTES_PER_FRAME);
      expect(made.renderer.stats().totalRecordsWritten - before).toBeGreaterThan(MOVING * FRAMES);
    },
    TIMEOUT_MS,
  );

  // Whole pixels are the easier case.
  it.each(LONG ? [30, 12.3] : [12.3])(
    'leaves no garbage while a list scrolls by %d px a frame, texts and numbers bound',
    (pixels) => {
      const { list, step } = rowsOfText();
      const slope = slopeOf(() => {
        list.scrollBy(pixels);
        step();
      });
      expect(list.bound).toBeGreaterThan(FRAMES / 2);
      expect(list.scrollTop).toBeGreaterThan(pixels * FRAMES);
      expect(slope).toBeLessThanOrEqual(BYTES_PER_FRAME);
    },
    TIMEOUT_MS,
  );
});

/** An app with this many solid elements, at rest. */
function elements(count: number): { app: HeadlessApp; rows: Int32Array; step(): void } {
  const made = start();
  const page = box(made.world, { flexDirection: 'column' });
  const rows = new Int32Array(count);
  let line = page;
  for (let i = 0; i < count; i++) {
    if (i % 100 === 0) line = box(made.world, { parent: page });
    rows[i] = box(made.world, { parent: line, width: 8, height: 6, fill: '#204060' }) & ROW_MASK;
  }
  made.frames(5);
  return { app: made, rows, step: () => stepOf(made) };
}

function rowsOfText(): { list: ReturnType<typeof virtualList>; step(): void } {
  const made = start();
  const { world } = made;
  const names = ['Oslo', 'Rio', 'Kyoto', 'Quito', 'Accra'].map((name) => internText(world, name));
  const plain = numberFormat({ group: ',' });
  const list = virtualList(world, {
    count: 10_000_000,
    estimatedSize: 28,
    template: (row) =>
      [text(world, { parent: row, width: 100 }), text(world, { parent: row, width: 100 })] as const,
    bind: (_, [name, value], index) => {
      setTextId(world, name, names[index % 5]!);
      setNumber(world, value, index * 7, plain);
    },
  });
  made.frames(5);
  return { list, step: () => stepOf(made) };
}

function start(): HeadlessApp {
  app = createHeadlessApp();
  now = 1000;
  return app;
}

function slopeOf(run: (frame: number) => void): number {
  for (let frame = 0; frame < WARM_UP; frame++) run(frame);
  return heapSlope(run, FRAMES);
}

/** A whole number of ms: a fraction that is handed over is an object, and it would be the test's. */
function stepOf(made: HeadlessApp): void {
  now += FRAME_MS;
  made.step(now);
}
