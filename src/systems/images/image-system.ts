import {
  CONTENT,
  columns,
  createTunables,
  findResource,
  keepAwake,
  LAYOUT,
  PAINT,
  type System,
  setResource,
  type Tunables,
  touch,
  ValueError,
  type World,
  watch,
} from '../../ecs';
import {
  Failures,
  IMAGE_READY,
  ImageCache,
  type ImageEntry,
  type ImageHost,
  ImageKind,
  imageTable,
  LayoutStyle,
  Picture,
  ratioOf,
} from '../../ecs/stores';
import { createBitSet } from '../../structures';
import { Cache } from './image-cache';
import { ImageLoader } from './loader';
import { ImagePages, type ImageSink, LEVEL_MADE } from './pages';
import { imageTunables } from './tunables';

const NAME = 'images';
const PAGE_SIZE = 2048;
const MOST_PAGES = 64;
const KILO = 1024;
const MEGA = KILO * KILO;
/** Images without users kept, however few bytes they have. */
const MOST_IDLE = 4096;

export type ImagesOptions = {
  world: World;
  /** Reads images; without it none is ever there. */
  host?: ImageHost | undefined;
  /** Most pages of 2048 x 2048 texels, 16 MB each; made when images in sight need them. @default 4 */
  maxPages?: number | undefined;
};

export type ImageStats = {
  /** Images known, and those of them that elements show. */
  known: number;
  used: number;
  /** Images and bitmaps asked for that are not there yet. */
  pending: number;
  pages: number;
  /** Bytes sent to the GPU since the start. */
  uploadBytes: number;
  /** Parts of bitmaps taken out of full pages. */
  evicted: number;
  /** Bytes kept: of images as they were loaded, and of their bitmaps. */
  bytes: number;
};

/** The images of an app. */
export type Images = {
  /** Takes what was loaded: natural sizes are known from then on. Runs before layout. */
  readonly load: System;
  /** Sends bitmaps to the GPU. Runs before batching, which draws from them. */
  readonly upload: System;
  readonly tunables: Tunables<typeof imageTunables.knobs>;
  /** Sends to this sink from now on. */
  attach(sink: ImageSink): void;
  /** Sends everything again after a device loss. */
  restore(): void;
  stats(): ImageStats;
  /** Bytes of the bitmaps on pages. */
  readonly pageBytes: number;
  /** Bytes of the pages themselves, on the GPU. */
  readonly textureBytes: number;
  readonly pages: ImagePages;
  /** Bytes of images that no element shows. */
  readonly idleBytes: number;
  /** Gives up images that no element shows, first those that lost their last one longest ago, until they have no more than that many bytes. */
  trimIdle(bytes: number): void;
};

