import { describe, expect, it } from 'vitest';
import { markLayer } from '../../../../src/ecs/stores';
import { moveLayer } from '../../../move-layer';
import { open, setFilter, setOpacity, start } from './group-stage';
import { GREEN, RED, type Stage } from './stage';

const MOST = 1024;

describe('the picture of a group', () => {
  it.each<[string, number, number[]]>([
    ['as wide as a texture may be', 20, [0, 0, MOST, 400 + 60]],
    ['seen from farther than a texture reaches', 400, [0, -312, MOST, MOST]],
  ])(
    'of a filtered surface %s is cut to what is seen and what there is room for',
    async (_, sigma, expected) => {
      const stage = await start({ width: MOST, height: 400, maxTextureSize: MOST });
      const row = stage.layer(-2000, 0, 5000, 400, RED);
      stage.box(10, 10, 4000, 30, GREEN, row);
      setFilter(stage, row, [{ name: 'blur', numbers: [sigma], color: 0 }]);
      stage.frame(3);
      expect(stage.stats).toMatchObject({ groups: 1, groupsTaken: 0, groupsRefused: 0 });
      const { x, y, width, height } = pictureOf(stage);
      expect(width).toBeLessThanOrEqual(MOST);
      expect(height).toBeLessThanOrEqual(MOST);
      expect([x, width]).toEqual([expected[0], expected[2]]);
      // All that is seen is in it.
      expect(y).toBeLessThanOrEqual(0);
      expect(y + height).toBeGreaterThanOrEqual(400);
      expect(stage.stats.quadsBy.pictures + stage.backend.counters.pictureDraws).toBeGreaterThan(0);
    },
  );

  it('has what room there is on the side from which something may be seen', async () => {
    const stage = await start({ width: 600, height: 400, maxTextureSize: MOST });
    const row = stage.layer(-2000, 100, 5000, 100, RED);
    stage.box(10, 10, 4000, 30, GREEN, row);
    setFilter(stage, row, [{ name: 'drop-shadow', numbers: [900, 0, 0], color: 0xff000000 }]);
    stage.frame(2);
    // The shadow of what lies 424 px to the left, all that fits besides what is seen.
    expect(pictureOf(stage)).toMatchObject({ x: -424, width: MOST });
  });

  it('in one whose filter reaches farther than a texture is cut as well', async () => {
    const stage = await start({ width: 600, height: 400, maxTextureSize: MOST });
    const outer = stage.layer(-3000, -3000, 9000, 9000, RED);
    const row = stage.layer(0, 0, 9000, 9000, GREEN, outer);
    stage.box(10, 10, 8000, 8000, RED, row);
    setOpacity(stage, row, 0.5);
    setFilter(stage, outer, [{ name: 'blur', numbers: [300], color: 0 }]);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 2, groupsRefused: 0 });
    for (const { x, y, width, height } of stage.backend.pictures.values()) {
      expect([width, height]).toEqual([MOST, MOST]);
      expect([x, y]).toEqual([-212, -312]);
    }
  });
});

describe('a group that is scaled', () => {
  it('has a new texture for few of its sizes, each of them large enough and not much larger', async () => {
    const { stage, row, fade } = await open({ width: 1000, height: 1000 });
    moveLayer(stage.world, stage.table, stage.layerOf(row), 200, 200);
    fade(0.5);
    const made = stage.backend.counters.pictureTextures;
    for (let i = 1; i <= 60; i++) {
      setScale(stage, row, 1 + i / 60);
      stage.frame();
      expectToFit(stage, 100 * (1 + i / 60), 80 * (1 + i / 60));
    }
    expect(stage.backend.counters.pictureTextures - made).toBeLessThanOrEqual(16);
    for (let i = 59; i >= 0; i--) {
      setScale(stage, row, 1 + i / 60);
      stage.frame();
      expectToFit(stage, 100 * (1 + i / 60), 80 * (1 + i / 60));
    }
    expect(stage.backend.counters.pictureTextures - made).toBeLessThanOrEqual(16 + 8);
    expect(stage.stats.groupBytes).toBe(pictureOf(stage).width * pictureOf(stage).height * 4);
  });

  it('has one of its own size where it is scaled once, or seldom', async () => {
    const { stage, row, fade } = await open();
    fade(0.5);
    for (const scale of [1.5, 2]) {
      setScale(stage, row, scale);
      stage.frame();
      expect(pictureOf(stage)).toMatchObject({ width: 100 * scale + 2, height: 80 * scale + 2 });
      for (let i = 0; i < 40; i++) fade(0.3 + i / 100);
    }
  });

  it('has none larger than a texture may be', async () => {
    const { stage, row, fade } = await open({ width: 1000, height: 1000, maxTextureSize: 1000 });
    fade(0.5);
    for (let i = 0; i < 20; i++) {
      setScale(stage, row, 8 + i / 5);
      stage.frame();
      expect(pictureOf(stage).width).toBeLessThanOrEqual(1000);
    }
  });

  it('damages little more than it shows', async () => {
    const { stage, row, fade } = await open({ width: 1000, height: 1000 });
    moveLayer(stage.world, stage.table, stage.layerOf(row), 200, 200);
    fade(0.5);
    for (let i = 1; i <= 30; i++) {
      setScale(stage, row, 1 + i / 60);
      stage.frame();
    }
    const { damagedPixels } = stage.stats;
    expect(damagedPixels).toBeLessThanOrEqual(150 * 120 * 1.4);
    expect(damagedPixels).toBeGreaterThanOrEqual(150 * 120);
  });
});

function setScale(stage: Stage, row: number, scale: number): void {
  const layer = stage.layerOf(row);
  stage.table.scaleX[layer] = scale;
  stage.table.scaleY[layer] = scale;
  markLayer(stage.world, stage.table, layer);
}

function expectToFit(stage: Stage, wide: number, high: number): void {
  const { width, height } = pictureOf(stage);
  expect(width).toBeGreaterThanOrEqual(wide);
  expect(height).toBeGreaterThanOrEqual(high);
  expect(width * height).toBeLessThanOrEqual((wide + 4) * (high + 4) * 1.4);
}

function pictureOf(stage: Stage) {
  return Array.from(stage.backend.pictures.values()).at(-1)!;
}
