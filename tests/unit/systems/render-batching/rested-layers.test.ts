import { box, type Entity, setNumber, setStyle, text } from 'rafter-ui';
import { createHeadlessApp, type HeadlessApp } from 'rafter-ui/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { numberFormat } from '../../../../src/ecs/stores';
import { heapSlope } from '../../../heap-slope';

// Needs a process of its own.
vi.hoisted(() => vi.stubGlobal('navigator', globalThis.navigator ?? { userAgent: '' }));

const apps: HeadlessApp[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

function open(): { app: HeadlessApp; parent: Entity; label: Entity; written: () => number } {
  const app = createHeadlessApp({ width: 400, height: 300 });
  apps.push(app);
  const parent = box(app.world, { flexGrow: 1, scale: 1.5, transformOrigin: [0, 0] });
  const label = text(app.world, { parent, content: 'scaled', width: 200 });
  text(app.world, { content: 'another' });
  text(app.world, { content: 'anotherthatisscaled', scale: 2 });
  app.start();
  app.frames(20);
  return { app, parent, label, written: () => app.renderer.stats().totalRecordsWritten };
}

describe('texts of a scaled layer', () => {
  it('are written again when it has rested, and they alone', () => {
    const { app, parent, written } = open();
    expect(app.asleep).toBe(true);
    for (const scale of [1.6, 1.7, 1.25]) {
      const before = written();
      setStyle(app.world, parent, { scale });
      app.frames(3);
      expect(written()).toBe(before);
      app.frames(20);
      expect(written() - before).toBeGreaterThanOrEqual('scaled'.length);
      expect(written() - before).toBeLessThanOrEqual('scaled'.length * 2);
      expect(app.asleep).toBe(true);
    }
  });

  it('are not written while it moves by whole pixels, nor when it rests in the scale that it had', () => {
    const { app, parent, written } = open();
    const before = written();
    for (let i = 0; i < 30; i++) {
      setStyle(app.world, parent, { translate: [i, 2 * i] });
      app.frames(1);
    }
    app.frames(20);
    setStyle(app.world, parent, { scale: 2 });
    app.frames(2);
    setStyle(app.world, parent, { scale: 1.5 });
    app.frames(20);
    expect(written()).toBe(before);
    expect(app.asleep).toBe(true);
  });

  it('are written again where it rests between pixels', () => {
    const { app, parent, written } = open();
    const before = written();
    setStyle(app.world, parent, { translate: [0.5, 0] });
    app.frames(20);
    expect(written()).toBeGreaterThan(before);
  });

  it('in more scales than there is room for are all drawn, and let the app sleep', () => {
    const { app } = open();
    for (let i = 0; i < 300; i++) {
      text(app.world, {
        ...{ content: 'a', position: 'absolute', left: 5 * i, scale: 1.1 + i / 200, fontSize: 12 },
      });
    }
    app.frames(60);
    expect(app.asleep).toBe(true);
  });

  it('leave nothing behind while they change', () => {
    const { app, label } = open();
    const format = numberFormat({});
    app.frames(20);
    const slope = heapSlope((frame) => {
      setNumber(app.world, label, 100_000 + (frame % 700_000), format);
      app.step();
    }, 400);
    expect(slope).toBeLessThanOrEqual(16);
  });
});
