import { box, despawn, image, setStyle, text } from 'rafter-ui';
import { installMemory } from 'rafter-ui/memory';
import { describe, expect, it } from 'vitest';
import { atEnd, difference, frames, mount, pixelsOf, until } from '../app/page';
import { settled } from './screen';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Of the GPU. */
const PAGE_BYTES = 1024 * 1024 * 4;

describe('memory that is given back', () => {
  it('is told of by name, leaves every pixel as it was, and what was out of sight comes again', async () => {
    const { app, canvas, errors } = await mount({ cssWidth: 300, cssHeight: 200 });
    const { world } = app;
    const memory = installMemory(app, { ports: { sources: [] } });
    await memory.ready;
    const page = box(world, { flexDirection: 'column', gap: 6, padding: 6, fill: '#e8ecf2' });
    text(world, { parent: page, content: 'What stays in sight', fontSize: 20 });
    image(world, { parent: page, source: painting(3), width: 60, height: 40 });
    // Over all of it, for a while.
    const much = box(world, {
      ...{ position: 'absolute', left: 0, top: 0, width: 300, height: 200 },
      ...{ flexWrap: 'wrap', fill: '#ffffff', overflow: 'hidden' },
    });
    for (let i = 0; i < 4; i++)
      image(world, { parent: much, source: painting(20 + i), width: 300, height: 200 });
    // Letters of many sizes, which take several pages.
    for (let i = 0; i < 40; i++)
      text(world, { ...place(0, i * 4), parent: much, content: LETTERS, fontSize: 40 + i });
    const card = box(world, {
      ...{ position: 'absolute', left: 150, top: 90, width: 140, height: 100 },
      ...{ borderRadius: 12, fill: '#2040c0', boxShadow: '0 3px 9px #0007', overflow: 'hidden' },
    });
    for (let i = 0; i < 12; i++)
      text(world, { parent: card, content: `Line ${i} of a card`, color: '#ffd166', fontSize: 13 });
    app.start();
    await settled(app);
    expect(app.sensors().glyphBytes).toBeGreaterThan(PAGE_BYTES);
    let glide = 0;
    await until(() => {
      setStyle(world, card, { translate: [-(glide++ % 9), 0] });
      return app.renderer.stats().baked > 0;
    });
    const withAll = pixelsOf(canvas);
    expect(withAll.length).toBe(300 * 200);
    setStyle(world, card, { translate: [600, 0] });
    setStyle(world, much, { translate: [0, 900] });
    await settled(app);
    const before = pixelsOf(canvas);
    const bytes = app.memory.total();

    const given = memory.reclaim();
    const names = given.by.map(({ name }) => name).sort();
    expect(names).toEqual(['images', 'pictures of layers', 'text and glyph atlas']);
    // But for the lines of pages, which are few.
    expect(bytes - app.memory.total() - given.bytes).toBeLessThan(2048);
    expect(given.bytes).toBeGreaterThan(PAGE_BYTES);
    expect(app.sensors().glyphBytes).toBe(PAGE_BYTES);
    app.renderer.invalidate();
    await frames(2);
    await settled(app);
    expect(difference(pixelsOf(canvas), before)).toBe(0);

    setStyle(world, much, { translate: [0, 0] });
    setStyle(world, card, { translate: [0, 0] });
    await settled(app);
    await until(() => app.images.stats().pending === 0 && app.asleep);
    const again = pixelsOf(canvas);
    setStyle(world, card, { translate: [600, 0] });
    setStyle(world, much, { translate: [0, 900] });
    await settled(app);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(difference(again, before)).toBeGreaterThan(300 * 100);
    expect(errors).toEqual([]);
  });
});

function place(left: number, top: number) {
  return { position: 'absolute', left, top } as const;
}

function painting(seed: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = 300;
  canvas.height = 200;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const across = context.createLinearGradient(0, 0, 300, 200);
  across.addColorStop(0, `hsl(${seed * 40} 80% 50%)`);
  across.addColorStop(1, '#102030');
  context.fillStyle = across;
  context.fillRect(0, 0, 300, 200);
  return canvas;
}

