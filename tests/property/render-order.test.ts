import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Phase } from '../../src/ecs';
import { LAYER_WORDS } from '../../src/systems/render-batching';
import { createStage, type Stage } from '../unit/systems/render-batching/stage';
import { type Canvas, createCanvas, type Rect } from './render/canvas';
import { type Edit, Scene } from './render/edits';
import { drawModel } from './render/model';
import { replay } from './render/replay';

const LONG = process.env.RAFTER_LONG === '1';
const WIDTH = 48;
const HEIGHT = 48;

/** Where in the frame edits are made, by `Step.phase`; outside of it below 5. Those of batch and render come after the systems. */
const PHASES: Record<number, Phase> = { 7: 'publish', 8: 'batch', 9: 'render' };

/** Edits made together, where in the frame, and what happens to device and surface. */
type Step = { edits: Edit[]; phase: number; event: number };

/** Makes steps happen, and frames, and draws what they drew. */
type Player = { play(step: Step): void; frame(): void };

/** After which texts of scaled layers are drawn in their scale, and the glyphs they need. */
const FRAMES_TO_REST = 8;

const number = fc.nat({ max: 1 << 20 });
const edit = fc.record({ kind: number, at: number, a: number, b: number, c: number, d: number });
const step = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
  phase: fc.nat({ max: 9 }),
  event: fc.nat({ max: 39 }),
});
const run = fc.record({
  dpr: fc.constantFrom(1, 1.25, 2),
  // At the default everything on a surface as small as this would be one rectangle.
  passPixels: fc.constantFrom(0, 0, 20, 4096),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
});

