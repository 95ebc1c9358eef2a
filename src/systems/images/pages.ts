import { type Bitmap, type ImageEntry, LEVEL_OF_1, LEVELS_PER_OCTAVE } from '../../ecs/stores';
import { createShelves, PADDING, type Shelves } from '../../structures';

/** Most texels of a bitmap that one tile holds, a side: two tiles and what is around them are a page wide. */
export const TILE_SIDE = 1020;
/** Texels of its neighbours that a tile has on each side, so that filtering at its edge finds what it needs. */
const OVERLAP = 1;

/** The renderer's texture of images. It may drop everything at any time, see `ImagePages.restore`. */
export type ImageSink = {
  /** Makes room for `pages` square pages of `size` texels; content need not survive. */
  resizeImages(size: number, pages: number): void;
  /** Takes a part of a bitmap. Returns the bytes sent. */
  uploadImage(
    page: number,
    x: number,
    y: number,
    bitmap: Bitmap,
    left: number,
    top: number,
    width: number,
    height: number,
  ): number;
};

/** A bitmap of an image is being made or waits to be sent, is on the pages, or found no room on them. */
export const LEVEL_MADE = 0;
export const LEVEL_SHOWN = 1;
export const LEVEL_ROOMLESS = 2;

/** A bitmap of an image in one of its sizes. */
export type Level = {
  readonly image: number;
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Tiles a side. */
  readonly columns: number;
  readonly rows: number;
  state: number;
  /** Kept while it is shown, to send it again after a device loss. */
  bitmap: Bitmap | undefined;
  readonly tiles: Tile[];
};

/** A part of a bitmap, its neighbours' texels included, and where it lies. */
export type Tile = {
  owner: Level | undefined;
  left: number;
  top: number;
  width: number;
  height: number;
  page: number;
  x: number;
  y: number;
  /** The next tile of the shelf. */
  next: number;
};

/** Texels of a bitmap a side. */
export function levelSize(natural: number, level: number): number {
  return Math.max(1, Math.round(natural * 2 ** ((LEVEL_OF_1 - level) / LEVELS_PER_OCTAVE)));
}

/** Divides a side into equal tiles. */
export function tilesOf(size: number): number {
  return Math.ceil(size / TILE_SIDE);
}

/** First texel of a tile. */
export function tileStart(size: number, tiles: number, tile: number): number {
  return Math.floor((size * tile) / tiles);
}

/** Bitmaps of images in square pages of texels, the least recently used going for new ones. */
export class ImagePages {
  /** Goes up once a frame. */
  frame = 0;
  uploadBytes = 0;
  evicted = 0;
  /** Bytes of bitmaps kept. */
  bytes = 0;
  marker: ((report: (page: number, v: number) => void) => void) | undefined;

  readonly shelves: Shelves;
  /** By image. */
  private readonly levels: (Level[] | undefined)[] = [];
  private readonly tiles: (Tile | undefined)[] = [];
  private readonly freeTiles: number[] = [];
  private sink: ImageSink | undefined;
  private sentPages = 0;
  private markedFrame = -1;
  private readonly size: number;

  constructor(size: number, maxPages: number) {
    this.size = size;
    this.shelves = createShelves(size, maxPages);
  }

  get pageCount(): number {
    return this.sentPages;
  }

  attach(sink: ImageSink): void {
    this.sink = sink;
  }

  level(image: number, level: number): Level | undefined {
    const all = this.levels[image];
    if (!all) return undefined;
    for (let i = 0; i < all.length; i++) if (all[i]!.level === level) return all[i];
    return undefined;
  }

  /** The bitmap that is shown and nearest to a level, of at most so many tiles a side. */
  nearest(image: number, level: number, maxTiles: number): Level | undefined {
    const all = this.levels[image];
    if (!all) return undefined;
    let best: Level | undefined;
    for (let i = 0; i < all.length; i++) {
      const found = all[i]!;
      if (found.state !== LEVEL_SHOWN || Math.max(found.columns, found.rows) > maxTiles) continue;
      const distance = Math.abs(found.level - level);
      if (!best || distance < Math.abs(best.level - level)) best = found;
    }
    return best;
  }

  /** Adds a size of an image, to be made. */
  add(entry: ImageEntry, level: number): Level {
    const width = levelSize(entry.width, level);
    const height = levelSize(entry.height, level);
    const added: Level = {
      image: entry.id,
      level,
      width,
      height,
      columns: tilesOf(width),
      rows: tilesOf(height),
      state: LEVEL_MADE,
      bitmap: undefined,
      tiles: [],
    };
    let all = this.levels[entry.id];
    if (!all) {
      all = [];
      this.levels[entry.id] = all;
    }
    all.push(added);
    return added;
  }

