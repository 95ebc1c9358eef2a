import { WebGLRenderer } from 'pixi.js';
import {
  type App,
  Box,
  box,
  columns,
  createSurface,
  type Entity,
  resolve,
  setText,
  text,
} from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import { familiesFor, loadTestFonts, testFontUrl } from '../fonts';
import { atEnd, colorCount, difference, frames, mountShared, pixelsOf, until } from './page';

// Apart from its use: Vite takes the two together for an asset to bundle.
const HERE = import.meta.url;
const WORD = 'Hamburgefonstiv';
const GOOD = '/test-fonts/good';

let families = 0;

describe('fonts of an app', () => {
  it('load from an address, a URL and bytes, and stay apart by weight', async () => {
    const { app } = await mountShared();
    const family = nextFamily();
    const bytes = await (await fetch(GOOD)).arrayBuffer();
    const results = await Promise.all([
      app.fonts.load({ family, source: GOOD, weight: 400 }),
      app.fonts.load({ family, source: new URL(GOOD, location.href), weight: 700 }),
      app.fonts.load({ family, source: bytes, weight: [800, 900], style: 'italic' }),
      app.fonts.load({ family, source: new Uint8Array(bytes), unicodeRange: 'U+370-3FF' }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready', 'ready']);
    const faces = facesOf(family);
    expect(faces.map(({ weight, style, unicodeRange }) => [weight, style, unicodeRange])).toEqual(
      expect.arrayContaining([
        ['400', 'normal', 'U+0-10FFFF'],
        ['700', 'normal', 'U+0-10FFFF'],
        ['800 900', 'italic', 'U+0-10FFFF'],
        ['400', 'normal', expect.stringMatching(/U\+370-3ff/i)],
      ]),
    );
  });

  it('go with the app, which leaves no listener and no face', async () => {
    const add = vi.spyOn(document.fonts, 'addEventListener');
    const remove = vi.spyOn(document.fonts, 'removeEventListener');
    atEnd(() => vi.restoreAllMocks());
    const before = document.fonts.size;
    const { app } = await mountShared();
    const family = nextFamily();
    await app.fonts.load({ family, source: GOOD });
    expect(document.fonts.size).toBe(before + 1);
    app.dispose();
    app.dispose();
    expect(document.fonts.size).toBe(before);
    expect(add.mock.calls.length).toBeGreaterThan(0);
    expect(remove.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      add.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });

  it('show in other apps of the page too, and go from them', async () => {
    const family = nextFamily();
    const { app: loader } = await mountShared();
    const { app, element } = await line(family);
    const narrow = widthIn(app, element);
    await loader.fonts.load({ family, source: GOOD });
    await until(() => widthIn(app, element) !== narrow);
    expect(widthIn(app, element)).toBeCloseTo(widthOf(`"${family}"`), 1);
    loader.dispose();
    await until(() => widthIn(app, element) === narrow);
  });

  it('of the page’s own style sheets are followed', async () => {
    const family = nextFamily();
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: "${family}"; src: url(/test-fonts/held?key=sheet) }`;
    document.head.append(style);
    atEnd(() => style.remove());
    // Drawing with it makes the browser load it.
    const { app, canvas, element } = await line(family);
    const narrow = widthIn(app, element);
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    expect((await fetch('/test-fonts/release?key=sheet')).ok).toBe(true);
    await until(() => widthIn(app, element) !== narrow);
    expect(widthIn(app, element)).toBeCloseTo(widthOf(`"${family}"`), 1);
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBeGreaterThan(50);
  });

  it('that the page adds or removes are followed by an app that is idle', async () => {
    const family = nextFamily();
    const { app, element } = await line(family);
    const narrow = widthIn(app, element);
    await until(() => app.asleep);
    const face = await new FontFace(family, `url(${GOOD})`).load();
    document.fonts.add(face);
    atEnd(() => document.fonts.delete(face));
    await until(() => widthIn(app, element) !== narrow);
    const wide = widthOf(`"${family}"`);
    expect(widthIn(app, element)).toBeCloseTo(wide, 1);
    // What was not measured before is not put together from two fonts.
    setText(app.world, element, 'Jordan Quimby');
    await frames(3);
    expect(widthIn(app, element)).toBeCloseTo(widthOf(`"${family}"`, 'Jordan Quimby'), 1);
    setText(app.world, element, WORD);
    await frames(3);
    document.fonts.delete(face);
    await until(() => widthIn(app, element) === narrow);
  });

  it('of a style sheet that comes late are followed by an app that is idle', async () => {
    const family = nextFamily();
    const { app, element } = await line(family);
    const narrow = widthIn(app, element);
    await until(() => app.asleep);
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: "${family}"; src: url(${GOOD}) }`;
    document.head.append(style);
    atEnd(() => style.remove());
    await until(() => widthIn(app, element) !== narrow);
    expect(widthIn(app, element)).toBeCloseTo(widthOf(`"${family}"`), 1);
  });

  it('are looked at anew when they are told to be, one having taken the place of another', async () => {
    const family = nextFamily();
    const { app, element } = await line(family);
    const good = await new FontFace(family, `url(${GOOD})`).load();
    const other = await new FontFace(family, `url(${GOOD})`, {
      sizeAdjust: '120%',
    } as object).load();
    atEnd(() => document.fonts.delete(other));
    document.fonts.add(good);
    await until(() => Math.abs(widthIn(app, element) - widthOf(`"${family}"`)) < 0.1);
    const sans = widthIn(app, element);
    document.fonts.delete(good);
    document.fonts.add(other);
    app.fonts.refresh();
    await until(() => widthIn(app, element) !== sans);
    expect(widthIn(app, element)).toBeCloseTo(widthOf(`"${family}"`), 1);
    app.dispose();
    expect(() => app.fonts.refresh()).toThrow(/disposed/);
  });

  it.runIf(import.meta.env.RAFTER_LONG)('draw again what was drawn in the fallback', async () => {
    const family = nextFamily();
    const { app, canvas, element } = await line(family);
    const narrow = widthIn(app, element);
    await app.fonts.load({ family, source: GOOD });
    await until(() => widthIn(app, element) !== narrow);
    await until(() => app.asleep);
    const after = pixelsOf(canvas);
    app.dispose();
    canvas.remove();
    // An app that has had the font from the start draws the same.
    const { app: other } = await mountShared();
    await other.fonts.load({ family, source: GOOD });
    const fresh = await line(family);
    await until(() => fresh.app.asleep);
    expect(difference(pixelsOf(fresh.canvas), after)).toBe(0);
  });
});

describe('the fallback families', () => {
  it('give characters that an element’s own families lack, and only those', async () => {
    const content = 'abc ሰ';
    await loadTestFonts(familiesFor('Ethiopic'), content);
    const { app, canvas, element } = await line('Noto Sans Variable', content, '');
    const before = pixelsOf(canvas);
    const own = widthIn(app, element);
    app.fonts.setFallback(['Noto Sans Ethiopic Variable']);
    await until(() => widthIn(app, element) !== own);
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBeGreaterThan(50);
    const list = '"Noto Sans Variable", "Noto Sans Ethiopic Variable"';
    expect(widthIn(app, element)).toBeCloseTo(widthOf(list, content), 1);
    app.fonts.setFallback([]);
    await until(() => widthIn(app, element) === own);
    await until(() => app.asleep);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
  });

  it('are measured when their font arrives', async () => {
    const family = nextFamily();
    const content = 'ሰላም ልጆች';
    const source = await testFontUrl('Noto Sans Ethiopic Variable', 'ሰ');
    const { app, element } = await line('No Such Family', content, '');
    app.fonts.setFallback([family]);
    await frames(3);
    const before = widthIn(app, element);
    const { status } = await app.fonts.load({ family, source, unicodeRange: 'U+1200-137F' });
    expect(status).toBe('ready');
    await until(() => widthIn(app, element) !== before);
  });
});

describe('fonts in a worker', () => {
  it('load and are measured as on the page, and go again', async () => {
    const folder = new URL('../../src/', HERE).href;
    const source = `import { createFonts } from '${folder}app/fonts.ts';
      import { createWorld } from '${folder}ecs/index.ts';
      import { createCanvasMeasurer, createFontLoader } from '${folder}render/text/index.ts';
      const host = createFontLoader();
      const world = createWorld();
      const { fonts, system, port } = createFonts({ world, host, remeasure() {} });
      const measurer = port(createCanvasMeasurer());
      const font = { family: 'Worker Font, monospace', size: 16, weight: 400, italic: false };
      const widths = [];
      const measure = () => widths.push(measurer.measure(font, '${WORD}'));
      measure();
      const load = (path) => fonts.load({ family: 'Worker Font', source: '${location.origin}' + path });
      const bad = await load('/test-fonts/missing');
      const good = await load('${GOOD}');
      system.update();
      measure();
      system.dispose();
      postMessage({ bad: bad.error.message, good, widths, left: self.fonts.size });`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    atEnd(() => {
      worker.terminate();
      URL.revokeObjectURL(url);
    });
    const answer = await new Promise<Record<string, unknown>>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
    });
    expect(answer.bad).toMatch(/answered 404/);
    expect(answer.good).toEqual({ family: 'Worker Font', status: 'ready' });
    const [fallback, loaded] = answer.widths as [number, number];
    expect(fallback).toBeCloseTo(widthOf('monospace'), 1);
    const { app } = await mountShared();
    await app.fonts.load({ family: 'Worker Font', source: GOOD });
    expect(loaded).toBeCloseTo(widthOf('"Worker Font"'), 1);
    expect(loaded).not.toBeCloseTo(fallback, 0);
    expect(answer.left).toBe(0);
  });
});

describe('fonts of a surface', () => {
  it('load in the game’s own frames', async () => {
    const renderer = new WebGLRenderer();
    await renderer.init({ width: 200, height: 100 });
    const surface = createSurface({ renderer });
    atEnd(() => {
      surface.dispose();
      renderer.destroy();
    });
    const family = nextFamily();
    const element = text(surface.world, {
      parent: box(surface.world, { alignItems: 'flex-start' }),
      content: WORD,
      fontFamily: `"${family}", monospace`,
      fontSize: 16,
    });
    surface.update(16);
    const narrow = widthIn(surface, element);
    expect(await surface.fonts.load({ family, source: GOOD })).toEqual({ family, status: 'ready' });
    expect(widthIn(surface, element)).toBe(narrow);
    surface.update(16);
    expect(widthIn(surface, element)).toBeCloseTo(widthOf(`"${family}"`), 1);
  });
});

/** A line of text in a family that may come later, drawn once. */
async function line(family: string, content = WORD, others = ', monospace') {
  const mounted = await mountShared();
  const element = text(mounted.app.world, {
    parent: box(mounted.app.world, { alignItems: 'flex-start' }),
    content,
    fontFamily: `"${family}"${others}`,
    fontSize: 16,
  });
  mounted.app.start();
  await frames(3);
  return { ...mounted, element };
}

function widthIn(app: Pick<App, 'world'>, element: Entity): number {
  return columns(app.world, Box).width[resolve(app.world, element)]!;
}

function facesOf(family: string): FontFace[] {
  return [...document.fonts].filter((face) => face.family.replaceAll('"', '') === family);
}

function nextFamily(): string {
  families++;
  return `App Font ${families}`;
}

function widthOf(families: string, content = WORD): number {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = `16px ${families}`;
  context.textRendering = 'geometricPrecision';
  return context.measureText(content).width;
}
