import { afterEach, describe, expect, it } from 'vitest';
import { columns } from '../../../../src/ecs';
import { CACHE_ALWAYS, CacheHint } from '../../../../src/ecs/stores';
import type { RenderBackend } from '../../../../src/systems/render-batching';
import { moveLayer } from '../../../move-layer';
import { setFilter, setOpacity } from './group-stage';
import { createStage, GREEN, type Stage } from './stage';

let stage: Stage;

afterEach(() => stage.dispose());

/** A stage whose backend fails to load these so many times. */
function failing(times: number, ...names: (keyof RenderBackend)[]) {
  let loads = 0;
  stage = createStage({
    width: 100,
    height: 100,
    wrap: (backend) => {
      for (const name of names) {
        const load = backend[name] as (() => Promise<unknown>) | undefined;
        Object.assign(backend, {
          async [name]() {
            if (++loads <= times) throw new TypeError(`no ${name}`);
            return load ? load() : undefined;
          },
        });
      }
      return backend;
    },
  });
  return () => loads;
}

/** So many frames of 16 ms, with what is loaded in between. */
async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    stage.frame();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a part of drawing that does not load', () => {
  it('is told of once, and layers are kept as pictures once it did', async () => {
    const loads = failing(2, 'loadPictures');
    const card = stage.layer(0, 0, 40, 40, GREEN);
    columns(stage.world, CacheHint).value[card] = CACHE_ALWAYS;
    const glide = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        moveLayer(stage.world, stage.table, stage.layerOf(card), i % 50, 0);
        await frames(1);
      }
    };
    await glide(40);
    expect(loads()).toBe(1);
    expect(stage.failures).toEqual([new TypeError('no loadPictures')]);
    await glide(250);
    expect(loads()).toBe(3);
    expect(stage.failures).toHaveLength(1);
    // Its code comes in its own time.
    await stage.batching.loadBaking();
    await glide(10);
    expect(stage.stats.baked).toBe(1);
  });

  it('is tried again for knobs of quality', async () => {
    const loads = failing(1, 'loadSoftShadows');
    stage.batching.quality.set('shadowSoftness', 0.5);
    await frames(20);
    expect(loads()).toBe(1);
    expect(stage.failures).toHaveLength(1);
    await frames(60);
    expect(loads()).toBe(2);
    // And never once it is there.
    await frames(80);
    stage.batching.quality.set('shadowSoftness', 0.4);
    await frames(80);
    expect(loads()).toBe(2);
    expect(stage.failures).toHaveLength(1);
  });

  it('and what draws at a lower resolution', async () => {
    const loads = failing(1, 'loadCoarse');
    stage.batching.quality.set('resolutionScale', 0.5);
    await frames(80);
    expect(loads()).toBe(2);
    expect(stage.failures).toHaveLength(1);
  });
});

describe('what draws groups', () => {
  it.each<[string, (row: number) => void]>([
    ['fades', (row) => setOpacity(stage, row, 0.5)],
    ['is filtered', (row) => setFilter(stage, row, [{ name: 'saturate', numbers: [2], color: 0 }])],
  ])('is loaded with the first that %s, also out of sight, and not before', async (_, ask) => {
    const loads = failing(0, 'loadPictures');
    const row = stage.layer(400, 400, 40, 40, GREEN);
    stage.box(4, 4, 30, 30, GREEN, row);
    await frames(3);
    expect(loads()).toBe(0);
    ask(row);
    await frames(3);
    expect(loads()).toBe(1);
  });
});
