import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  columns,
  despawn,
  type Entity,
  PAINT,
  ROW_MASK,
  type Row,
  touch,
} from '../../../../src/ecs';
import { Box } from '../../../../src/ecs/stores';
import { Runs } from '../../../../src/systems/render-batching/runs';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, image, imageState, setImage, setImageLook, setStyle } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

let app: HeadlessApp;
const errors: unknown[] = [];

beforeEach(() => {
  app = createHeadlessApp({ width: 800, height: 600 });
  errors.length = 0;
  app.on('error', ({ error, row }) => errors.push([String((error as Error).message), row]));
});

afterEach(() => app.dispose());

describe('an image', () => {
  it('has the size of what it shows once that is known, and keeps its proportions', async () => {
    const page = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
    const free = image(app.world, { parent: page, source: 'a.png' });
    const wide = image(app.world, { parent: page, source: 'a.png', width: 100 });
    app.frames(1);
    expect([sizeOf(free), sizeOf(wide)]).toEqual([
      [0, 0],
      [100, 0],
    ]);
    expect(app.imageFiles.requests.map(({ source }) => source)).toEqual(['a.png']);
    expect(imageState(app.world, free)).toBe('loading');
    await app.imageFiles.requests[0]!.arrive(60, 30);
    app.frames(1);
    expect(imageState(app.world, free)).toBe('ready');
    expect([sizeOf(free), sizeOf(wide)]).toEqual([
      [60, 30],
      [100, 50],
    ]);
  });

  it('is drawn once its bitmap is made, which is of the size that it has on the device', async () => {
    const icon = image(app.world, { source: 'a.png', width: 30, height: 30 });
    app.frames(1);
    await app.imageFiles.requests[0]!.arrive(64, 64);
    app.frames(1);
    expect(app.backend.counters.imageUploads).toBe(0);
    await frames(2);
    // Half of 64 is the next size that is not less than 30.
    expect(app.backend.counters.imageBytes).toBe(32 * 32 * 4);
    setStyle(app.world, icon, { width: 60, height: 60 });
    await frames(3);
    expect(app.backend.counters.imageBytes).toBe(32 * 32 * 4 + 64 * 64 * 4);
    const { draws } = app.backend.counters;
    app.frames(5);
    expect(app.backend.counters.draws).toBe(draws);
  });
});

