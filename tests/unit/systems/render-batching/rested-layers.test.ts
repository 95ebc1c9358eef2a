import { box, despawn, type Entity, setNumber, setStyle, text } from 'rafter-ui';
import { createHeadlessApp, type HeadlessApp } from 'rafter-ui/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { columns, resolve, resource } from '../../../../src/ecs';
import {
  GlyphCache,
  type GlyphRasteriser,
  Ink,
  LayerOf,
  numberFormat,
} from '../../../../src/ecs/stores';
import { heapSlope } from '../../../heap-slope';

// Needs a process of its own.
vi.hoisted(() => vi.stubGlobal('navigator', globalThis.navigator ?? { userAgent: '' }));

const apps: HeadlessApp[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

type Opened = {
  app: HeadlessApp;
  parent: Entity;
  label: Entity;
  written: () => number;
  /** How many glyphs were drawn, by scale. */
  drawn: Map<number, number>;
};

function open(): Opened {
  const app = createHeadlessApp({ width: 400, height: 300 });
  apps.push(app);
  const drawn = new Map<number, number>();
  const cache = resource(app.world, GlyphCache) as unknown as { rasteriser: GlyphRasteriser };
  const { rasteriser } = cache;
  cache.rasteriser = {
    contrast: rasteriser.contrast,
    limitTo: (size) => rasteriser.limitTo(size),
    read: (visit) => rasteriser.read(visit),
    draw(font, cluster, sub, scale) {
      const known = Math.round(scale * 1000) / 1000;
      drawn.set(known, (drawn.get(known) ?? 0) + 1);
      return rasteriser.draw(font, cluster, sub, scale);
    },
  };
  const parent = box(app.world, { flexGrow: 1, scale: 1.5, transformOrigin: [0, 0] });
  const label = text(app.world, { parent, content: 'scaled', width: 200 });
  text(app.world, { content: 'another' });
  text(app.world, { content: 'anotherthatisscaled', scale: 2 });
  app.start();
  app.frames(20);
  return { app, parent, label, written: () => app.renderer.stats().totalRecordsWritten, drawn };
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

  it('in more scales than there is room for are all drawn in their own, and let the app sleep', () => {
    const { app, drawn } = open();
    drawn.clear();
    for (let i = 0; i < 600; i++) {
      text(app.world, {
        ...{ content: 'a', position: 'absolute', left: i / 2, scale: 1.1 + i / 200, fontSize: 12 },
      });
    }
    app.frames(30);
    expect(app.asleep).toBe(false);
    app.frames(90);
    expect(app.asleep).toBe(true);
    // And in that of the surface, until they rest.
    expect(drawn.size).toBe(601);
  });

  it('let the app sleep though one of them has more fonts than there is room for', () => {
    const { app } = open();
    const content = Array.from({ length: 300 }, (_, i) => ({ text: 'a ', fontSize: 2 + i / 50 }));
    text(app.world, {
      content,
      width: 380,
      whiteSpace: 'normal',
      scale: 1.5,
      position: 'absolute',
      transformOrigin: [0, 0],
    });
    app.frames(20);
    expect(app.asleep).toBe(false);
    app.frames(80);
    expect(app.asleep).toBe(true);
  });

  it('are drawn in their own scale after many others', () => {
    const { app, drawn } = open();
    const parent = box(app.world, { transformOrigin: [0, 0], flexDirection: 'column' });
    for (let i = 0; i < 12; i++) text(app.world, { parent, content: 'a', fontSize: 10 + i });
    for (let i = 1; i < 60; i++) {
      setStyle(app.world, parent, { scale: 1 + i / 50 });
      app.frames(8);
    }
    drawn.clear();
    setStyle(app.world, parent, { scale: 2.5 });
    app.frames(60);
    expect(app.asleep).toBe(true);
    expect(drawn).toEqual(new Map([[2.5, 12]]));
  });

  it('lie where they lie in a fresh app when the device pixels are others', () => {
    const inkOf = (dpr: number, isResized: boolean) => {
      const app = createHeadlessApp({ width: 400, height: 300, dpr: isResized ? 1 : dpr });
      apps.push(app);
      const parent = box(app.world, {
        ...{ width: 100, height: 50, position: 'absolute', left: 10.5, top: 7.25 },
        ...{ scale: 1.5, transformOrigin: [0, 0] },
      });
      const row = resolve(app.world, text(app.world, { parent, content: 'scaled' }));
      app.start();
      app.frames(20);
      if (isResized) app.resize(400, 300, dpr);
      // At once, and after.
      return [1, 20].map((frames) => {
        app.frames(frames);
        const { left, top, right, bottom } = columns(app.world, Ink);
        return [left[row], top[row], right[row], bottom[row]];
      });
    };
    for (const dpr of [2, 1.25, 3]) expect(inkOf(dpr, true)).toEqual(inkOf(dpr, false));
  });

  it('are drawn in the scale of the surface where the layer was that of a scaled element', () => {
    const { app, parent, drawn } = open();
    drawn.clear();
    const layer = columns(app.world, LayerOf).own[resolve(app.world, parent)];
    despawn(app.world, parent);
    const next = box(app.world, { flexGrow: 1, opacity: 0.9 });
    text(app.world, { parent: next, content: 'xyz' });
    expect(columns(app.world, LayerOf).own[resolve(app.world, next)]).toBe(layer);
    app.frames(20);
    expect(drawn).toEqual(new Map([[1, 3]]));
  });

  it('are written again wherever in it they are, behind borders and in layers in it too', () => {
    const { app, parent, drawn } = open();
    const inner = box(app.world, { parent, borderWidth: 3, overflow: 'hidden', borderRadius: 4 });
    text(app.world, { parent: inner, content: 'xyz' });
    const faded = box(app.world, { parent: box(app.world, { parent }), opacity: 0.5 });
    text(app.world, { parent: faded, content: 'vw' });
    app.frames(20);
    drawn.clear();
    setStyle(app.world, parent, { scale: 1.75 });
    app.frames(20);
    expect(drawn.get(1.75)).toBeGreaterThanOrEqual('scaledxyzvw'.length);
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
