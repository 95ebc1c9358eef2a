import { describe, expect, it } from 'vitest';
import { open, setFilter, setOpacity, start } from './group-stage';
import { GREEN, RED, type Stage } from './stage';

describe('what is drawn into textures', () => {
  it('is counted apart from what is drawn on the surface', async () => {
    const { stage, row, fade } = await open();
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    stage.box(5, 5, 10, 10, RED, within);
    setOpacity(stage, within, 0.5);
    stage.backend.resetCounters();
    const before = stage.stats.totalOffscreenDraws;
    fade(0.5);
    const { counters, pictures } = stage.backend;
    const { draws, offscreenDraws, offscreenPasses, offscreenQuads } = stage.stats;
    expect([draws, offscreenDraws]).toEqual([counters.draws, counters.offscreenDraws]);
    expect(offscreenPasses).toBe(2);
    expect(offscreenDraws).toBeGreaterThanOrEqual(2);
    const drawn = [...pictures.values()].flatMap(({ draws }) => draws);
    expect(offscreenDraws).toBe(drawn.length);
    expect(offscreenQuads * 6).toBe(drawn.reduce((sum, { count }) => sum + count, 0));
    expect(stage.stats.totalOffscreenDraws - before).toBe(offscreenDraws);
    fade(0.4);
    expectNone(stage);
    stage.frame();
    expectNone(stage);
    expect(stage.stats.totalOffscreenDraws - before).toBe(offscreenDraws);
  });

  it('counts each pass of a filter', async () => {
    const { stage, row } = await open();
    setOpacity(stage, row, 0.5);
    stage.frame();
    const { offscreenDraws, offscreenPasses, offscreenQuads } = stage.stats;
    // By the null backend each function is a pass.
    setFilter(stage, row, [
      { name: 'saturate', numbers: [0.7], color: 0 },
      { name: 'contrast', numbers: [0.7], color: 0 },
      { name: 'grayscale', numbers: [0.7], color: 0 },
    ]);
    stage.frame();
    expect(stage.stats.offscreenPasses).toBe(offscreenPasses + 3);
    expect(stage.stats.offscreenDraws).toBe(offscreenDraws + 3);
    expect(stage.stats.offscreenQuads).toBe(offscreenQuads + 3);
  });

  it('is what a picture of a layer takes once', async () => {
    const stage = await start();
    const row = stage.layer(10, 10, 200, 150, RED);
    for (let i = 0; i < 40; i++) stage.box(i, i, 150, 100, 0x80204060, row);
    for (let i = 0; i < 20; i++) {
      stage.table.x[stage.layerOf(row)] = i;
      setOpacity(stage, row, 1);
      stage.frame();
      expect(stage.stats.offscreenPasses).toBe(stage.stats.bakes);
      expect(stage.stats.offscreenDraws > 0).toBe(stage.stats.bakes > 0);
    }
    expect(stage.stats.totalBakes).toBeGreaterThan(0);
    expect(stage.stats.totalOffscreenDraws).toBe(stage.backend.counters.offscreenDraws);
  });
});

function expectNone({ stats }: Stage): void {
  expect(stats).toMatchObject({ offscreenPasses: 0, offscreenDraws: 0, offscreenQuads: 0 });
}