describe('images', () => {
  it('are loaded once for all elements, and given up when no element wants them before they are there', async () => {
    const first = image(app.world, { source: 'a.png' });
    const second = image(app.world, { source: 'a.png' });
    app.frames(1);
    expect(app.imageFiles.requests).toHaveLength(1);
    setImage(app.world, first, 'b.png');
    despawn(app.world, second);
    app.frames(1);
    expect(app.imageFiles.requests.map(({ source, aborted }) => [source, aborted])).toEqual([
      ['a.png', true],
      ['b.png', false],
    ]);
    // What comes nevertheless is closed at once.
    await app.imageFiles.requests[0]!.arrive(8, 8);
    expect(app.imageFiles.open).toBe(0);
    expect(app.images.stats()).toMatchObject({ known: 1, used: 1, pending: 1 });
  });

  it('are kept for a while without elements, the last ones shown, and taken up again', async () => {
    app.tunables.get('images')!.set('keptBytes', 1);
    const shown = image(app.world, { width: 16, height: 16 });
    for (let i = 0; i < 8; i++) {
      setImage(app.world, shown, `${i}.png`);
      app.frames(1);
      // Half a megabyte each.
      await app.imageFiles.requests[i]!.arrive(1024, 512);
      await frames(2);
    }
    expect(app.images.stats()).toMatchObject({ known: 3, used: 1 });
    expect(app.imageFiles.open).toBe(3);
    expect(app.imageFiles.bitmaps).toBe(3);
    setImage(app.world, shown, '6.png');
    await frames(2);
    expect(app.imageFiles.requests).toHaveLength(8);
    expect(imageState(app.world, shown)).toBe('ready');
    // One that was kept and is shown again stays, however many come after it.
    const other = image(app.world, { source: '7.png', width: 16, height: 16 });
    for (let i = 8; i < 14; i++) {
      setImage(app.world, shown, `${i}.png`);
      app.frames(1);
      await app.imageFiles.requests[i]!.arrive(1024, 512);
      await frames(2);
    }
    expect(imageState(app.world, other)).toBe('ready');
    expect(app.imageFiles.open).toBe(app.images.stats().known);
    setImage(app.world, shown, '2.png');
    app.frames(1);
    expect(app.imageFiles.requests).toHaveLength(15);
  });

  it('that do not come are told once with an element that wants them, and leave the others alone', async () => {
    const broken = image(app.world, {
      source: 'broken.png',
      fill: '#ff0000',
      width: 10,
      height: 10,
    });
    image(app.world, { source: 'broken.png' });
    const page = box(app.world, { alignItems: 'flex-start' });
    const whole = image(app.world, { parent: page, source: 'whole.png' });
    app.frames(1);
    await app.imageFiles.requests[0]!.fail('could not be fetched: the server answered 404');
    await app.imageFiles.requests[1]!.arrive(20, 20);
    app.frames(1);
    expect(errors).toEqual([
      ["image 'broken.png' could not be fetched: the server answered 404", broken & ROW_MASK],
    ]);
    expect(imageState(app.world, broken)).toBe('failed');
    expect(sizeOf(whole)).toEqual([20, 20]);
    app.frames(3);
    expect(errors).toHaveLength(1);
  });

  it('that take too long have failed, and give their places to others', async () => {
    app.tunables.get('images')!.set('loadTimeout', 5);
    const slow = Array.from({ length: 6 }, (_, i) =>
      image(app.world, { source: `slow ${i}.png`, width: 10, height: 10 }),
    );
    const next = image(app.world, { source: 'next.png', width: 10, height: 10 });
    app.frames(1);
    const { requests } = app.imageFiles;
    expect(requests).toHaveLength(6);
    await requests[1]!.arrive(4, 4);
    despawn(app.world, slow[2]!);
    app.frames(1);
    // One for each that is awaited still: the next one's too.
    expect([requests.length, app.clock.pendingTimers]).toEqual([7, 5]);
    app.clock.advance(4_900);
    app.frames(1);
    expect(imageState(app.world, slow[0]!)).toBe('loading');
    app.clock.advance(100);
    app.frames(2);
    expect(imageState(app.world, slow[0]!)).toBe('failed');
    expect(requests.map(({ aborted }) => aborted)).toEqual([
      ...[true, false, true, true, true, true, true],
    ]);
    expect(errors).toContainEqual([
      "image 'slow 0.png' did not come within 5 s; check its server, or raise images.loadTimeout",
      slow[0]! & ROW_MASK,
    ]);
    expect(errors).toHaveLength(5);
    expect(imageState(app.world, next)).toBe('failed');
    // What comes after all is closed.
    await requests[0]!.arrive(4, 4);
    expect([app.imageFiles.open, app.clock.pendingTimers]).toEqual([1, 0]);
    for (let i = 0; i < 6; i++) image(app.world, { source: `last ${i}.png` });
    app.frames(1);
    expect([requests.length, app.clock.pendingTimers]).toEqual([13, 6]);
    app.dispose();
    expect(app.clock.pendingTimers).toBe(0);
  });

  it('without pixels fail', async () => {
    const empty = image(app.world, { source: 'empty.svg' });
    app.frames(1);
    await app.imageFiles.requests[0]!.arrive(0, 20);
    app.frames(1);
    expect(errors).toEqual([
      ["image 'empty.svg' has no size (0 x 20); give one with pixels", empty & ROW_MASK],
    ]);
    expect(app.imageFiles.open).toBe(0);
  });

  it('go to the device again when it comes back', async () => {
    for (let i = 0; i < 5; i++) image(app.world, { source: `${i}.png`, width: 16, height: 16 });
    app.frames(1);
    for (const request of app.imageFiles.requests) await request.arrive(16, 16);
    await frames(3);
    app.backend.lose();
    app.frames(2);
    app.backend.resetCounters();
    app.backend.restore();
    app.frames(1);
    expect(app.backend.counters).toMatchObject({ imageUploads: 5, imageBytes: 5 * 16 * 16 * 4 });
  });

  it('are given back with the app', async () => {
    for (let i = 0; i < 5; i++) image(app.world, { source: `${i}.png`, width: 16, height: 16 });
    app.frames(1);
    for (const request of app.imageFiles.requests.slice(1)) await request.arrive(16, 16);
    await frames(3);
    app.dispose();
    expect(app.imageFiles.requests[0]!.aborted).toBe(true);
    expect([app.imageFiles.open, app.imageFiles.bitmaps]).toEqual([0, 0]);
  });

  it('out of sight are not made into bitmaps until they come into sight', async () => {
    const view = box(app.world, { width: 200, height: 200, overflow: 'hidden' });
    const far = image(app.world, { parent: view, source: 'a.png', width: 50, height: 50 });
    setStyle(app.world, far, { position: 'absolute', top: 5000 });
    app.frames(1);
    await app.imageFiles.requests[0]!.arrive(64, 64);
    await frames(3);
    expect(app.imageFiles.bitmaps).toBe(0);
    setStyle(app.world, far, { top: 10 });
    await frames(3);
    expect(app.imageFiles.bitmaps).toBe(1);
    expect(recordsOf(far)).toBe(1);
  });

  it('leave no garbage at rest or while they move', async () => {
    const rows = Array.from({ length: 50 }, (_, i) =>
      image(app.world, { source: `${i % 10}.png`, width: 16, height: 16, borderRadius: 8 }),
    );
    app.frames(1);
    for (const request of app.imageFiles.requests) await request.arrive(40, 40);
    await frames(4);
    const { x } = columns(app.world, Box);
    let now = 10_000;
    const measured = process.env.RAFTER_LONG ? 1_000 : 400;
    const slope = heapSlope((frame) => {
      for (const row of rows) {
        x[row & ROW_MASK] = (frame * 7) % 200;
        touch(app.world, (row & ROW_MASK) as Row, PAINT);
      }
      now += 16;
      app.step(now);
    }, measured);
    expect(app.renderer.stats().totalRecordsWritten).toBeGreaterThan(50 * measured);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

describe('full pages', () => {
  beforeEach(() => {
    app.dispose();
    app = createHeadlessApp({ width: 2000, height: 2000, imagePages: 1 });
  });

  it('give up what is out of sight for what comes into it', async () => {
    const page = box(app.world, { width: 1000, height: 1000 });
    const shown = image(app.world, { parent: page, width: 1000, height: 1000 });
    for (let i = 0; i < 12; i++) {
      setImage(app.world, shown, `${i}.png`);
      app.frames(1);
      await app.imageFiles.requests[i]!.arrive(1000, 1000);
      await frames(3);
      expect(recordsOf(shown)).toBe(1);
    }
    expect(app.images.stats().pages).toBe(1);
    expect(app.images.stats().evicted).toBeGreaterThanOrEqual(8);
    // What was given up comes back.
    setImage(app.world, shown, '0.png');
    await frames(3);
    expect(recordsOf(shown)).toBe(1);
  });

  it('show in less detail what finds no room beside what is in sight', async () => {
    const page = box(app.world, { width: 2000, height: 2000, flexWrap: 'wrap' });
    const all = Array.from({ length: 8 }, (_, i) =>
      image(app.world, { parent: page, source: `${i}.png`, width: 500, height: 1000 }),
    );
    app.frames(1);
    for (const request of app.imageFiles.requests) await request.arrive(1000, 1000);
    await frames(20);
    expect(all.map(recordsOf)).toEqual(new Array(8).fill(1));
    expect(app.images.stats().evicted).toBe(0);
    expect(errors).toEqual([]);
  });
});

it('large images are cut into tiles that meet', async () => {
  app.dispose();
  app = createHeadlessApp({ width: 4000, height: 3000 });
  const wide = image(app.world, { source: 'a.png', width: 3000, height: 1500 });
  app.frames(1);
  await app.imageFiles.requests[0]!.arrive(3000, 1500);
  await frames(3);
  expect(recordsOf(wide)).toBe(6);
  expect(app.backend.counters.imageUploads).toBe(6);
  setStyle(app.world, wide, { borderRadius: 8 });
  await frames(3);
  // An arc has to lie in one record: fewer texels.
  expect(recordsOf(wide)).toBe(1);
});

it.each([0, 1.5, 65, Number.NaN])('throws for %d pages', (imagePages) => {
  expect(() => createHeadlessApp({ imagePages })).toThrow(/imagePages is .*; give a whole number/);
});

it('sliced images are drawn in nine parts, or those of them that have room', async () => {
  const panel = image(app.world, { source: 'a.png', width: 100, height: 60, slice: [5, 6, 7, 8] });
  app.frames(1);
  await app.imageFiles.requests[0]!.arrive(40, 40);
  await frames(3);
  expect(recordsOf(panel)).toBe(9);
  setImageLook(app.world, panel, { slice: [0, 6, 0, 8] });
  app.frames(1);
  expect(recordsOf(panel)).toBe(3);
  // Edges that reach beyond the middle leave no middle.
  setStyle(app.world, panel, { width: 10 });
  app.frames(1);
  expect(recordsOf(panel)).toBe(2);
  setImageLook(app.world, panel, { slice: 'none' });
  app.frames(1);
  expect(recordsOf(panel)).toBe(1);
});

it.each([
  [{ source: '' }, /source of an image is ''; give its address/],
  [{ source: 7 as never }, /source of an image is 7/],
  [{ objectFit: 'stretch' as never }, /objectFit is 'stretch'; give one of fill, contain/],
  [{ objectPosition: ['left', 'top'] as never }, /objectPosition is \["left","top"\]; give two/],
  [{ slice: -1 }, /slice is -1; give a length of 0 or more, or four/],
  [{ slice: [1, 2] as never }, /slice is \[1,2\]; give a length/],
  [{ tint: 'blu' }, /colour 'blu' is not known/],
])('throws for %j, and leaves no element', (options, message) => {
  const before = app.world;
  expect(() => image(before, options)).toThrow(message);
  app.frames(1);
  expect(app.images.stats()).toMatchObject({ known: 0, used: 0 });
  const other = box(app.world);
  expect(() => setImage(app.world, other, 'a.png')).toThrow(/is no image; give an element made by/);
  expect(() => setImageLook(app.world, other, {})).toThrow(/is no image/);
});

/** Records of an image without background or shadow. */
function recordsOf(entity: Entity): number {
  return columns(app.world, Runs).count[entity & ROW_MASK]!;
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    app.frames(1);
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }
}

function sizeOf(entity: Entity): number[] {
  const { width, height } = columns(app.world, Box);
  return [width[entity & ROW_MASK]!, height[entity & ROW_MASK]!];
}
