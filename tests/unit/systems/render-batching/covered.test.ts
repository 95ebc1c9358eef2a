import { afterEach, describe, expect, it } from 'vitest';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

function open(dpr = 1): Stage {
  const stage = createStage({ keep: true, dpr });
  stages.push(stage);
  return stage;
}

/** Quads that the last frame drew unblended, and the rest. */
function quads({ stats }: Stage): [solid: number, others: number] {
  const { solid, simple, blended } = stats.quadsBy;
  return [solid, simple + blended];
}

describe('under a solid that covers all that is drawn again', () => {
  it('nothing is drawn', () => {
    const stage = open();
    stage.box(0, 0, 640, 400, RED);
    stage.box(100, 100, 300, 200, GREEN);
    const lamp = stage.box(150, 150, 20, 20, BLUE);
    stage.frame();
    expect(quads(stage)).toEqual([3, 0]);
    stage.paint(lamp, CLEAR_RED);
    stage.frame();
    expect(stage.stats.damage.subarray(0, 4)).toEqual(Int32Array.of(150, 150, 170, 170));
    expect(quads(stage)).toEqual([1, 1]);
  });

  it('nothing is drawn where all of the surface is', () => {
    const stage = open();
    stage.box(0, 0, 640, 400, RED);
    stage.box(10, 10, 100, 100, BLUE);
    stage.box(0, 0, 640, 400, GREEN);
    stage.box(20, 20, 10, 10, RED);
    stage.frame();
    expect(quads(stage)).toEqual([2, 0]);
  });

  it('nothing is drawn of other chunks and layers', () => {
    const stage = open();
    for (let i = 0; i < 300; i++) stage.box(0, 0, 640, 400 - i, RED);
    const layer = stage.layer(100, 100, 300, 200, GREEN);
    const lamp = stage.box(20, 20, 20, 20, BLUE, layer);
    stage.frame();
    expect(quads(stage)[0]).toBeGreaterThanOrEqual(302);
    stage.paint(lamp, CLEAR_RED);
    stage.frame();
    expect(quads(stage)).toEqual([1, 1]);
  });

  it.each([1, 1.25, 2])('all is drawn where it misses a pixel, at %d device pixels', (dpr) => {
    for (const [x, y, w, h] of [
      [1, 0, 639, 400],
      [0, 1, 640, 399],
      [0, 0, 639, 400],
      [0, 0, 640, 399],
    ] as const) {
      const stage = open(dpr);
      stage.box(0, 0, 640, 400, RED);
      stage.box(x, y, w, h, GREEN);
      stage.frame();
      expect(quads(stage)).toEqual([2, 0]);
    }
  });

  it.each([
    ['clipLeft', 40],
    ['clipRight', 600],
    // Less than half of the last pixels is left: they are not drawn.
    ['clipLeft', 0.6],
    ['clipTop', 0.6],
    ['clipRight', 639.4],
    ['clipBottom', 399.4],
  ] as const)('all is drawn where its clip cuts it: %s %d', (side, at) => {
    const stage = open();
    stage.box(0, 0, 640, 400, RED);
    const layer = stage.layer(0, 0, 640, 400, 0);
    stage.box(0, 0, 640, 400, GREEN, layer);
    const id = stage.layerOf(layer);
    stage.table.clips[id] = 1;
    stage.table.clipRight[id] = 640;
    stage.table.clipBottom[id] = 400;
    stage.frame();
    expect(quads(stage)).toEqual([1, 0]);
    stage.table[side][id] = at;
    stage.resize(640, 400);
    stage.frame();
    // With what lies between them in the list.
    expect(quads(stage)[0]).toBeGreaterThanOrEqual(2);
  });

  it('all is drawn while culling is off', () => {
    const stage = open();
    stage.box(0, 0, 640, 400, RED);
    stage.box(0, 0, 640, 400, GREEN);
    stage.batching.render.tunables!.set('culling', false);
    stage.frame();
    expect(quads(stage)).toEqual([2, 0]);
  });
});
