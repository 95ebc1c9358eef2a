import 'bidi-js';
import { type App, box, image, text } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { colorCount, difference, frames, pixelsOf, until } from '../app/page';
import { game } from './game';
import { contextOf, countGlObjects, lose, loserOf, once, patch, restore, turn } from './gl';
import { scenes } from './scenes';
import { screen, settled } from './screen';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
const LOSSES = isLong ? 100 : 1;
const WARM = isLong ? 20 : 1;
const MEGA = 1024 * 1024;
const names = isLong ? Object.keys(scenes) : ['pictures'];
/** What is on the screen when a context goes in the middle: what is added then is of all kinds. */
const SCENE = isLong ? 'pictures' : 'plain';
/** Calls of a frame, and how many of each are tried. */
const CALLS: Record<string, number> = isLong
  ? {
      texSubImage2D: 3,
      texSubImage3D: 3,
      bufferData: 1,
      bufferSubData: 1,
      bindTexture: 3,
      bindBuffer: 3,
      useProgram: 3,
      clear: 3,
      drawElements: 3,
    }
  : { texSubImage3D: 1, drawElements: 1 };

/** Which of two contexts comes back first. */
const ORDERS = [
  [0, 1],
  [1, 0],
] as const;

describe.each(names)('a lost context, with a picture of %s', (name) => {
  it(`comes back ${LOSSES} times with the same picture, no object and at most 1 MB more`, async () => {
    const objectsOf = countGlObjects();
    const { app, canvas, errors } = await screen(name);
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    // Programs are made when they are first needed, of which some were while not all had come.
    const most = objectsOf(canvas);
    expect(most).toMatchObject({ Texture: expect.any(Number), Buffer: 1, VertexArray: 1 });
    let objects: typeof most | undefined;
    let bytes = 0;
    const times: number[] = [];
    // The first losses compile and grow what later ones use again.
    for (let loss = -WARM; loss < LOSSES; loss++) {
      if (loss === 0) bytes = await heapBytes();
      await lose(canvas);
      await frames(1);
      expect(contextOf(canvas).isContextLost()).toBe(true);
      const { framesDrawn } = app.renderer.stats();
      const begin = performance.now();
      await restore(canvas);
      await until(() => app.renderer.stats().framesDrawn > framesDrawn);
      contextOf(canvas).finish();
      times.push(performance.now() - begin);
      await frames(1);
      expect(difference(pixelsOf(canvas), before)).toBe(0);
      expect(app.renderer.stats().framesDrawn).toBeLessThanOrEqual(framesDrawn + 2);
      objects ??= objectsOf(canvas);
      expect(objectsOf(canvas)).toEqual(objects);
      expect(contextOf(canvas).getError()).toBe(0);
    }
    const grown = (await heapBytes()) - bytes;
    expect({ ...objects, Program: most.Program }).toEqual(most);
    if (isLong) {
      times.sort((a, b) => a - b);
      const p95 = times[Math.ceil(times.length * 0.95) - 1]!;
      console.info(`${name}: restored in ${p95.toFixed(0)} ms (p95 of ${times.length})`);
      console.info(`${name}: ${(grown / MEGA).toFixed(2)} MB more after ${LOSSES} losses`);
    }
    expect(grown).toBeLessThanOrEqual(MEGA);
    expect(errors).toEqual([]);
  });
});