/** Loads the images that elements ask for, and keeps bitmaps of them on the GPU in the sizes in which they are seen. */
export function createImages({ world, host, maxPages = 4 }: ImagesOptions): Images {
  if (!(Number.isInteger(maxPages) && maxPages >= 1 && maxPages <= MOST_PAGES)) {
    throw new ValueError(`imagePages is ${maxPages}; give a whole number from 1 to ${MOST_PAGES}`);
  }
  const table = imageTable(world);
  const tunables = createTunables(imageTunables);
  const pages = new ImagePages(PAGE_SIZE, maxPages);
  const loader = new ImageLoader(table, host, () => keepAwake(world), tunables.values);
  const elements = watch(world, [ImageKind]);
  setResource(world, ImageCache, new Cache({ table, pages, loader }));
  // Images whose elements are to be told.
  const changed = createBitSet();
  // Images without users, the longest unused first; some may have users again.
  const idle: ImageEntry[] = [];
  let idleBytes = 0;

  function writeRatios(): void {
    const { image } = columns(world, Picture);
    const { naturalRatio } = columns(world, LayoutStyle);
    const { rows, length } = elements;
    for (let i = 0; i < length; i++) {
      const id = image[rows[i]!]!;
      if (changed.has(id)) naturalRatio[rows[i]!] = ratioOf(table.entries[id]!);
    }
  }

  function touchUsers(dirt: number): void {
    const { image } = columns(world, Picture);
    const { rows, length } = elements;
    for (let i = 0; i < length; i++) {
      if (changed.has(image[rows[i]!]!)) touch(world, rows[i]!, dirt);
    }
    changed.clearAll();
  }

  function tellFailures(): void {
    const { image } = columns(world, Picture);
    for (const { entry, error } of loader.failures.splice(0)) {
      const { rows, length } = elements;
      let row = 0;
      for (let i = 0; i < length && row === 0; i++)
        if (image[rows[i]!] === entry.id) row = rows[i]!;
      const failures = findResource(world, Failures);
      if (!failures) throw error;
      failures.report(error, NAME, row);
    }
  }

  /** Images that lost their last element are kept for a while, those still loading are not. */
  function takeUnused(): void {
    for (let i = 0; i < table.unused.length; i++) {
      const entry = table.entries[table.unused[i]!];
      if (!entry || entry.users > 0 || idle.includes(entry)) continue;
      if (entry.status === IMAGE_READY) {
        idle.push(entry);
        idleBytes += loader.bytesOf(entry);
      } else {
        forget(entry);
      }
    }
    table.unused.length = 0;
    trimIdle(tunables.values.keptBytes * MEGA);
  }

  function trimIdle(limit: number): void {
    while (idle.length > 0 && (idleBytes > limit || idle.length > MOST_IDLE)) {
      const entry = idle.shift()!;
      idleBytes -= loader.bytesOf(entry);
      if (entry.users === 0) forget(entry);
    }
  }

  function forget(entry: ImageEntry): void {
    loader.forget(entry);
    pages.forget(entry.id);
    table.forget(entry.id);
  }

  const load: System = {
    name: 'images/load',
    phase: 'tasks',
    reads: [],
    writes: [Picture, LayoutStyle],
    tunables,
    update() {
      if (table.unused.length > 0) takeUnused();
      for (let i = 0; i < table.fresh.length; i++) loader.load(table.fresh[i]!);
      table.fresh.length = 0;
      if (loader.settled.length === 0) return;
      for (const { id } of loader.settled) changed.set(id);
      loader.settled.length = 0;
      writeRatios();
      touchUsers(LAYOUT | CONTENT | PAINT);
      tellFailures();
    },
    dispose() {
      elements.dispose();
      loader.dispose();
      pages.dispose();
    },
  };

  const upload: System = {
    name: 'images/upload',
    phase: 'batch',
    reads: [],
    writes: [ImageCache],
    before: ['render-batching/batch'],
    update() {
      pages.frame++;
      if (loader.made.length === 0) return;
      let left = tunables.values.uploadBudget * KILO;
      let taken = 0;
      while (taken < loader.made.length && (taken === 0 || left > 0)) {
        const { level, bitmap } = loader.made[taken++]!;
        // Given up meanwhile.
        if (pages.level(level.image, level.level) !== level || level.state !== LEVEL_MADE) {
          bitmap.close();
          continue;
        }
        left -= pages.show(level, bitmap);
        changed.set(level.image);
      }
      loader.made.splice(0, taken);
      touchUsers(PAINT);
      if (loader.made.length > 0) keepAwake(world);
    },
    dispose() {},
  };

  return {
    load,
    upload,
    tunables,
    attach: (sink) => pages.attach(sink),
    restore() {
      if (pages.pageCount > 0) pages.restore();
    },
    get pageBytes() {
      return pages.bytes;
    },
    get textureBytes() {
      return pages.pageCount * PAGE_SIZE * PAGE_SIZE * 4;
    },
    pages,
    get idleBytes() {
      return idleBytes;
    },
    trimIdle,
    stats() {
      const known = table.entries.filter((entry) => entry !== undefined);
      let bytes = pages.bytes;
      for (const entry of known) bytes += loader.bytesOf(entry);
      return {
        known: known.length,
        used: known.filter(({ users }) => users > 0).length,
        pending: loader.pending,
        pages: pages.pageCount,
        uploadBytes: pages.uploadBytes,
        evicted: pages.evicted,
        bytes,
      };
    },
  };
}
