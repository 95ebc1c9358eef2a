import {
  type App,
  Box,
  box,
  CONTENT,
  columns,
  type Row,
  resolve,
  setText,
  text,
  virtualList,
  watchDirt,
} from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { resource } from '../../src/ecs';
import { LayerOf, LayerTable } from '../../src/ecs/stores';
import { atEnd, colorCount, difference, frames, mountShared, pixelsOf, until } from '../app/page';

// tests/font-routes.mjs serves what goes wrong.
const ROUTES = '/test-fonts/';
const LIMIT_MS = 400;
const WORD = 'Hamburgefonstiv';

let families = 0;

describe('a font that does not come', () => {
  it.each<[route: string, status: 'failed' | 'late', message: RegExp]>([
    ['missing', 'failed', /the server answered 404; check the address/],
    ['broken', 'failed', /the server answered 500/],
    ['corrupt', 'failed', /holds no font that can be read/],
    ['truncated', 'failed', /holds no font that can be read/],
    ['page', 'failed', /holds no font that can be read/],
    ['cut', 'failed', /broke off on its way/],
    ['hang', 'late', /did not come within 400 ms/],
    ['silent', 'late', /did not come within 400 ms/],
    ['late?ms=800', 'late', /did not come within 400 ms/],
  ])(
    'leaves its fallback from the first frame on, and an error that helps: %s',
    async (route, status, message) => {
      const { app, canvas, family, rejections, relayouts, errors } = await screen();
      const key = `${route}-${family}`;
      const source = addressOf(route, key);
      const begun = performance.now();
      // What fails by itself must not be late first on a machine that does other things too.
      const timeoutMs = status === 'late' ? LIMIT_MS : 20_000;
      const loading = app.fonts.load({ family, source, timeoutMs });
      app.step();
      expect(app.frameCount).toBe(1);
      const before = pixelsOf(canvas);
      expect(colorCount(before)).toBeGreaterThan(8);
      app.start();

      const { error, ...result } = await loading;
      expect(result).toEqual({ family, status });
      expect(error!.message).toMatch(message);
      expect(error!.message).toContain(`font '${family}' from ${source} `);
      expect(performance.now() - begun).toBeLessThan(LIMIT_MS + 3000);
      await app.fonts.ready;

      // What comes after the limit comes to nobody.
      if (status === 'late') await new Promise((resolve) => setTimeout(resolve, 600));
      await until(() => app.asleep);
      await idle(key);
      await frames(2);
      expect([...document.fonts].map((face) => face.family)).not.toContain(family);
      expect(difference(pixelsOf(canvas), before)).toBe(0);
      expect(relayouts()).toEqual([]);
      expect(rejections).toEqual([]);
      expect(errors).toEqual([]);
    },
  );

  it('of another host or scheme is a failure like any other', async () => {
    const { app, family, rejections } = await screen();
    for (const source of ['http://127.0.0.1:9/a.woff2', 'nonsense:a', 'http://', 'data:,no']) {
      const { status, error } = await app.fonts.load({ family, source });
      expect(status).toBe('failed');
      expect(error!.message).toContain(source);
    }
    const { status, error } = await app.fonts.load({ family, source: new Uint8Array(64) });
    expect(status).toBe('failed');
    expect(error!.message).toContain('a buffer of 64 bytes');
    await frames(2);
    expect(rejections).toEqual([]);
  });

  it('keeps a disposed app from nothing: what was asked for is given up', async () => {
    const { app, family, rejections } = await screen();
    const loading = app.fonts.load({ family, source: addressOf('hang', family) });
    await frames(2);
    app.dispose();
    expect(await loading).toMatchObject({ status: 'failed' });
    await idle(family);
    expect(rejections).toEqual([]);
  });
});