describe('a context that is lost in the middle of something', () => {
  let wanted: Uint32Array | undefined;

  it.each(
    Object.entries(CALLS).flatMap(([method, count]) =>
      Array.from({ length: count }, (_, i) => ({ method, call: i + 1 })),
    ),
  )('comes back with the whole picture: $method, call $call', async ({ method, call }) => {
    if (!wanted) {
      const never = await screen(SCENE);
      change(never.app);
      await settled(never.app);
      wanted = pixelsOf(never.canvas);
    }
    const { app, canvas, errors } = await screen(SCENE);
    const before = pixelsOf(canvas);
    const loser = loserOf(canvas);
    let left = call;
    patch(method, (context, original, given) => {
      if (context.canvas === canvas && left > 0 && --left === 0) loser.loseContext();
      return original.apply(context, given);
    });
    const told = once(canvas, 'webglcontextlost');
    change(app);
    await frames(2);
    if (left > 0) {
      // Made only anew: while all is sent again.
      await lose(canvas);
      const again = once(canvas, 'webglcontextlost');
      await restore(canvas);
      await until(() => left === 0);
      await again;
    }
    await told;
    await frames(2);
    expect(contextOf(canvas).isContextLost()).toBe(true);
    await restore(canvas);
    await frames(2);
    await settled(app);
    expect(difference(pixelsOf(canvas), wanted)).toBe(0);
    expect(difference(pixelsOf(canvas), before)).toBeGreaterThan(100);
    expect(contextOf(canvas).getError()).toBe(0);
    expect(errors).toEqual([]);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'comes back when it goes again before anything was drawn',
    async () => {
      const { app, canvas, errors } = await screen('plain');
      const before = pixelsOf(canvas);
      for (let round = 0; round < 2; round++) {
        await lose(canvas);
        const again = once(canvas, 'webglcontextlost');
        const listener = (): void => loserOf(canvas).loseContext();
        canvas.addEventListener('webglcontextrestored', listener, { once: true });
        await restore(canvas);
        await again;
        await turn();
        await restore(canvas);
        await frames(2);
        await settled(app);
        expect(difference(pixelsOf(canvas), before)).toBe(0);
      }
      expect(errors).toEqual([]);
    },
  );
});

describe('two contexts that are lost at once', () => {
  it('come back with their own pictures, in either order, and changes made meanwhile', async () => {
    const first = await screen('plain');
    const second = await screen(isLong ? 'pictures' : 'words');
    const before = [first, second].map(({ canvas }) => pixelsOf(canvas));
    for (const order of isLong ? ORDERS : ORDERS.slice(1)) {
      const [sooner, later] = order.map((at) => [first, second][at]!);
      await lose(first.canvas, second.canvas);
      await frames(2);
      await restore(sooner!.canvas);
      await frames(2);
      expect(contextOf(later!.canvas).isContextLost()).toBe(true);
      await restore(later!.canvas);
      for (const [i, { app, canvas }] of [first, second].entries()) {
        await frames(2);
        await settled(app);
        expect(difference(pixelsOf(canvas), before[i]!)).toBe(0);
      }
    }
    expect([...first.errors, ...second.errors]).toEqual([]);
  });
});

describe.each(names)('a lost context of a game, with a picture of %s in it', (name) => {
  it(`comes back ${LOSSES} times with the same picture and no object more`, async () => {
    const objectsOf = countGlObjects();
    const { canvas, draw, ui } = await game(name);
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    let objects: ReturnType<typeof objectsOf> | undefined;
    for (let loss = 0; loss < LOSSES; loss++) {
      await lose(canvas);
      draw(2);
      // Twice before anything is drawn, now and then.
      if (loss % 4 === 1) {
        await restore(canvas);
        await lose(canvas);
      }
      const { framesDrawn } = ui.renderer.stats();
      await restore(canvas);
      draw(2);
      expect(difference(pixelsOf(canvas), before)).toBe(0);
      expect(ui.renderer.stats().framesDrawn).toBeGreaterThan(framesDrawn);
      objects ??= objectsOf(canvas);
      expect(objectsOf(canvas)).toEqual(objects);
      expect(contextOf(canvas).getError()).toBe(0);
    }
  });
});

/** Letters, images and boxes that were not there. */
function change({ world }: App): void {
  const at = { position: 'absolute', left: 90, top: 90 } as const;
  text(world, { ...at, content: 'Quick &%$', fontSize: 21, color: '#802000' });
  box(world, { ...at, top: 120, width: 40, height: 20, fill: '#008040', borderRadius: 5 });
  const source = document.createElement('canvas');
  source.width = 30;
  source.height = 20;
  source.getContext('2d')!.fillRect(0, 0, 20, 20);
  image(world, { ...at, left: 140, top: 124, source });
}

/** What is left after several collections: what finalizers let go of goes with the next one. */
async function heapBytes(): Promise<number> {
  const page = performance as unknown as { memory: { usedJSHeapSize: number } };
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    await frames(3);
    (globalThis as unknown as { gc(): void }).gc();
    // What one object tells is that of when it was asked for.
    least = Math.min(least, page.memory.usedJSHeapSize);
  }
  return least;
}
