import { afterEach, describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, setStyle } from '../../../src/ui';

const apps: HeadlessApp[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

function open(): HeadlessApp {
  const app = createHeadlessApp({ width: 100, height: 100 });
  apps.push(app);
  return app;
}

describe('a frame by hand', () => {
  it('is ready before it is drawn', () => {
    const app = open();
    const lamp = box(app.world, { width: 10, height: 10, fill: '#f00' });
    app.beginFrame(16);
    expect(app.renderer.stats().recordsWritten).toBe(1);
    expect(app.backend.counters.draws).toBe(0);
    app.complete();
    expect(app.backend.counters.draws).toBe(1);
    expect(app.frameCount).toBe(1);
    app.beginFrame(32);
    setStyle(app.world, lamp, { fill: '#0f0' });
    app.complete();
    expect(app.backend.counters.draws).toBe(1);
    app.step(48);
    expect(app.backend.counters.draws).toBe(2);
  });

  it('is over when the app is disposed in the midst of it', () => {
    const app = open();
    box(app.world, { width: 10, height: 10, fill: '#f00' });
    app.beginFrame(16);
    app.dispose();
    expect(app.frameCount).toBe(1);
    expect(() => app.beginFrame()).toThrow(/was disposed/);
    expect(() => app.complete()).toThrow(/without beginFrame/);
  });
});
