import {
  CapacityError,
  columns,
  defineKind,
  defineResource,
  defineStore,
  findResource,
  onFree,
  setResource,
  type World,
} from '../index';
import type { Measure } from './measure';

/** Kind of an element that shows one image. */
export const ImageKind = defineKind('image');

export const FIT_FILL = 0;
export const FIT_CONTAIN = 1;
export const FIT_COVER = 2;
export const FIT_NONE = 3;
export const FIT_SCALE_DOWN = 4;
/** Corners keep their size, edges and the middle are stretched: see `ImageSlices`. */
export const FIT_SLICED = 5;

/**
 * What an element shows: an id of `ImageTable` (0 = none), how it fits the content box (`FIT_...`), which point of the image lies
 * on the same point of the box (shares of what is left over), and a colour it is multiplied by, RGBA8 with red in the low byte.
 */
export const Picture = defineStore(
  'Picture',
  {
    image: 'u32',
    fit: 'u8',
    positionX: ['f32', 0.5],
    positionY: ['f32', 0.5],
    tint: ['u32', 0xffffffff],
  },
  { finite: true },
);

/** How far the edges of sliced images reach inwards, CSS pixels, by row: left, top, right, bottom. */
export type ImageSlices = Map<number, Float64Array>;

export const ImageSlices = defineResource<ImageSlices>('ImageSlices');

/** Where an image comes from: its address, or an object of the host that holds one (an `ImageBitmap`, a `Blob`, a canvas). */
export type ImageSource = string | object;

/** A bitmap as the renderer takes it, premultiplied; `close` gives it back. */
export type Bitmap = { readonly width: number; readonly height: number; close(): void };

/** An image that a host has read. */
export type LoadedImage = {
  /** Natural size, pixels. */
  readonly width: number;
  readonly height: number;
  /** Sharp at any size, as SVG is. */
  readonly scalable: boolean;
  /** Bytes held on the host's side. */
  readonly bytes: number;
  /** All of it in so many pixels. */
  scaled(width: number, height: number): Promise<Bitmap>;
  close(): void;
};

/** Reads images. A rejection's message goes on after "image 'logo.png' ". */
export type ImageHost = {
  load(source: ImageSource, signal: AbortSignal): Promise<LoadedImage>;
  /** Calls back once after that many ms; returns how not to. Without it loading may take for ever. */
  after?(delayMs: number, callback: () => void): () => void;
};

export const IMAGE_WAITING = 0;
export const IMAGE_LOADING = 1;
export const IMAGE_READY = 2;
export const IMAGE_FAILED = 3;

/** An image of the table. */
export type ImageEntry = {
  readonly id: number;
  readonly source: ImageSource;
  /** Elements that show it. */
  users: number;
  /** `IMAGE_...` */
  status: number;
  scalable: boolean;
  /** Natural size, CSS pixels; 0 until it is known. */
  width: number;
  height: number;
  /** What layout asks for the size of its content. */
  readonly measure: Measure;
};

/** Width by height, 0 until it is known. */
export function ratioOf({ width, height }: ImageEntry): number {
  return height > 0 ? width / height : 0;
}

/** Images of a world by id. */
export type ImageTable = {
  /** Holes where there is none. */
  readonly entries: readonly (ImageEntry | undefined)[];
  /** Ids given out, and ids that no element has any more, since whoever loads took them out. */
  readonly fresh: number[];
  readonly unused: number[];
  /** Id of a source for one more element. Throws `CapacityError`. */
  take(source: ImageSource): number;
  /** One element fewer shows it. The image stays known until `forget`. */
  release(id: number): void;
  /** Gives an id back that no element has. */
  forget(id: number): void;
};

export const ImageTable = defineResource<ImageTable>('ImageTable');

/** What batching draws images from. `images` sets it. */
export type ImageCache = {
  /**
   * Looks for the best bitmap there is of an image that is drawn as large as its bitmap of a level, and has that
   * made where there is none; of at most so many tiles a side. Returns whether there is any to draw yet: elements are
   * marked with `PAINT` when the right one is there.
   */
  find(image: number, level: number, maxTiles: number): boolean;
  /** Of the bitmap found last: size in texels, and tiles a side. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Of the tile read last, by `TILE_...`: the part of the bitmap that it is, and where its texels lie. */
  readonly tile: Int32Array;
  readTile(column: number, row: number): void;
  /** Reports every page and v that a record shows; set by batching. */
  marker: ((report: (page: number, v: number) => void) => void) | undefined;
};

export const ImageCache = defineResource<ImageCache | undefined>('ImageCache');

/** Sizes of bitmaps go down by this many levels an octave. */
export const LEVELS_PER_OCTAVE = 16;
/** Level of a bitmap that has the image's own size; those below are larger. */
export const LEVEL_OF_1 = 6 * LEVELS_PER_OCTAVE;
export const LEVELS = 20 * LEVELS_PER_OCTAVE;

/** Places in `ImageCache.tile`: edges of the part. */
export const TILE_LEFT = 0;
export const TILE_TOP = 1;
export const TILE_RIGHT = 2;
export const TILE_BOTTOM = 3;
/** Texel at which the bitmap's own (0, 0) would lie. */
export const TILE_U = 4;
export const TILE_V = 5;
/** Texels that may be read. */
export const TILE_U0 = 6;
export const TILE_V0 = 7;
export const TILE_U1 = 8;
export const TILE_V1 = 9;
export const TILE_PAGE = 10;
export const TILE_FIELDS = 11;

const ID_LIMIT = 65_536;

/** The world's table, made when first asked for. */
export function imageTable(world: World): ImageTable {
  let table = findResource(world, ImageTable);
  if (!table) {
    const made = createImageTable();
    table = made;
    setResource(world, ImageTable, table);
    onFree(world, (row) => {
      const { image } = columns(world, Picture);
      findResource(world, ImageSlices)?.delete(row);
      if (image[row] !== 0) made.release(image[row]!);
      image[row] = 0;
    });
  }
  return table;
}

function createImageTable(): ImageTable {
  const entries: (ImageEntry | undefined)[] = [undefined];
  const ids = new Map<ImageSource, number>();
  const free: number[] = [];
  const fresh: number[] = [];
  const unused: number[] = [];

  function add(source: ImageSource): number {
    if (free.length === 0 && entries.length >= ID_LIMIT) {
      throw new CapacityError(`no room for another image: ${ID_LIMIT} are in use; show fewer`);
    }
    const id = free.pop() ?? entries.length;
    const entry: ImageEntry = {
      id,
      source,
      users: 0,
      status: IMAGE_WAITING,
      scalable: false,
      width: 0,
      height: 0,
      measure(width, out) {
        // What is asked for the narrowest and the widest it would be has one size.
        const has = width > 0 && width < Number.POSITIVE_INFINITY && entry.width > 0;
        out.width = entry.width;
        out.height = has ? (entry.height * width) / entry.width : entry.height;
      },
    };
    entries[id] = entry;
    ids.set(source, id);
    fresh.push(id);
    return id;
  }

  return {
    entries,
    fresh,
    unused,
    take(source) {
      const id = ids.get(source) ?? add(source);
      entries[id]!.users++;
      return id;
    },
    release(id) {
      if (--entries[id]!.users === 0) unused.push(id);
    },
    forget(id) {
      const entry = entries[id];
      if (!entry || entry.users > 0) return;
      ids.delete(entry.source);
      entries[id] = undefined;
      free.push(id);
    },
  };
}