it('what the ledger says of records is what the GPU was asked for', async () => {
  const held = watchRecords();
  const { app } = await mount();
  const { world } = app;
  // Some layers and records more than there is room for at first.
  for (let i = 0; i < 200; i++) box(world, { rotate: i, width: 8, height: 8, fill: '#204060' });
  for (let i = 0; i < 900; i++) box(world, { width: 8, height: 8, fill: '#60402080' });
  app.start();
  await settled(app);
  const line = app.memory.report().find(({ name }) => name === 'textures of records');
  expect(line!.bytes).toBeGreaterThan(100_000);
  expect(line!.bytes).toBe(held());
});

it('records, the draw list and columns shrink after a peak, on the GPU too, with every pixel as it was', async () => {
  const held = watchRecords();
  const { app, canvas, errors } = await mount({ cssWidth: 300, cssHeight: 200 });
  const { world } = app;
  const memory = installMemory(app, { ports: { sources: [] } });
  await memory.ready;
  const much = box(world, { flexWrap: 'wrap', width: 300 });
  for (let i = 0; i < 1500; i++) box(world, { parent: much, width: 6, height: 6, fill: '#602040' });
  // Above all others, so that they have to move.
  for (let i = 0; i < 20; i++) {
    const at = place((i % 4) * 70, Math.floor(i / 4) * 38);
    const card = box(world, { ...at, width: 64, height: 32, borderRadius: 5, fill: '#204060c0' });
    text(world, { parent: card, content: `card ${i}`, color: '#ffd166' });
  }
  app.start();
  await settled(app);
  setStyle(world, much, { visible: false });
  await settled(app);
  const before = pixelsOf(canvas);
  despawn(world, much);
  await settled(app);
  const bytes = held();
  const total = app.memory.total();
  expect(recordBytes(app)).toBe(bytes);

  const given = memory.reclaim();
  expect(given.by.map(({ name }) => name)).toContain('records and draw list');
  expect(app.memory.total()).toBe(total - given.bytes);
  await settled(app);
  expect(held()).toBeLessThan(bytes / 2);
  expect(recordBytes(app)).toBe(held());
  app.renderer.invalidate();
  await frames(2);
  await settled(app);
  expect(difference(pixelsOf(canvas), before)).toBe(0);
  // And grow again.
  for (let i = 0; i < 1500; i++)
    box(world, { ...place(400, i), width: 6, height: 6, fill: '#fff' });
  await settled(app);
  expect(recordBytes(app)).toBe(held());
  expect(difference(pixelsOf(canvas), before)).toBe(0);
  expect(errors).toEqual([]);
});

function recordBytes({ memory }: Awaited<ReturnType<typeof mount>>['app']): number {
  return memory.report().find(({ name }) => name === 'textures of records')!.bytes;
}

/** Counts bytes of textures of whole numbers and of index buffers that are made until the test ends. */
function watchRecords(): () => number {
  const gl = WebGL2RenderingContext.prototype;
  const { texImage2D, bufferData } = gl;
  const sizes = new Map<object, number>();
  gl.texImage2D = function (this: WebGL2RenderingContext, ...given: unknown[]) {
    const [, , format, width, height] = given as number[];
    if (format === this.RGBA32UI)
      sizes.set(this.getParameter(this.TEXTURE_BINDING_2D) as object, width! * height! * 16);
    texImage2D.apply(this, given as never);
  };
  gl.bufferData = function (this: WebGL2RenderingContext, ...given: unknown[]) {
    const [target, data] = given as [number, ArrayBufferView];
    if (target === this.ELEMENT_ARRAY_BUFFER)
      sizes.set(this.getParameter(this.ELEMENT_ARRAY_BUFFER_BINDING) as object, data.byteLength);
    bufferData.apply(this, given as never);
  };
  atEnd(() => Object.assign(gl, { texImage2D, bufferData }));
  return () => [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}
