import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, type Entity, PAINT, PLACE, ROW_MASK, touch } from '../../src/ecs';
import { Box, Fill, Ink } from '../../src/ecs/stores';
import { KIND_GLYPH, RECORD_GLYPH_ORIGIN } from '../../src/systems/render-batching/record-format';
import { Runs } from '../../src/systems/render-batching/runs';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { type BoxOptions, box, image, type TextOptions, text } from '../../src/ui';
import { importsSettled } from '../imports';

const LONG = process.env.RAFTER_LONG === '1';
const WIDTH = 120;
const HEIGHT = 90;
/** Images come, and are made between frames. */
const SETTLING_FRAMES = 4;

type Element = {
  style: number;
  x: number;
  y: number;
  width: number;
  height: number;
  parent: number;
};
type Place = {
  parent: Entity;
  position: 'absolute';
  left: number;
  top: number;
  width: number;
  height: number;
};
type Move = { at: number; across: number; down: number; paints: boolean };

const STYLES: readonly BoxOptions[] = [
  { fill: '#204060' },
  { fill: '#20406080' },
  { fill: '#101010' },
  {},
  { fill: '#e5616b', borderRadius: 4 },
  { fill: '#7fb069', borderWidth: 1.4, borderColor: '#fff' },
  { borderWidth: 2, borderColor: ['#fff', '#000', '#f00', '#0f08'], fill: '#7fb069' },
  { borderBottomWidth: 1.2, borderBottomColor: '#f6ae2d' },
  { borderWidth: [1, 3], borderRadius: 5, borderColor: ['#fff', '#00f'], fill: '#7fb069' },
  { fill: '#fff', boxShadow: '0.3px 2px 5px 1px #0008' },
  { fill: '#fffc', boxShadow: { x: 1, y: 1, blur: 3, color: '#000', inset: true } },
  {
    gradient: 'linear-gradient(30deg, #4c8dff, #35d0a5 80%)',
    borderWidth: 0.7,
    borderColor: '#fff',
  },
  { gradient: 'radial-gradient(circle at 30% 30%, #fff, #fc0 20%, #830)' },
];
const TEXTS: readonly TextOptions[] = [
  { content: '42' },
  { content: 'To be cut off', fill: '#204060' },
  { content: 'AV 7', fill: '#20406080', padding: 1.3, textAlign: 'center' },
  { content: 'several words on several lines', whiteSpace: 'normal', fill: '#333' },
  { content: 'مرحبا 12', textAlign: 'end' },
  { content: ' ', fill: '#222' },
  { content: 'under a shadow', boxShadow: '0 1px 2px #000' },
  { content: '🚀 up', borderWidth: 1, borderColor: '#fff' },
];
const KINDS = STYLES.length + TEXTS.length + 2;

