import { expect, it } from 'vitest';
import { importsSettled } from '../imports';
import { createRandom } from '../property/random';
import { differences } from './differences';
import { createRandomScene, type Kinds } from './random-scene';
import { giveBack, giveBackGpu, lent, takeBackend, takeGpuBackend } from './shared-backend';
import { openBench } from './two-backends';

const WIDTH = 240;
const HEIGHT = 180;
const isLong = Boolean(import.meta.env.RAFTER_LONG);
const ROUNDS = isLong ? 5 : 1;
/** By default one that finds edges which lie in the middle of pixels. */
const SEEDS = isLong ? Array.from({ length: 80 }, (_, i) => 1000 + i) : [1003];
/** Share of pixels that may be off by more than 2 of 255: what is at the edge of a soft shape falls on this side or on that. */
const MOST_OFF = isLong ? 0.001 : 0;

type Picture = Uint8ClampedArray;

it.each(SEEDS)('whatever happens to a scene, WebGPU draws it as WebGL 2: %d', async (seed) => {
  const byGl = await play(seed, 'gl');
  const byGpu = await play(seed, 'gpu');
  for (let round = 0; round < ROUNDS; round++) {
    const { share } = differences(byGl[round]!, byGpu[round]!, 2);
    expect(share, `round ${round}`).toBeLessThanOrEqual(MOST_OFF);
  }
});

/** Changes a scene, looks at each round that parts are drawn as the whole, and gives the pictures. */
async function play(seed: number, by: 'gl' | 'gpu'): Promise<Picture[]> {
  const random = createRandom(seed * 7919);
  const dpr = random.pick([1, 1, 1.25, 1.5, 2]);
  const backend =
    by === 'gl'
      ? lent(await takeBackend(WIDTH, HEIGHT, dpr), giveBack)
      : lent(await takeGpuBackend(WIDTH, HEIGHT, dpr), giveBackGpu);
  const across = Math.floor(WIDTH * dpr);
  const down = Math.floor(HEIGHT * dpr);
  const size = { width: WIDTH, height: HEIGHT, dpr };
  const pixels = async (): Promise<Picture> => backend.readPixels(0, 0, across, down);
  const bench = openBench(backend, size, () => {}, pixels);
  const { app, frame } = bench;
  app.tunables.get('text')!.set('rasterBudget', 100);
  // What some scenes ask for in vain is told of.
  app.on('error', () => {});
  const scene = createRandomScene(bench as never, random, kindsOf(random.chance));
  for (let i = 0; i < 22; i++) scene.add();
  const settle = async (): Promise<void> => {
    await bench.settle();
    await importsSettled();
    await bench.settle();
  };
  await settle();
  const pictures: Picture[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let edits = 1 + random.int(4); edits > 0; edits--) {
      scene.edit();
      for (let frames = 1 + random.int(2); frames > 0; frames--) frame();
    }
    await settle();
    const kept = await pixels();
    app.renderer.invalidate();
    frame();
    const whole = await pixels();
    expect(differences(kept, whole).max, `parts by ${by}, round ${round}`).toBeLessThanOrEqual(1);
    pictures.push(whole);
  }
  app.dispose();
  return pictures;
}

function kindsOf(chance: (percent: number) => boolean): Kinds {
  return {
    moves: false,
    fades: chance(70),
    filters: chance(50),
    modes: chance(50),
    levels: chance(60),
    transforms: chance(70),
    clips: chance(70),
    hints: chance(60),
  };
}
