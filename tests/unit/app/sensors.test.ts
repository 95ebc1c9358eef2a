import { afterEach, describe, expect, it } from 'vitest';
import { INPUT_POINTER_MOVE } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, setStyle, text } from '../../../src/ui';
import { heapSlope } from '../../heap-slope';

let app: HeadlessApp;

afterEach(() => app.dispose());

describe('the sensors of an app', () => {
  it('tell the middle and the 95th percentile of the last 64 frames', () => {
    const { work } = open();
    // 80 of 1 ms, of which the last 56 count, then 3 of 3 and 4 of 7; the last frame is not among them yet.
    work(80, 1);
    work(3, 3);
    work(4, 7);
    work(1, 0);
    const { p50Ms, p95Ms, frameMs } = app.sensors();
    expect([p50Ms, p95Ms, frameMs]).toEqual([1, 7, 0]);
    work(70, 5);
    expect(app.sensors().p50Ms).toBe(5);
    expect(app.sensors().p95Ms).toBe(5);
  });

  it('tell what is expected, what there is, and what was left out', () => {
    const { work } = open();
    work(60, 1);
    expect(app.sensors().late).toBe(false);
    expect(app.sensors().predictedMs).toBeCloseTo(1, 3);
    work(60, 40);
    const { late, predictedMs, budgetMs, skippedUpdates, droppedTicks, skippedTicks } =
      app.sensors();
    expect(late).toBe(true);
    expect(predictedMs).toBeCloseTo(40, 1);
    expect(budgetMs).toBeCloseTo(1000 / 60, 3);
    expect(skippedUpdates).toBeGreaterThan(20);
    expect([droppedTicks, skippedTicks]).toEqual([0, 0]);
  });

  it('tell what was drawn and sent, and what caches hold', () => {
    const { card, step } = open();
    setStyle(app.world, card, { fill: '#ff0000' });
    step();
    const sensors = app.sensors();
    const stats = app.renderer.stats();
    expect(sensors.damagedPixels).toBe(50 * 40);
    expect(sensors.surfacePixels).toBe(400 * 300);
    expect(sensors.draws).toBe(stats.draws);
    expect(sensors.bytesUploaded).toBe(stats.bytesUploaded);
    expect(sensors.bytesUploaded).toBeGreaterThan(0);
    expect(sensors.glyphBytes).toBe(1024 * 1024 * 4);
    expect(sensors.recordBytes).toBeGreaterThan(0);
    expect([sensors.pictureBytes, sensors.imageBytes, sensors.costSamples]).toEqual([0, 0, 0]);
    expect(sensors.gpuMs).toBeNaN();
    step();
    expect(app.sensors().draws).toBe(0);
  });

  it('tell whether input waits', () => {
    const { step } = open();
    expect(app.sensors().inputWaits).toBe(false);
    app.input.pointer(INPUT_POINTER_MOVE, 1, 20, 20, -1, 0, 0, 0);
    expect(app.sensors().inputWaits).toBe(true);
    step();
    expect(app.sensors().inputWaits).toBe(false);
  });

  it('are one object, and reading them leaves no garbage', () => {
    const { work } = open();
    work(70, 1.25);
    expect(app.sensors()).toBe(app.sensors());
    let seen = 0;
    const slope = heapSlope(() => {
      if (app.sensors().p95Ms > 1 && app.layout.stats().totalPasses > 0) seen++;
    }, 20_000);
    expect(seen).toBeGreaterThan(0);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

function open() {
  app = createHeadlessApp({ width: 400, height: 300 });
  const made = app;
  let cost = 0;
  made.addSystem({
    ...{ name: 'work', phase: 'update', reads: [], writes: [] },
    update: () => made.clock.advance(cost),
    dispose() {},
  });
  made.addSystem({
    ...{ name: 'extra', phase: 'report', reads: [], writes: [], skippable: true },
    update() {},
    dispose() {},
  });
  const card = box(made.world, { width: 50, height: 40, fill: '#fff' });
  text(made.world, { parent: card, content: 'Card' });
  const step = (): void => {
    made.clock.advance(1);
    made.step(made.clock.now());
  };
  for (let i = 0; i < 5; i++) step();
  return {
    card,
    step,
    /** Runs frames that take so many milliseconds. */
    work(frames: number, ms: number): void {
      cost = ms;
      for (let i = 0; i < frames; i++) step();
      cost = 0;
    },
  };
}