const distance = fc.oneof(
  fc.integer({ min: -30, max: 30 }),
  fc.integer({ min: -640, max: 640 }).map((sixtyfourths) => sixtyfourths / 64),
  fc.float({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(0, 0.5, 500, -1500, 3e6, 25e6, -3e9, Number.NaN, Number.POSITIVE_INFINITY),
);
const element = fc.record({
  style: fc.nat({ max: KINDS - 1 }),
  x: fc.float({ min: -10, max: WIDTH, noNaN: true }),
  y: fc.integer({ min: -10, max: HEIGHT }),
  width: fc.integer({ min: 1, max: 150 }).map((halves) => halves / 2),
  height: fc.integer({ min: 1, max: 50 }),
  parent: fc.nat({ max: 7 }),
});
const move = fc.record({
  at: fc.nat(),
  across: distance,
  down: distance,
  paints: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
});
const scene = fc.record({
  dpr: fc.constantFrom(1, 1.25, 1.5, 2),
  elements: fc.array(element, { minLength: 1, maxLength: 14 }),
  frames: fc.array(fc.array(move, { minLength: 1, maxLength: 20 }), {
    minLength: 1,
    maxLength: 12,
  }),
});

/** Elements that are as many others, so that a frame moves hundreds. */
const crowd = fc.record({
  dpr: fc.constantFrom(1, 1.25, 1.5, 2),
  elements: fc
    .array(element, { minLength: 3, maxLength: 14 })
    .map((few) => Array.from({ length: CROWD }, (_, i) => placed(few[i % few.length]!, i))),
  frames: fc.array(fc.array(move, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 4 }),
});

/** Elements of a crowd: 256 are left when what was damaged is most of the surface, and so all are written together. */
const CROWD = 640;

function placed(like: Element, index: number): Element {
  return { ...like, x: like.x + ((index * 37) % WIDTH), y: like.y + ((index * 23) % HEIGHT) };
}

describe('what has only moved', () => {
  it(
    'is written, listed, sent and drawn as if it were painted anew where hundreds move',
    async () => {
      await fc.assert(
        fc.asyncProperty(crowd, async ({ dpr, elements, frames }) => {
          const moved = await openStage(dpr, elements, PLACE);
          const painted = await openStage(dpr, elements, PAINT);
          const all = elements.map((_, at) => ({ at, across: 0.25, down: 0.5, paints: false }));
          try {
            // What writes hundreds comes after the first frame that has them.
            for (const stage of [moved, painted]) {
              stage.frame(all);
              await importsSettled();
              stage.frame(all);
              stage.take();
            }
            for (const moves of frames) {
              const spread = all.map(({ at }) => ({ ...moves[at % moves.length]!, at }));
              moved.frame(spread);
              painted.frame(spread);
              const drawn = moved.drawn();
              for (const each of painted.drawn(dpr)) expect(drawn).toContain(each);
              expect(moved.arrived()).toEqual(painted.arrived());
              expect(moved.take().left).toEqual(painted.take().left);
            }
          } finally {
            moved.app.dispose();
            painted.app.dispose();
          }
        }),
        { numRuns: LONG ? 100 : 1 },
      );
    },
    LONG ? 1_200_000 : 60_000,
  );

  it(
    'is written, listed, sent and drawn as if it were painted anew',
    async () => {
      await fc.assert(
        fc.asyncProperty(scene, async ({ dpr, elements, frames }) => {
          const moved = await openStage(dpr, elements, PLACE);
          const painted = await openStage(dpr, elements, PAINT);
          try {
            for (const moves of frames) {
              moved.frame(moves);
              painted.frame(moves);
              expect(moved.take()).toEqual(painted.take());
            }
          } finally {
            moved.app.dispose();
            painted.app.dispose();
          }
        }),
        { numRuns: LONG ? 20_000 : 8 },
      );
    },
    LONG ? 1_200_000 : 60_000,
  );
});

/** An app whose elements are moved by columns, and told of by `kind` of dirt. */
async function openStage(dpr: number, elements: readonly Element[], kind: number) {
  const app = createHeadlessApp({ width: WIDTH, height: HEIGHT, dpr });
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));
  const { sent, records, indices } = record(app);
  const rows = addElements(app, elements);
  app.frames(2);
  for (let i = 0; i < SETTLING_FRAMES && app.imageFiles.requests.length > 0; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    for (const request of app.imageFiles.requests) await request.arrive(40, 30);
    app.frames(1);
  }
  sent.length = 0;
  return {
    app,
    frame(moves: readonly Move[]) {
      const { world } = app;
      const { x, y } = columns(world, Box);
      const { color } = columns(world, Fill);
      for (const { at, across, down, paints } of moves) {
        const row = rows[at % rows.length]!;
        // What is not a number may become one again.
        x[row] = Number.isFinite(x[row]! + across) ? x[row]! + across : x[row] === 7 ? across : 7;
        y[row] = Number.isFinite(y[row]! + down) ? y[row]! + down : y[row] === 7 ? down : 7;
        if (paints) color[row]! ^= 0x00ffffff;
        touch(world, row, paints ? PAINT : kind);
      }
      app.frames(1);
    },
    /**
     * Each rectangle that was drawn, and each record in one; with a ratio, of those alone that lie in it for sure: on the page itself,
     * not in one of its turned or faded parts.
     */
    drawn(dpr?: number): Set<string> {
      const all = new Set<string>();
      const { start, count } = columns(app.world, Runs);
      const { left, top, right, bottom } = columns(app.world, Ink);
      const rowOf = new Map<number, number>();
      rows.forEach((row, i) => {
        if (elements[i]!.parent % PARENTS > LAST_ON_PAGE) return;
        for (let at = 0; at < count[row]!; at++) rowOf.set(start[row]! + at, row);
      });
      const liesIn = (record: number, rect: string): boolean => {
        const row = rowOf.get(record);
        const [x, y, width, height] = rect.split(' ').map((each) => Number(each) / dpr!);
        if (row === undefined || left[row]! >= right[row]! || top[row]! >= bottom[row]!)
          return false;
        const isAcross = left[row]! < x! + width! && right[row]! > x!;
        return isAcross && top[row]! < y! + height! && bottom[row]! > y!;
      };
      for (const line of sent) {
        const [rect, ...draws] = DRAWN.test(String(line)) ? String(line).split(', ') : [];
        if (rect) all.add(rect);
        for (const draw of draws) {
          const [, first, length] = draw.split(' ').map(Number);
          for (let at = first!; at < first! + length!; at += 6) {
            const record = indices.words[at]! >> 2;
            if (dpr === undefined || liesIn(record, rect!)) all.add(`${rect}: ${record}`);
          }
        }
      }
      return all;
    },
    /**
     * The records of each row as the device has them, but for where in the atlas bitmaps lie: of new ones that depends on which rows
     * are written first.
     */
    arrived(): readonly string[] {
      const { start, count } = columns(app.world, Runs);
      return Array.from(rows, (row) => {
        const words = records.words.slice(start[row]! * 16, (start[row]! + count[row]!) * 16);
        for (let at = 0; at < words.length; at += 16) {
          if ((words[at + 4]! & 0xff) === KIND_GLYPH) words[at + RECORD_GLYPH_ORIGIN] = 0;
        }
        return bytesOf(words, 0, words.length);
      });
    },
    /** What the frame left and sent. */
    take() {
      const { world } = app;
      const ink = columns(world, Ink);
      const runs = columns(world, Runs);
      // Which lines are there is looked up for texts that are left out in part.
      const { firstLine, endLine, move: _, ...others } = runs;
      const written = [ink.left, ink.top, ink.right, ink.bottom, ...Object.values(others)];
      const left = Array.from(rows, (row) => [
        ...written.map((each) => each[row]),
        ...(runs.asleep[row] === 0 ? [] : [firstLine[row], endLine[row]]),
      ]);
      // Not how many were written: what is painted asks for spaces too, and is written again when those have come.
      const { listBuilds, records } = app.renderer.stats();
      const taken = { left, sent: [...sent], errors: errors.length, listBuilds, records };
      sent.length = 0;
      return taken;
    },
  };
}