describe('a font that comes late, but in time', () => {
  it('shows after one relayout, its fallback until then', async () => {
    const { app, canvas, family, element, rejections, relayouts, errors } = await screen();
    const { width } = columns(app.world, Box);
    const row = resolve(app.world, element);
    const loading = app.fonts.load({ family, source: addressOf('held', family) });
    app.step();
    const before = pixelsOf(canvas);
    const narrow = width[row]!;
    expect(colorCount(before)).toBeGreaterThan(8);
    app.start();
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(relayouts()).toEqual([]);

    expect((await fetch(addressOf('release', family))).ok).toBe(true);
    expect(await loading).toEqual({ family, status: 'ready' });
    await frames(3);
    await until(() => app.asleep);
    expect(relayouts()).toEqual([1]);
    expect(width[row]!).not.toBeCloseTo(narrow, 0);
    expect(width[row]!).toBeCloseTo(widthOf(`"${family}"`), 1);
    expect(difference(pixelsOf(canvas), before)).toBeGreaterThan(50);
    expect(rejections).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('leaves the rows of a list where they are', async () => {
    const family = nextFamily();
    const { app, canvas, errors } = await mountShared({ cssWidth: 300, cssHeight: 240 });
    const rows = new Map<number, Row>();
    const list = virtualList(app.world, {
      flexGrow: 1,
      count: 1000,
      estimatedSize: 30,
      template: (row) =>
        [
          text(app.world, { parent: row, fontFamily: `"${family}", monospace`, fontSize: 16 }),
        ] as const,
      bind: (world, [label], index) => {
        const row = resolve(world, label);
        for (const [old, known] of rows) if (known === row) rows.delete(old);
        rows.set(index, row);
        setText(world, label, `${WORD} ${index}`);
      },
    });
    app.start();
    list.scrollToIndex(500);
    await until(() => app.asleep && list.firstVisible > 400);
    list.scrollBy(7);
    await frames(2);
    await until(() => app.asleep);
    // The first row that starts in sight: one that is cut by the upper edge grows upwards.
    const anchor = list.firstVisible + 1;
    const { y } = resource(app.world, LayerTable);
    const { id } = columns(app.world, LayerOf);
    const { height } = columns(app.world, Box);
    // Every row of a list is a layer of its own.
    const placeOf = (index: number): number => y[id[rows.get(index)!]!]!;
    const from = placeOf(anchor);
    const high = height[rows.get(anchor)!]!;
    const before = pixelsOf(canvas);
    const places: number[] = [];
    app.addSystem({
      name: 'places',
      phase: 'report',
      reads: [],
      writes: [],
      update: () => void places.push(placeOf(anchor)),
      dispose() {},
    });
    const { status } = await app.fonts.load({ family, source: addressOf('late?ms=200', family) });
    expect(status).toBe('ready');
    await frames(3);
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBeGreaterThan(200);
    // Rows are higher now, so that staying is no accident.
    const now = height[rows.get(anchor)!]!;
    expect(now).not.toBe(high);
    expect(list.firstVisible).toBe(anchor - 1);
    expect(places.length).toBeGreaterThan(0);
    const drift = Math.max(...places.map((place) => Math.abs(place - from)));
    console.info(`drift of the anchor: ${drift.toFixed(3)} px, rows ${high} -> ${now} px`);
    expect(drift).toBeLessThanOrEqual(1);
    expect(list.blank).toBe(0);
    expect(errors).toEqual([]);
  });
});

/** An app with one line of text in a family that nobody has yet. It has not been started. */
async function screen() {
  const family = nextFamily();
  const rejections: unknown[] = [];
  const onRejection = (event: PromiseRejectionEvent): number => rejections.push(event.reason);
  addEventListener('unhandledrejection', onRejection);
  atEnd(() => removeEventListener('unhandledrejection', onRejection));
  const mounted = await mountShared();
  const { app } = mounted;
  const element = text(app.world, {
    parent: box(app.world, { alignItems: 'flex-start' }),
    content: WORD,
    fontFamily: `"${family}", monospace`,
    fontSize: 16,
  });
  return { ...mounted, family, element, rejections, relayouts: countRelayouts(app) };
}

/** Counts frames after the first in which a measured size changed; gives the number of rows of each. */
function countRelayouts(app: App): () => number[] {
  const dirt = watchDirt(app.world, CONTENT);
  const counts: number[] = [];
  app.addSystem({
    name: 'relayouts',
    phase: 'report',
    reads: [],
    writes: [],
    update() {
      const count = dirt.length - dirt.taken;
      if (count > 0 && app.frameCount > 1) counts.push(count);
      dirt.take();
    },
    dispose: () => dirt.dispose(),
  });
  return () => counts;
}

function nextFamily(): string {
  families++;
  return `Fault ${families}`;
}

function addressOf(route: string, key: string): string {
  const mark = route.includes('?') ? '&' : '?';
  return `${ROUTES}${route}${mark}key=${encodeURIComponent(key)}`;
}

/** Waits until the server answers nobody under this key any more. */
async function idle(key: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const response = await fetch(`${ROUTES}open?key=${encodeURIComponent(key)}`);
    if ((await response.json()) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the request for ${key} was not given up`);
}

function widthOf(families: string): number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = `16px ${families}`;
  context.textRendering = 'geometricPrecision';
  return context.measureText(WORD).width;
}
