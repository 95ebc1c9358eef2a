import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROW_MASK, resource } from '../../../src/ecs';
import { HitTester } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, setStyle, text } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp({ width: 400, height: 300 });
});

afterEach(() => app.dispose());

describe('transforms', () => {
  it('that change write a row of their layer, and no element in it', () => {
    const page = box(app.world, { flexWrap: 'wrap' });
    const card = box(app.world, {
      parent: page,
      width: 200,
      height: 100,
      rotate: 10,
      fill: '#f00',
    });
    for (let i = 0; i < 50; i++) text(app.world, { parent: card, content: `item ${i}` });
    app.frames(5);
    for (let i = 0; i < 10; i++) {
      app.backend.resetCounters();
      setStyle(app.world, card, { rotate: 11 + i, translate: [i, -i], scale: 1 + i / 10 });
      app.frames(1);
      expect(app.renderer.stats().recordsWritten).toBe(0);
      expect(app.backend.counters).toMatchObject({
        layerUploads: 1,
        layerBytes: 64,
        recordBytes: 0,
      });
      expect(app.renderer.stats().draws).toBeGreaterThan(0);
    }
  });

  it('leave no garbage while they change', () => {
    const card = box(app.world, { width: 200, height: 100, rotate: 10, fill: '#f00' });
    // Whole degrees: a fraction that is read from an object of the test may be an object of its own.
    const turns = [{ rotate: 20 }, { rotate: 21 }, { translate: [1.5, 2.5] as const }];
    let now = 1000;
    const slope = heapSlope((frame) => {
      setStyle(app.world, card, turns[frame % 3]!);
      now += 16;
      app.step(now);
    }, 2_000);
    expect(slope).toBeLessThanOrEqual(16);
  });

  it('are where the pointer is', () => {
    const page = box(app.world, {});
    const place = { position: 'absolute', left: 100, top: 100, width: 100, height: 20 } as const;
    const bar = box(app.world, { parent: page, ...place, rotate: 90 });
    app.frames(2);
    const { hit } = resource(app.world, HitTester);
    // About its middle, 150, 110: it stands upright.
    expect(hit(150, 70)).toBe(bar & ROW_MASK);
    expect(hit(105, 110)).not.toBe(bar & ROW_MASK);
    setStyle(app.world, bar, { transformOrigin: [0, 0] });
    app.frames(1);
    expect(hit(90, 190)).toBe(bar & ROW_MASK);
  });

  it('keep their pivot when the element takes another size', () => {
    const page = box(app.world, {});
    const place = { position: 'absolute', left: 100, top: 100, width: 100, height: 20 } as const;
    const bar = box(app.world, { parent: page, ...place, rotate: 90 });
    app.frames(2);
    setStyle(app.world, bar, { width: 40 });
    app.frames(2);
    const { hit } = resource(app.world, HitTester);
    // About 120, 110 now: 20 above and below.
    expect(hit(120, 95)).toBe(bar & ROW_MASK);
    expect(hit(120, 85)).not.toBe(bar & ROW_MASK);
  });
});
