import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, setMeasure, setStyle, setText, text } from '../../../src/ui';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp();
});

afterEach(() => app.dispose());

describe('app.layout.stats()', () => {
  it('is one object, all of it 0 before the first frame', () => {
    const stats = app.layout.stats();
    expect(new Set(Object.values(stats))).toEqual(new Set([0]));
    app.frames(2);
    expect(app.layout.stats()).toBe(stats);
  });

  it('tells what a frame laid out, and nothing of one without a change', () => {
    const page = box(app.world, { padding: 5 });
    box(app.world, { parent: page, width: 20, height: 10 });
    app.frames(1);
    const stats = app.layout.stats();
    expect(stats).toMatchObject({ passes: 1, boundaries: 1, measured: 2, arranged: 1, written: 2 });
    app.frames(1);
    expect(stats).toMatchObject({ passes: 0, boundaries: 0, measured: 0, arranged: 0, written: 0 });
    setStyle(app.world, page, { paddingLeft: 7 });
    app.frames(1);
    expect(stats).toMatchObject({ passes: 1, boundaries: 1, measured: 1, arranged: 1, written: 1 });
    expect(stats).toMatchObject({ totalPasses: 2, totalMeasured: 3, totalArranged: 2 });
    expect(stats.totalWritten).toBe(3);
  });

  it('counts the boundaries in which layout began', () => {
    const page = box(app.world, { alignItems: 'start' });
    const panels = [1, 2, 3].map(() =>
      box(app.world, { parent: page, width: 90, height: 50, flexShrink: 0 }),
    );
    const labels = panels.map((parent) => text(app.world, { parent, content: 'a' }));
    app.frames(1);
    for (const label of labels.slice(1)) setText(app.world, label, 'some more');
    app.frames(1);
    expect(app.layout.stats()).toMatchObject({ boundaries: 2, arranged: 2 });
  });

  it('counts texts that are divided into lines and functions that measure', () => {
    const page = box(app.world, { flexDirection: 'column' });
    const chart = box(app.world, { parent: page });
    let calls = 0;
    setMeasure(app.world, chart, (width, size) => {
      calls++;
      size.width = width;
      size.height = 20;
    });
    const words = text(app.world, { parent: page, content: 'some words', whiteSpace: 'normal' });
    app.frames(1);
    expect(calls).toBeGreaterThan(0);
    expect(app.layout.stats().asked).toBe(calls + 1);
    setText(app.world, words, 'other words');
    app.frames(1);
    const { asked, totalAsked } = app.layout.stats();
    expect([asked, totalAsked]).toEqual([1, calls + 2]);
  });

  it('adds up the passes of one frame', () => {
    const page = box(app.world, {});
    const card = box(app.world, { parent: page, width: 10 });
    app.addSystem({
      ...{ name: 'late', phase: 'settle', reads: [], writes: [] },
      before: ['layout/settle'],
      update: () => setStyle(app.world, card, { width: 30 + app.frameCount }),
      dispose() {},
    });
    app.frames(1);
    expect(app.layout.stats()).toMatchObject({ passes: 2, totalPasses: 2 });
    expect(app.layout.stats().written).toBe(3);
  });
});