/** Mostly texts in layers that are scaled, move and change hands. */
const scaled = fc.record({
  dpr: fc.constantFrom(1, 2),
  passPixels: fc.constantFrom(0, 0, 20, 4096),
  steps: fc.array(
    fc.record({
      edits: fc.array(
        fc.record({
          kind: fc.constantFrom(0, 0, 0, 0, 23, 23, 18, 6, 15, 8, 22, 20, 13, 5),
          ...{ at: number, a: number, c: number },
          b: fc.nat({ max: 1000 }),
          d: fc.constantFrom(0, 1, 5, 6, 14, 21, 28, 30, 31, 100, 101),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      phase: fc.nat({ max: 9 }),
      event: fc.nat({ max: 39 }),
    }),
    { minLength: 1, maxLength: 14 },
  ),
});

let mostRects = 0;

describe('the picture', () => {
  it(
    'kept over partial frames equals the tree drawn anew in painter’s order after any edits',
    () => {
      fc.assert(
        fc.property(run, ({ dpr, passPixels, steps }) => {
          play(dpr, passPixels, steps);
        }),
        { numRuns: LONG ? 20_000 : 40 },
      );
      // Else the property would say nothing about several.
      expect(mostRects).toBeGreaterThan(3);
    },
    LONG ? 1_200_000 : 60_000,
  );

  it(
    'of texts in layers that were scaled is that of their own scale once they rest',
    () => {
      fc.assert(
        fc.property(scaled, ({ dpr, passPixels, steps }) => {
          play(dpr, passPixels, steps);
        }),
        { numRuns: LONG ? 10_000 : 15 },
      );
    },
    LONG ? 1_200_000 : 60_000,
  );
});

function play(dpr: number, passPixels: number, steps: Step[]): void {
  const stage = createStage({ width: WIDTH, height: HEIGHT, dpr, passPixels, keep: true });
  try {
    const scene = new Scene(stage);
    const picture = createCanvas(Math.floor(WIDTH * dpr), Math.floor(HEIGHT * dpr));
    const player = createPlayer(stage, scene, picture);
    for (const each of steps) {
      player.play(each);
      const unsure: Rect[] = [];
      const expected = drawModel(scene.roots, scene.view, unsure);
      checkPixels(picture, expected, unsure);
      checkLayers(stage);
    }
    for (let i = 0; i < FRAMES_TO_REST; i++) player.frame();
    checkPixels(picture, drawModel(scene.roots, scene.view), []);
    const before = stage.backend.counters.frames;
    stage.frame(2);
    expect(stage.backend.counters.frames).toBe(before);
    expect(stage.failures).toEqual([]);
  } finally {
    stage.dispose();
  }
}

function createPlayer(stage: Stage, scene: Scene, picture: Canvas): Player {
  let queued: (() => void) | undefined;
  let phase: Phase = 'update';
  for (const name of ['update', 'publish', 'batch', 'render'] as const) {
    stage.runner.add({
      name: `edits in ${name}`,
      phase: name,
      reads: [],
      writes: [],
      update() {
        if (phase !== name) return;
        queued?.();
        queued = undefined;
      },
      dispose() {},
    });
  }
  let seen = 0;
  function frame(): void {
    stage.frame();
    const { frames } = stage.backend.counters;
    if (frames !== seen) {
      replay(stage.backend, picture, scene.view.dpr);
      checkRects(stage);
    }
    seen = frames;
  }
  function play({ edits, phase: where, event }: Step): void {
    const all = (): void => {
      for (const each of edits) scene.apply(each);
    };
    if (where < 5) all();
    else queued = all;
    phase = PHASES[where] ?? 'update';
    if (event === 0) stage.backend.lose();
    if (event === 1) stage.resize(0, HEIGHT);
    frame();
    // What is edited behind projection is found in the next frame.
    if (where >= 7) frame();
    if (event === 0) stage.backend.restore();
    if (event === 1) stage.resize(WIDTH, HEIGHT);
    if (event === 2) stage.batching.invalidate();
    if (event <= 2) frame();
  }

  return { play, frame };
}

/** Compares every pixel but those whose centres lie in a rectangle of `unsure` (device pixels). */
function checkPixels(actual: Canvas, expected: Canvas, unsure: readonly Rect[]): void {
  for (let at = 0; at < expected.pixels.length; at++) {
    if (actual.pixels[at] === expected.pixels[at]) continue;
    const pixel = Math.floor(at / 3);
    const x = pixel % expected.width;
    const y = Math.floor(pixel / expected.width);
    const isUnsure = unsure.some(
      ([left, top, right, bottom]) => x >= left - 1 && y >= top - 1 && x < right && y < bottom,
    );
    if (isUnsure) continue;
    throw new Error(`pixel ${x}, ${y}: ${actual.pixels[at]} instead of ${expected.pixels[at]}`);
  }
}

/** Rectangles must not overlap, or what is translucent would be blended twice, and are as many as the statistics say. */
function checkRects({ backend, stats }: Stage): void {
  const { rects } = backend.lastFrame!;
  let pixels = 0;
  for (const [at, a] of rects.entries()) {
    pixels += a.width * a.height;
    for (const b of rects.slice(0, at)) {
      const apart =
        a.x >= b.x + b.width ||
        b.x >= a.x + a.width ||
        a.y >= b.y + b.height ||
        b.y >= a.y + a.height;
      if (!apart) throw new Error(`${JSON.stringify(a)} overlaps ${JSON.stringify(b)}`);
    }
  }
  if (stats.damageRects !== rects.length || stats.damagedPixels !== pixels) {
    throw new Error(`${rects.length} rectangles of ${pixels} pixels: ${JSON.stringify(stats)}`);
  }
  mostRects = Math.max(mostRects, rects.length);
}

function checkLayers({ backend, rows }: Stage): void {
  const floats = new Float32Array(backend.layers.buffer);
  for (let id = 0; id < rows.count; id++) {
    const at = id * LAYER_WORDS;
    for (let word = 0; word < 12; word++) {
      if (!Number.isFinite(floats[at + word]!) && word !== 7) {
        throw new Error(`word ${word} of layer row ${id} is ${floats[at + word]}`);
      }
    }
  }
}
