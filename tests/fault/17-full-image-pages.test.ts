import { afterEach, describe, expect, it } from 'vitest';
import { composeApp } from '../../src/app/app';
import type { App } from '../../src/app/app-types';
import { columns, type Entity, resolve } from '../../src/ecs';
import { type Bitmap, type ImageHost, imageTable, Picture } from '../../src/ecs/stores';
import { installMemory } from '../../src/memory';
import { createNullBackend, type NullBackend } from '../../src/render/null';
import {
  KIND_IMAGE,
  RECORD_IMAGE_FROM,
  RECORD_IMAGE_PAGE,
  RECORD_IMAGE_TO,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../src/systems/render-batching/record-format';
import { Runs } from '../../src/systems/render-batching/runs';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
  createFakeClock,
} from '../../src/testing';
import { image, setImage } from '../../src/ui';
import { createRandom } from '../property/random';

const SCREENS = process.env.RAFTER_LONG ? 1000 : 30;
const ELEMENTS = 20;
const IMAGES = 400;
const PAGES = 2;

type Source = { id: number };
type Part = { source: object; page: number; x: number; y: number; right: number; bottom: number };

let open: App | undefined;

afterEach(() => {
  open?.dispose();
  open = undefined;
});

describe('pages of images that are full', () => {
  it('never show another image in the place of one, whatever comes, goes, is lost and given back', async () => {
    const { app, backend, frame, parts, errors } = screen();
    const random = createRandom(5);
    const sources: Source[] = Array.from({ length: IMAGES }, (_, id) => ({ id }));
    const elements = Array.from({ length: ELEMENTS }, (_, i) =>
      image(app.world, {
        position: 'absolute',
        left: (i % 5) * 300,
        top: Math.floor(i / 5) * 300,
        width: 40 + ((i * 97) % 260),
        height: 40 + ((i * 61) % 260),
        objectFit: 'cover',
        source: sources[i]!,
      }),
    );
    const memory = installMemory(app, { ports: { sources: [] } });
    await memory.ready;
    let given = 0;
    let shown = 0;
    let mostPages = 0;
    for (let turn = 0; turn < SCREENS; turn++) {
      for (const element of elements) {
        if (random.chance(60)) setImage(app.world, element, random.pick(sources));
      }
      if (random.chance(10)) {
        backend.lose();
        parts.length = 0;
        await frame();
        backend.restore();
      }
      if (random.chance(20)) given += memory.reclaim(random.chance(50) ? 1 : undefined).bytes;
      for (let i = 0; i < 4; i++) {
        await frame();
        for (const element of elements) shown += check(app, backend, parts, element);
      }
      mostPages = Math.max(mostPages, app.images.stats().pages);
    }
    expect(shown).toBeGreaterThan(SCREENS * ELEMENTS);
    expect(mostPages).toBe(PAGES);
    expect(app.images.stats().evicted).toBeGreaterThan(SCREENS);
    expect(given).toBeGreaterThan(SCREENS * 100_000);
    for (const element of elements) setImage(app.world, element, undefined);
    await frame();
    memory.reclaim();
    const { pages, bytes } = app.images.stats();
    expect([pages, bytes]).toEqual([1, 0]);
    expect(errors).toEqual([]);
  });
});

function screen() {
  const backend = createNullBackend({ width: 1500, height: 1200, keep: true });
  const clock = createFakeClock();
  const parts: Part[] = [];
  const errors: unknown[] = [];
  const { uploadImage, resizeImages } = backend;
  backend.uploadImage = (page, x, y, bitmap, left, top, width, height) => {
    if (backend.lost) return 0;
    const { source } = bitmap as Bitmap & { source: object };
    parts.push({ source, page, x, y, right: x + width, bottom: y + height });
    return uploadImage(page, x, y, bitmap, left, top, width, height);
  };
  backend.resizeImages = (size, pages) => {
    parts.length = 0;
    resizeImages(size, pages);
  };
  const app = composeApp(
    {
      clock,
      requestFrame: (callback) => clock.requestFrame(callback),
      cancelFrame: (id) => clock.cancelFrame(id),
      backend,
      measurer: createDeterministicMeasurer(),
      rasteriser: createDeterministicRasteriser(),
      images: createHost(),
      width: 1500,
      height: 1200,
      dpr: 1,
      attach: () => () => {},
    },
    { imagePages: PAGES },
  );
  open = app;
  app.on('error', (event) => errors.push(event));
  return {
    app,
    backend,
    parts,
    errors,
    /** Draws all, and lets what was asked for come. */
    async frame() {
      app.renderer.invalidate();
      clock.advance(16);
      app.step(clock.now());
      for (let i = 0; i < 8; i++) await Promise.resolve();
    },
  };
}

/** Images of many sizes, whose bitmaps know where they come from. */
function createHost(): ImageHost {
  return {
    async load(source) {
      const { id } = source as Source;
      return {
        width: 50 + ((id * 131) % 1400),
        height: 50 + ((id * 71) % 1100),
        scalable: id % 7 === 0,
        bytes: 100,
        scaled: async (width: number, height: number) => ({
          width,
          height,
          source: source as object,
          close() {},
        }),
        close() {},
      };
    },
  };
}

/** Fails where a record of an image shows texels of another. Returns how many records it has. */
function check(
  { world }: App,
  { records }: NullBackend,
  parts: readonly Part[],
  element: Entity,
): number {
  const row = resolve(world, element);
  const { start, count } = columns(world, Runs);
  const wanted = sourceOf(element);
  let found = 0;
  for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
    const at = record * RECORD_WORDS;
    if ((records[at + RECORD_KIND_LAYER]! & 255) !== KIND_IMAGE) continue;
    found++;
    const from = records[at + RECORD_IMAGE_FROM]!;
    const to = records[at + RECORD_IMAGE_TO]!;
    const [left, top] = [from & 0xffff, from >>> 16];
    const [right, bottom] = [to & 0xffff, to >>> 16];
    const page = records[at + RECORD_IMAGE_PAGE]!;
    // What came last lies over what came before.
    const over = [...parts]
      .reverse()
      .find(
        (part) =>
          part.page === page &&
          part.x < right &&
          part.right > left &&
          part.y < bottom &&
          part.bottom > top,
      );
    expect(over, 'nothing was sent there').toBeDefined();
    const { x, y } = over!;
    expect(x <= left && y <= top && over!.right >= right && over!.bottom >= bottom).toBe(true);
    expect(over!.source).toBe(wanted);
  }
  return found;

  function sourceOf(entity: Entity): object {
    const { entries } = imageTable(world);
    return entries[columns(world, Picture).image[resolve(world, entity)]!]!.source as object;
  }
}
