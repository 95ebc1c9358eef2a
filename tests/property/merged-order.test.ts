import { describe, expect, it } from 'vitest';
import { columns, resource, treeOf } from '../../src/ecs';
import {
  Ink,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
} from '../../src/ecs/stores';
import { Runs } from '../../src/systems/render-batching/runs';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { box, type Style, setStyle, text } from '../../src/ui';
import { createRandom, type Random } from './random';

const SCENES = process.env.RAFTER_LONG ? 1_000 : 6;
const ELEMENTS = 40;
const SWITCHES = ['merging', 'solidsFirst', 'culling', 'cheapestProgram'] as const;
const INDICES_A_QUAD = 6;

type Rect = readonly [left: number, top: number, right: number, bottom: number];
const SURFACE: Rect = [0, 0, 260, 200];
/** A record that was drawn: whose it is, the layer, where that element draws in it, and on the surface. */
type Drawn = { record: number; row: number; layer: number; local: Rect; surface: Rect };

describe('what is drawn with merged draws, in 1,000 scenes in the long tier', () => {
  it.each([
    ['in one layer', false],
    ['in layers that move, turn, scale and clip', true],
  ])('is all of painter’s order, %s, and keeps the order of whatever overlaps', (_, layers) => {
    let swaps = 0;
    let passed = 0;
    for (let seed = 1; seed <= SCENES; seed++) {
      const random = createRandom(seed);
      const { app, recorded } = openRecorded();
      const elements = furnish(app, random, layers);
      app.frames(2);
      for (let turn = 0; turn < 3; turn++) {
        const moved = random.pick(elements);
        setStyle(app.world, moved, { left: random.int(260) - 10, top: random.int(200) - 10 });
        const painters = drawnWith(app, recorded, false);
        const merged = drawnWith(app, recorded, true);
        expect(recordsOf(merged, true), `scene ${seed}`).toEqual(recordsOf(painters, true));
        const order = new Map(recordsOf(painters).map((record, at) => [record, at]));
        const [wrong, right, across] = compare(merged, order);
        expect(wrong, `scene ${seed}, turn ${turn}`).toEqual([]);
        swaps += right;
        passed += across;
      }
      app.dispose();
    }
    // Else it would say nothing.
    expect(swaps).toBeGreaterThan(SCENES * 20);
    if (layers) expect(passed).toBeGreaterThan(SCENES);
  });
});

/** An app, and the records it has drawn since `clear`, in their order. */
function openRecorded() {
  const app = createHeadlessApp({ width: 260, height: 200, background: '#102030' });
  const { backend } = app;
  const recorded: number[] = [];
  let indices = new Uint32Array();
  const upload = backend.uploadIndices;
  const draw = backend.draw;
  Object.assign(backend, {
    uploadIndices(words: Uint32Array<ArrayBuffer>, first: number, count: number) {
      indices = words;
      return upload(words, first, count);
    },
    draw(...[program, first, count, blend]: Parameters<typeof draw>) {
      for (let at = first; at < first + count; at += INDICES_A_QUAD) {
        recorded.push(indices[at]! >>> 2);
      }
      draw(program, first, count, blend);
    },
  });
  return { app, recorded };
}

/** What a frame of the whole surface draws, with everything that changes the order, or without. */
function drawnWith(app: HeadlessApp, recorded: number[], on: boolean): Drawn[] {
  const rendering = app.tunables.get('rendering')!;
  for (const name of SWITCHES) rendering.set(name, name === 'culling' ? false : on);
  app.renderer.invalidate();
  recorded.length = 0;
  app.frames(1);
  const rows = rowsOf(app);
  const found: Drawn[] = [];
  for (const record of recorded) {
    const row = rows.get(record);
    if (row === undefined) continue;
    const drawn = placed(app, record, row);
    // What is out of sight may be left out, or be in what is drawn of others.
    if (isSeen(drawn.surface)) found.push(drawn);
  }
  return found;
}

/** Rows of all records that draw something. */
function rowsOf({ world }: HeadlessApp): Map<number, number> {
  const tree = treeOf(world);
  const { start, count, chunk } = columns(world, Runs);
  const found = new Map<number, number>();
  for (let i = 0; i < tree.length; i++) {
    const row = tree.order[i]!;
    if (chunk[row]! < 0 || start[row]! < 0) continue;
    for (let at = 0; at < count[row]!; at++) found.set(start[row]! + at, row);
  }
  return found;
}

