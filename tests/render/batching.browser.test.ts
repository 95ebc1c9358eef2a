import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app';
import { columns, despawn, type Entity, resolve, resource } from '../../src/ecs';
import { LayerOf, LayerTable, markLayer } from '../../src/ecs/stores';
import { box, button, setStyle, setText, text, type VirtualList, virtualList } from '../../src/ui';
import { moveLayer } from '../move-layer';
import { createRandom, type Random } from '../property/random';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 320;
const HEIGHT = 240;
const STEPS = import.meta.env.RAFTER_LONG ? 40 : 12;
const FAR_STEPS = import.meta.env.RAFTER_LONG ? 12 : 5;
const COLORS = ['#1e1e2e', '#f38ba8', '#a6e3a1', '#89b4fa80', '#f9e2af40', 'transparent'] as const;

describe('a picture kept over partial frames', () => {
  for (const dpr of import.meta.env.RAFTER_LONG ? [1, 1.25, 2] : [1.25]) {
    it(`is the same, pixel for pixel, as one drawn in full, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const random = createRandom(dpr * 100);
      const scene = furnish(app);
      frame();
      let partial = 0;
      let several = 0;
      for (let step = 0; step < STEPS; step++) {
        for (let i = 0; i < 3; i++) edit(app, scene, random);
        frame();
        const { damagedPixels, damageRects } = app.renderer.stats();
        if (damageRects > 1) several++;
        if (damagedPixels > 0 && damagedPixels < canvas.width * canvas.height) partial++;
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        expect(differing(kept, pixelsOf(canvas)), `step ${step}`).toBe(0);
      }
      expect(partial).toBeGreaterThan(STEPS / 2);
      expect(several).toBeGreaterThan(STEPS / 12);
    });
  }

  it.runIf(import.meta.env.RAFTER_LONG)('is the same with 100,000 elements', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, 2, { maxEntities: 100_100 });
    const random = createRandom(11);
    const elements = Array.from({ length: 100_000 }, (_, i) =>
      box(app.world, {
        ...{ position: 'absolute', left: (i % 1_000) / 3, top: Math.floor(i / 1_000) * 4 },
        ...{ width: 4, height: 6, borderRadius: i % 5 === 0 ? 2 : 0 },
        fill: COLORS[i % COLORS.length]!,
      }),
    );
    for (let i = 0; i < 3; i++) frame();
    for (let step = 0; step < 10; step++) {
      const changed = elements[random.int(60_000)]!;
      setStyle(app.world, changed, { fill: `#4060${step}0`, left: random.int(WIDTH) + 0.1 });
      frame();
      const { recordsWritten, damagedPixels, draws } = app.renderer.stats();
      expect(recordsWritten).toBe(1);
      expect(damagedPixels).toBeLessThan(canvas.width * canvas.height);
      expect(draws).toBeGreaterThan(0);
      const kept = pixelsOf(canvas);
      app.renderer.invalidate();
      frame();
      expect(differing(kept, pixelsOf(canvas)), `step ${step}`).toBe(0);
    }
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'is the same after changes far apart, each drawn in a rectangle of its own',
    async () => {
      const { app, canvas, frame } = await open(2);
      const corners = [0, 210].flatMap((top) =>
        [0, 280].map((left) => {
          const place = { position: 'absolute', left, top, width: 36.5, height: 26.3 } as const;
          const round = { borderRadius: 9, overflow: 'hidden', opacity: 0.7 } as const;
          const parent = box(app.world, { ...place, ...round, fill: '#a6e3a180' });
          return text(app.world, { parent, content: '0', fontSize: 22, color: '#f38ba8c0' });
        }),
      );
      for (let step = 0; step < FAR_STEPS; step++) {
        for (const [at, corner] of corners.entries()) setText(app.world, corner, `${step * at}`);
        frame();
        frame();
        for (const corner of corners) setText(app.world, corner, `${step * 3 + 1}`);
        frame();
        const { damageRects, damagedPixels } = app.renderer.stats();
        if (step > 3) expect(damageRects).toBe(4);
        if (step > 3) expect(damagedPixels).toBeLessThan((canvas.width * canvas.height) / 20);
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        expect(differing(kept, pixelsOf(canvas)), `step ${step}`).toBe(0);
      }
    },
  );

  it('is the same with each switch off that spares drawing, and with all off', async () => {
    const { app, canvas, frame } = await open(1.5);
    const switches = app.tunables.get('rendering')!;
    const names = Object.keys(switches.knobs).filter(
      (name) => (switches.values as Record<string, unknown>)[name] === true,
    );
    const random = createRandom(7);
    const scene = furnish(app);
    frame();
    for (let step = 0; step < 10; step++) {
      for (let i = 0; i < 3; i++) edit(app, scene, random);
      frame();
      const { draws } = app.renderer.stats();
      const kept = pixelsOf(canvas);
      // In turn where there is no time for each in every step.
      const tried = import.meta.env.RAFTER_LONG ? names : [names[step % names.length]!];
      const all = import.meta.env.RAFTER_LONG || step % 5 === 4 ? [names] : [];
      for (const off of [...tried.map((name) => [name]), ...all]) {
        for (const name of off) switches.set(name, false);
        frame();
        expect(differing(kept, pixelsOf(canvas)), `step ${step} without ${off}`).toBe(0);
        if (off === names) expect(app.renderer.stats().draws).toBe(1);
        for (const name of off) switches.set(name, true);
      }
      frame();
      expect(app.renderer.stats().draws).toBeGreaterThan(1);
      expect(draws).toBeGreaterThan(0);
    }
  });

  it('differs from one drawn without the damage, so that the comparison can fail', async () => {
    const { app, canvas, frame } = await open(1);
    const row = box(app.world, { position: 'absolute', width: 50, height: 50, fill: '#ff0000' });
    frame();
    const before = pixelsOf(canvas);
    setStyle(app.world, row, { fill: '#00ff00' });
    frame();
    expect(differing(before, pixelsOf(canvas))).toBe(2500);
  });
});