  /** Says that a bitmap is needed in this frame. */
  use(level: Level): void {
    for (let i = 0; i < level.tiles.length; i++) {
      const { page, y } = level.tiles[i]!;
      this.shelves.use(page, y, this.frame);
    }
  }

  /** Sends a bitmap that was made. Returns the bytes sent, -1 where there is no room, with nothing changed. */
  show(level: Level, bitmap: Bitmap): number {
    const { shelves } = this;
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const tile = tileOf(level, column, row);
        const shelf = this.findShelf(tile);
        if (shelf < 0) {
          this.leave(level);
          level.state = LEVEL_ROOMLESS;
          bitmap.close();
          return -1;
        }
        this.place(level, tile, shelf);
      }
    }
    level.bitmap = bitmap;
    level.state = LEVEL_SHOWN;
    this.bytes += bitmap.width * bitmap.height * 4;
    if (shelves.pages.length !== this.sentPages) return this.restore();
    return this.send(level);
  }

  /** Forgets all sizes of an image. */
  forget(image: number): void {
    for (const level of this.levels[image] ?? []) this.leave(level);
    this.levels[image] = undefined;
  }

  /** Forgets a size that could not be made or found no room, so that it is tried again. */
  drop(level: Level): void {
    const all = this.levels[level.image];
    const at = all?.indexOf(level) ?? -1;
    if (at >= 0) all!.splice(at, 1);
  }

  /** Sends everything again. Returns the bytes. */
  restore(): number {
    const { sink, shelves } = this;
    if (!sink) return 0;
    this.sentPages = shelves.pages.length;
    sink.resizeImages(this.size, this.sentPages);
    let bytes = 0;
    for (const all of this.levels) {
      if (!all) continue;
      for (const level of all) if (level.state === LEVEL_SHOWN) bytes += this.send(level);
    }
    return bytes;
  }

  dispose(): void {
    for (let image = 0; image < this.levels.length; image++) this.forget(image);
    this.marker = undefined;
  }

  private send({ bitmap, tiles }: Level): number {
    let bytes = 0;
    for (const { page, x, y, left, top, width, height } of tiles) {
      bytes += this.sink?.uploadImage(page, x, y, bitmap!, left, top, width, height) ?? 0;
    }
    this.uploadBytes += bytes;
    return bytes;
  }

  private findShelf({ width, height }: Tile): number {
    const { shelves } = this;
    const found = shelves.find(width + PADDING, height + PADDING);
    if (found >= 0) return found;
    if (this.markedFrame !== this.frame) {
      this.markedFrame = this.frame;
      this.mark();
    }
    return shelves.evict(height + PADDING, this.frame, (shelf) => this.empty(shelf));
  }

  /** Marks the shelves of which a record shows something. */
  mark(): void {
    this.marker?.((page, v) => this.shelves.mark(page, v, this.frame));
  }

  private place(level: Level, tile: Tile, shelf: number): void {
    const { shelves } = this;
    const id = this.freeTiles.pop() ?? this.tiles.length;
    this.tiles[id] = tile;
    tile.page = shelves.page[shelf]!;
    tile.x = shelves.end[shelf]!;
    tile.y = shelves.y[shelf]!;
    tile.next = shelves.slot[shelf]!;
    shelves.slot[shelf] = id;
    shelves.end[shelf]! += tile.width + PADDING;
    shelves.used[shelf] = this.frame;
    level.tiles.push(tile);
  }

  /** What of a shelf is shown is shown no more; the other tiles of a bitmap stay where they are until their shelves go. */
  empty(shelf: number): void {
    for (let id = this.shelves.slot[shelf]!; id >= 0; ) {
      const tile = this.tiles[id]!;
      const { owner, next } = tile;
      this.tiles[id] = undefined;
      this.freeTiles.push(id);
      if (owner) {
        this.evicted++;
        this.leave(owner);
        this.drop(owner);
      }
      id = next;
    }
  }

  private leave(level: Level): void {
    for (const tile of level.tiles) tile.owner = undefined;
    level.tiles.length = 0;
    if (!level.bitmap) return;
    this.bytes -= level.bitmap.width * level.bitmap.height * 4;
    level.bitmap.close();
    level.bitmap = undefined;
  }
}

function tileOf(level: Level, column: number, row: number): Tile {
  const { width, height, columns, rows } = level;
  const left = Math.max(0, tileStart(width, columns, column) - OVERLAP);
  const top = Math.max(0, tileStart(height, rows, row) - OVERLAP);
  const right = Math.min(width, tileStart(width, columns, column + 1) + OVERLAP);
  const bottom = Math.min(height, tileStart(height, rows, row + 1) + OVERLAP);
  return {
    owner: level,
    left,
    top,
    width: right - left,
    height: bottom - top,
    page: 0,
    x: 0,
    y: 0,
    next: -1,
  };
}
