import { describe, expect, it } from 'vitest';
import { resource } from '../../src/ecs';
import { Viewport } from '../../src/ecs/stores';
import { createRandom, type Random } from '../property/random';
import { differences } from './differences';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';
import { createRandomScene, type Kinds, turnKnob } from './random-scene';

const WIDTH = 240;
const HEIGHT = 180;
const isLong = Boolean(import.meta.env.RAFTER_LONG);
const ROUNDS = isLong ? 16 : 5;
/** By what a scene is put to: how many, by default and in the long tier. */
const SCENES = { plain: [1, 300], moves: [1, 200], coarse: [1, 100] } as const;
/** The first seed: those before are known to find little. */
const FIRST = 1;

type Mode = keyof typeof SCENES;

describe('whatever happens to a scene, what is drawn in parts and kept as pictures', () => {
  for (const mode of Object.keys(SCENES) as Mode[]) {
    const count = SCENES[mode][isLong ? 1 : 0];
    for (let seed = FIRST; seed < FIRST + count; seed++) {
      it(`is what is drawn as a whole: ${mode} ${seed}`, () => play(mode, seed), 60_000);
    }
  }
});

/** `plain` has pictures taken anew too, `moves` has rows told of as moved, `coarse` draws at a lower resolution. */
async function play(mode: Mode, seed: number): Promise<void> {
  const random = createRandom(seed * 7919);
  const offscreen = await openOffscreen(WIDTH, HEIGHT, random.pick([1, 1, 1.25, 1.5, 2]));
  const { app, frame } = offscreen;
  const errors: string[] = [];
  app.on('error', ({ error, system }) => errors.push(`${system}: ${error}`));
  app.tunables.get('text')!.set('rasterBudget', 100);
  const has = kindsOf(random, mode);
  const turns = mode !== 'moves' && random.chance(50);
  const scene = createRandomScene(offscreen, random, has);
  for (let i = 0; i < 22; i++) scene.add();
  if (mode === 'coarse')
    app.tunables.get('quality')!.set('resolutionScale', random.pick([0.5, 0.75]));
  await settle(offscreen);
  const told: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let edits = 1 + random.int(4); edits > 0; edits--) {
      const turned = turns && random.chance(8);
      told.push(turned ? turnKnob(offscreen, random, mode === 'coarse') : scene.edit());
      for (let frames = 1 + random.int(2); frames > 0; frames--) frame();
    }
    if (random.chance(4)) told.push(resize(offscreen, random));
    await settle(offscreen);
    const what = `${mode} ${seed}, round ${round}, ${JSON.stringify(has)}: ${told.slice(-14).join('; ')}`;
    const pictures = picturesOf(offscreen);
    const kept = pixelsOf(offscreen.canvas);
    app.renderer.invalidate();
    frame();
    const whole = pixelsOf(offscreen.canvas);
    // A picture that is taken or given up in this very frame is crisp where its parts are coarse.
    if (mode === 'coarse' && picturesOf(offscreen) !== pictures) continue;
    expectLike(kept, whole, `parts, ${what}`);
    if (mode !== 'plain' || round % 4 !== 3) continue;
    // As if the surface had another size: pictures are taken anew.
    resource(app.world, Viewport).version++;
    for (let i = 0; i < 3; i++) frame();
    expectLike(whole, pixelsOf(offscreen.canvas), `pictures, ${what}`);
  }
  expect(errors).toEqual([]);
}

function kindsOf(random: Random, mode: Mode): Kinds {
  return {
    moves: mode === 'moves',
    fades: random.chance(70),
    filters: random.chance(50),
    modes: random.chance(50),
    levels: random.chance(60),
    transforms: random.chance(70),
    clips: random.chance(70),
    hints: random.chance(60),
  };
}

function resize({ resize, frame }: Offscreen, random: Random): string {
  const dpr = random.pick([1, 1.25, 2]);
  resize(WIDTH - random.int(30), HEIGHT - random.int(20), dpr);
  frame();
  return `resize to ${dpr}`;
}

/** What changes when a layer is kept as a picture, or is one no more. */
function picturesOf({ app }: Offscreen): string {
  const { totalBakes, baked, groups } = app.renderer.stats();
  return `${totalBakes} ${baked} ${groups}`;
}

/** Runs frames until what is loaded and what rests has come. */
async function settle({ frame }: Offscreen): Promise<void> {
  for (let i = 0; i < 9; i++) {
    frame();
    if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function expectLike(found: Uint8ClampedArray, wanted: Uint8ClampedArray, what: string): void {
  expect(differences(found, wanted).max, what).toBeLessThanOrEqual(1);
}