type Scene = {
  boxes: Entity[];
  labels: Entity[];
  layers: Entity[];
  page: Entity;
  list: VirtualList;
};

function furnish({ world }: App): Scene {
  const page = box(world, { flexDirection: 'column', padding: 8, gap: 4, fill: '#1e1e2e' });
  const bar = box(world, { parent: page, gap: 6, height: 30 });
  const labels = [text(world, { parent: bar, content: 'Departures', fontSize: 15, width: 90 })];
  button(world, { parent: bar, label: 'Reload' });
  const panel = box(world, {
    parent: page,
    flexGrow: 1,
    overflow: 'hidden',
    borderRadius: 14,
    borderWidth: 1,
    borderColor: '#585b70',
    fill: '#313244',
  });
  const list = virtualList(world, {
    parent: panel,
    flexGrow: 1,
    count: 500,
    estimatedSize: 22.4,
    template: (row) => [text(world, { parent: row, width: 120 })] as const,
    bind: (_, [label], index) => setText(world, label, `row ${index}`),
  });
  const boxes: Entity[] = [];
  const layers: Entity[] = [];
  for (let i = 0; i < 8; i++) {
    const place = { left: 12 + i * 35.3, top: 60 + (i % 3) * 50.7, width: 60.4, height: 44.2 };
    const style = { position: 'absolute', fill: COLORS[i % COLORS.length]!, ...place } as const;
    const round = i % 3 === 0 ? { borderRadius: 9, overflow: 'hidden' as const } : {};
    const entity = box(world, { parent: page, ...style, ...round, opacity: i % 2 ? 0.6 : 1 });
    layers.push(entity);
    boxes.push(box(world, { parent: entity, width: 30.3, height: 80, fill: COLORS[(i + 1) % 5]! }));
    labels.push(text(world, { parent: entity, content: `layer ${i}`, width: 44 }));
  }
  return { boxes, labels, layers, page, list };
}

function edit({ world }: App, scene: Scene, random: Random): void {
  const table = resource(world, LayerTable);
  const layer = random.pick(scene.layers);
  const id = columns(world, LayerOf).own[resolve(world, layer)]!;
  const kind = random.int(10);
  if (kind === 0) setText(world, random.pick(scene.labels), `text ${random.int(1000)}`);
  else if (kind === 1) setStyle(world, random.pick(scene.boxes), { fill: random.pick(COLORS) });
  else if (kind === 9) scene.list.scrollBy(random.int(200) - 80);
  else if (kind === 2) moveLayer(world, table, id, random.int(300) / 7, random.int(200) / 7);
  else if (kind === 3) setStyle(world, layer, { visible: random.chance(60) });
  else if (kind === 4) setStyle(world, layer, { opacity: random.pick([1, 0.5, 0.2]) });
  else if (kind === 5) setStyle(world, random.pick(scene.boxes), { width: random.int(60) + 0.5 });
  else if (kind === 6) {
    table.rotation[id] = random.pick([0, 0, 0.3, 1.2]);
    table.scaleX[id] = random.pick([1, 1, 1.4]);
    markLayer(world, table, id);
  } else if (kind === 7) {
    const left = random.int(250);
    scene.boxes.push(
      box(world, {
        parent: scene.page,
        position: 'absolute',
        left,
        top: 9.6,
        width: 20,
        height: 9,
        fill: '#fab387',
      }),
    );
  } else if (scene.boxes.length > 9) despawn(world, scene.boxes.pop()!);
}

async function open(dpr: number) {
  const opened = await openOffscreen(WIDTH, HEIGHT, dpr);
  // A glyph that waits for the next frame would differ there, on a busy machine.
  opened.app.tunables.get('text')!.set('rasterBudget', 100);
  return opened;
}

function differing(left: Uint8ClampedArray, right: Uint8ClampedArray): number {
  let count = 0;
  for (let at = 0; at < left.length; at += 4) {
    const same =
      left[at] === right[at] && left[at + 1] === right[at + 1] && left[at + 2] === right[at + 2];
    if (!same) count++;
  }
  return count;
}