function placed({ world }: HeadlessApp, record: number, row: number): Drawn {
  const ink = columns(world, Ink);
  const layer = columns(world, Runs).layer[row]!;
  const local: Rect = [ink.left[row]!, ink.top[row]!, ink.right[row]!, ink.bottom[row]!];
  return { record, row, layer, local, surface: onSurface(world, layer, local) };
}

function onSurface(world: HeadlessApp['world'], layer: number, local: Rect): Rect {
  const { floats } = resource(world, LayerRows);
  const word = (offset: number): number => floats[layer * LAYER_WORDS + offset]!;
  const xs: number[] = [];
  const ys: number[] = [];
  for (const x of [local[0], local[2]]) {
    for (const y of [local[1], local[3]]) {
      xs.push(word(LAYER_A) * x + word(LAYER_C) * y + word(LAYER_TX));
      ys.push(word(LAYER_B) * x + word(LAYER_D) * y + word(LAYER_TY));
    }
  }
  return [
    Math.max(Math.min(...xs), word(LAYER_CLIP)),
    Math.max(Math.min(...ys), word(LAYER_CLIP + 1)),
    Math.min(Math.max(...xs), word(LAYER_CLIP + 2)),
    Math.min(Math.max(...ys), word(LAYER_CLIP + 3)),
  ];
}

/** Pairs that were swapped: those that must not be, how many others there are, and how many of these are of two layers. */
function compare(
  merged: readonly Drawn[],
  order: ReadonlyMap<number, number>,
): [wrong: string[], right: number, across: number] {
  const wrong: string[] = [];
  let right = 0;
  let across = 0;
  for (const [at, later] of merged.entries()) {
    for (let i = 0; i < at; i++) {
      const earlier = merged[i]!;
      if (order.get(earlier.record)! < order.get(later.record)!) continue;
      const isOneLayer = earlier.layer === later.layer;
      const meet = isOneLayer
        ? overlap(earlier.local, later.local)
        : overlap(earlier.surface, later.surface);
      if (earlier.row === later.row || meet) {
        wrong.push(
          `record ${earlier.record} of ${earlier.row} before ${later.record} of ${later.row}`,
        );
      } else {
        right++;
        if (!isOneLayer) across++;
      }
    }
  }
  return [wrong, right, across];
}

function isSeen(rect: Rect): boolean {
  return rect[0] < rect[2] && rect[1] < rect[3] && overlap(rect, SURFACE);
}

function overlap(a: Rect, b: Rect): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function recordsOf(drawn: readonly Drawn[], sorted = false): number[] {
  const records = drawn.map(({ record }) => record);
  return sorted ? records.sort((a, b) => a - b) : records;
}

/** Looks of boxes and texts alike. */
type Look = Omit<Style, 'direction'>;

function furnish({ world }: HeadlessApp, random: Random, layers: boolean) {
  const looks: (() => Look)[] = [
    () => ({ boxShadow: { y: 2, blur: 6, color: '#000000a0' }, fill: '#ffffff' }),
    () => ({ gradient: 'linear-gradient(40deg, #f00, #00f)', borderRadius: 5 }),
    () => ({ fill: '#88cc4480', borderRadius: 4 }),
    () => ({ fill: '#334455' }),
    () => ({ fill: '#f0e0c0' }),
  ];
  const elements: ReturnType<typeof box>[] = [];
  for (let i = 0; i < ELEMENTS; i++) {
    const parent = layers && random.chance(60) && elements.length > 0 ? random.pick(elements) : 0;
    const style: Look = {
      position: 'absolute',
      left: random.int(parent ? 60 : 240) - 10 + random.int(4) / 4,
      top: random.int(parent ? 40 : 180) - 10 + random.int(4) / 4,
      width: 8 + random.int(60),
      height: 8 + random.int(50),
    };
    if (layers && random.chance(35)) Object.assign(style, layerLook(random));
    const under = parent ? { parent } : {};
    elements.push(
      random.chance(15)
        ? text(world, { ...style, ...under, content: 'Ab', fontSize: 12 })
        : box(world, { ...style, ...under, ...random.pick(looks)() }),
    );
  }
  return elements;
}

function layerLook(random: Random): Look {
  return random.pick<Look>([
    { translate: [random.int(30) - 15, random.int(20) / 3] },
    { overflow: 'hidden' },
    { overflow: 'hidden', borderRadius: 6 },
    { rotate: random.int(90) },
    { scale: random.pick([0.5, 1.5]) },
    { zIndex: random.int(3) - 1 },
  ]);
}
