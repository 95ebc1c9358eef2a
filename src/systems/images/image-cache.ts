import {
  IMAGE_READY,
  type ImageCache,
  type ImageTable,
  LEVEL_OF_1,
  LEVELS,
  LEVELS_PER_OCTAVE,
  TILE_BOTTOM,
  TILE_FIELDS,
  TILE_LEFT,
  TILE_PAGE,
  TILE_RIGHT,
  TILE_TOP,
  TILE_U,
  TILE_U0,
  TILE_U1,
  TILE_V,
  TILE_V0,
  TILE_V1,
} from '../../ecs/stores';
import type { ImageLoader } from './loader';
import {
  type ImagePages,
  LEVEL_ROOMLESS,
  LEVEL_SHOWN,
  type Level,
  levelSize,
  tileStart,
  tilesOf,
} from './pages';

/** Frames until a bitmap that found no room is tried again: a second at 60 Hz. */
const RETRY_FRAMES = 60;
/** Levels between the bitmaps of an image that is made of pixels: each is up to a fifth larger than what is seen. */
const PIXEL_STEP = LEVELS_PER_OCTAVE / 4;
/** Levels by which a bitmap is smaller that is tried where one found no room. */
const ROOMLESS_STEP = LEVELS_PER_OCTAVE / 2;

export type ImageCacheOptions = {
  readonly table: ImageTable;
  readonly pages: ImagePages;
  readonly loader: ImageLoader;
};

/** What batching asks for bitmaps. */
export class Cache implements ImageCache {
  readonly tile = new Int32Array(TILE_FIELDS);

  private found: Level | undefined;
  private retryFrame = 0;
  private readonly options: ImageCacheOptions;

  constructor(options: ImageCacheOptions) {
    this.options = options;
  }

  get width(): number {
    return this.found!.width;
  }

  get height(): number {
    return this.found!.height;
  }

  get columns(): number {
    return this.found!.columns;
  }

  get rows(): number {
    return this.found!.rows;
  }

  get marker(): ImageCache['marker'] {
    return this.options.pages.marker;
  }

  set marker(marker: ImageCache['marker']) {
    this.options.pages.marker = marker;
  }

  find(image: number, level: number, maxTiles: number): boolean {
    const { pages, loader, table } = this.options;
    const entry = table.entries[image];
    this.found = undefined;
    if (entry?.status !== IMAGE_READY) return false;
    const step = entry.scalable ? 1 : PIXEL_STEP;
    const last = LEVELS - 1;
    let wanted = Math.min(Math.max(level, entry.scalable ? 0 : LEVEL_OF_1), last);
    wanted -= wanted % step;
    const longest = Math.max(entry.width, entry.height);
    while (wanted < last && tilesOf(levelSize(longest, wanted)) > maxTiles) {
      wanted = Math.min(last, wanted + step);
    }
    let exact = pages.level(image, wanted);
    // What is too large for the room there is may do with less.
    while (exact?.state === LEVEL_ROOMLESS && wanted < last) {
      if (pages.frame >= this.retryFrame) {
        this.retryFrame = pages.frame + RETRY_FRAMES;
        pages.drop(exact);
      } else {
        wanted = Math.min(last, wanted + ROOMLESS_STEP);
      }
      exact = pages.level(image, wanted);
    }
    if (!exact) {
      exact = pages.add(entry, wanted);
      loader.make(exact);
    }
    this.found = exact.state === LEVEL_SHOWN ? exact : pages.nearest(image, wanted, maxTiles);
    if (this.found) pages.use(this.found);
    return this.found !== undefined;
  }

  readTile(column: number, row: number): void {
    const { tile } = this;
    const { width, height, columns, rows, tiles } = this.found!;
    const from = tiles[row * columns + column]!;
    tile[TILE_LEFT] = tileStart(width, columns, column);
    tile[TILE_TOP] = tileStart(height, rows, row);
    tile[TILE_RIGHT] = tileStart(width, columns, column + 1);
    tile[TILE_BOTTOM] = tileStart(height, rows, row + 1);
    tile[TILE_U] = from.x - from.left;
    tile[TILE_V] = from.y - from.top;
    tile[TILE_U0] = from.x;
    tile[TILE_V0] = from.y;
    tile[TILE_U1] = from.x + from.width;
    tile[TILE_V1] = from.y + from.height;
    tile[TILE_PAGE] = from.page;
  }
}