/** A rectangle, and what was drawn in it. */
const DRAWN = /^-?\d+ -?\d+ \d+ \d+(,|$)/;

/** Places for elements: three times the page, and three of its parts. */
const PARENTS = 6;
const LAST_ON_PAGE = 2;

function addElements({ world }: HeadlessApp, elements: readonly Element[]): Int32Array {
  const page = box(world, { overflow: 'hidden' });
  const whole = { position: 'absolute', width: WIDTH, height: HEIGHT } as const;
  const parents = [
    ...[page, page, page],
    box(world, { parent: page, ...whole, opacity: 0.5 }),
    box(world, { parent: page, ...whole, rotate: 10 }),
    box(world, { parent: page, ...whole, overflow: 'hidden', borderRadius: 9, left: 20 }),
  ];
  const rows = elements.map(({ style, x, y, width, height, parent }) => {
    const place: Place = {
      ...{ parent: parents[parent % parents.length]!, position: 'absolute' },
      ...{ left: x, top: y, width, height },
    };
    return add(world, style, place) & ROW_MASK;
  });
  return Int32Array.from(rows);
}

function add(world: HeadlessApp['world'], style: number, place: Place): Entity {
  const plain = STYLES[style];
  if (plain) return box(world, { ...place, ...plain });
  const words = TEXTS[style - STYLES.length];
  if (words) return text(world, { ...place, fontSize: 9, ...words });
  const fit = style % 2 === 0 ? 'cover' : 'fill';
  return image(world, { ...place, source: 'face.png', objectFit: fit, borderWidth: 0.6 });
}

/** Words that arrived, each where it belongs. */
class Arrived {
  words = new Uint32Array(0);

  take(from: Uint32Array, first: number, count: number): void {
    if (this.words.length < from.length) {
      const grown = new Uint32Array(from.length);
      grown.set(this.words);
      this.words = grown;
    }
    this.words.set(from.subarray(first, first + count), first);
  }
}

/** Writes down all that is sent and drawn, and keeps what a device would have. */
function record({ backend }: HeadlessApp) {
  const sent: unknown[] = [];
  const records = new Arrived();
  const indices = new Arrived();
  // By rectangle. They share no pixel, and come in the order in which they were damaged.
  let drawn: string[] = [];
  const { uploadRecords, uploadIndices, beginFrame, nextRect, draw, endFrame } = backend;
  Object.assign(backend, {
    uploadRecords(words: Uint32Array, first: number, count: number) {
      sent.push('records', first, bytesOf(words, first * 16, count * 16));
      records.take(words, first * 16, count * 16);
      return uploadRecords(words, first, count);
    },
    uploadIndices(words: Uint32Array, first: number, count: number) {
      sent.push('indices', first, bytesOf(words, first, count));
      indices.take(words, first, count);
      return uploadIndices(words, first, count);
    },
    beginFrame(...rect: Parameters<typeof beginFrame>) {
      const [x, y, width, height, color] = rect;
      sent.push('begin', color);
      drawn = [`${x} ${y} ${width} ${height}`];
      beginFrame(...rect);
    },
    nextRect(...rect: Parameters<typeof nextRect>) {
      drawn.push(rect.join(' '));
      nextRect(...rect);
    },
    draw(...range: Parameters<typeof draw>) {
      drawn.push(`${drawn.pop()}, ${range.join(' ')}`);
      draw(...range);
    },
    endFrame() {
      sent.push(...drawn.sort());
      drawn = [];
      endFrame();
    },
  });
  return { sent, records, indices };
}

/** Words as one string, which is compared at once. */
function bytesOf(words: Uint32Array, first: number, count: number): string {
  return Buffer.from(words.buffer, words.byteOffset + first * 4, count * 4).toString('hex');
}
