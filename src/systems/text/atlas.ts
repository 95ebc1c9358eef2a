import type { GlyphBitmap } from '../../ecs/stores';
import type { GlyphSink } from './ports';

// One transparent texel right of and below each bitmap: linear filtering then never reads a neighbour.
const PADDING = 1;
const SHELF_STEP = 4;
const BAND_BYTES = 256 * 1024;

type Shelf = {
  page: number;
  y: number;
  height: number;
  /** x of the next bitmap. */
  end: number;
  /** Columns that the sink lacks; empty where `dirtyFrom` = `end`. */
  dirtyFrom: number;
};

type Page = {
  /** Coverage alone, one byte a texel, until a coloured bitmap comes; then RGBA. */
  texels: Uint8Array;
  channels: 1 | 4;
  /** y of the next shelf. */
  end: number;
};

class Atlas {
  readonly size: number;
  readonly maxPages: number;
  /** Where the last `add` put its bitmap. */
  page = 0;
  x = 0;
  y = 0;
  /** Rectangles and bytes sent so far. */
  uploads = 0;
  uploadBytes = 0;

  private pages: Page[] = [];
  private shelves: Shelf[] = [];
  private sink: GlyphSink | undefined;
  private sentPages = 0;
  private anyDirty = false;
  private band = new Uint8ClampedArray(0);

  constructor(size: number, maxPages: number) {
    this.size = size;
    this.maxPages = maxPages;
    this.pages.push(this.emptyPage());
  }

  get pageCount(): number {
    return this.pages.length;
  }

  get bytes(): number {
    let bytes = this.band.byteLength;
    for (const { texels } of this.pages) bytes += texels.byteLength;
    return bytes;
  }

  /** Whether an empty page has room for a bitmap of this size. */
  admits(width: number, height: number): boolean {
    return width + PADDING <= this.size && height + PADDING <= this.size;
  }

  /** Copies a bitmap to a free place and says where in `page`, `x`, `y`; false, with nothing changed, where none is left. */
  add(bitmap: GlyphBitmap): boolean {
    const width = bitmap.width + PADDING;
    const shelf = this.shelfFor(width, bitmap.height + PADDING);
    if (!shelf) return false;
    this.page = shelf.page;
    this.x = shelf.end;
    this.y = shelf.y;
    this.copy(bitmap);
    shelf.end += width;
    this.anyDirty = true;
    return true;
  }

  /** Forgets every bitmap. Pages stay, so that growing is paid once. */
  clear(): void {
    for (const page of this.pages) {
      page.texels.fill(0);
      page.end = 0;
    }
    this.shelves = [];
    this.anyDirty = false;
  }

  /** Sends to this sink from now on, and at once all there is. */
  attach(sink: GlyphSink): void {
    this.sink = sink;
    this.resend();
  }

  /** Sends everything again. */
  resend(): void {
    const { sink, pages, size } = this;
    if (!sink) return;
    sink.resizeAtlas(size, pages.length);
    this.sentPages = pages.length;
    pages.forEach(({ end }, page) => {
      if (end > 0) this.send(sink, page, 0, 0, size, end);
    });
    for (const shelf of this.shelves) shelf.dirtyFrom = shelf.end;
    this.anyDirty = false;
  }

  /** Sends what came since the last time, one rectangle a shelf. */
  flush(): void {
    const { sink } = this;
    if (!sink) return;
    if (this.sentPages !== this.pages.length) this.resend();
    if (!this.anyDirty) return;
    for (const shelf of this.shelves) {
      const width = shelf.end - shelf.dirtyFrom;
      if (width === 0) continue;
      this.send(sink, shelf.page, shelf.dirtyFrom, shelf.y, width, shelf.height);
      shelf.dirtyFrom = shelf.end;
    }
    this.anyDirty = false;
  }

  private shelfFor(width: number, height: number): Shelf | undefined {
    let best: Shelf | undefined;
    for (const shelf of this.shelves) {
      if (shelf.height < height || shelf.end + width > this.size) continue;
      if (!best || shelf.height < best.height) best = shelf;
    }
    if (best && best.height - height <= Math.max(SHELF_STEP, height >> 2)) return best;
    return this.openShelf(height) ?? best ?? this.openShelfOnNewPage(height);
  }

  private openShelf(height: number): Shelf | undefined {
    const rounded = Math.ceil(height / SHELF_STEP) * SHELF_STEP;
    for (let page = 0; page < this.pages.length; page++) {
      const room = this.size - this.pages[page]!.end;
      if (room < height) continue;
      const shelf = {
        page,
        y: this.pages[page]!.end,
        height: Math.min(rounded, room),
        end: 0,
        dirtyFrom: 0,
      };
      this.pages[page]!.end += shelf.height;
      this.shelves.push(shelf);
      return shelf;
    }
    return undefined;
  }

  private openShelfOnNewPage(height: number): Shelf | undefined {
    if (this.pages.length >= this.maxPages) return undefined;
    this.pages.push(this.emptyPage());
    return this.openShelf(height);
  }

  private emptyPage(): Page {
    return { texels: new Uint8Array(this.size * this.size), channels: 1, end: 0 };
  }

  private copy({ width, height, pixels, colored }: GlyphBitmap): void {
    const page = this.pages[this.page]!;
    if (colored && page.channels === 1) addColors(page);
    const { texels, channels } = page;
    for (let row = 0; row < height; row++) {
      const from = row * width * 4;
      const to = ((this.y + row) * this.size + this.x) * channels;
      if (channels === 4) {
        for (let i = 0; i < width * 4; i++) texels[to + i] = pixels[from + i]!;
      } else {
        for (let i = 0; i < width; i++) texels[to + i] = pixels[from + i * 4 + 3]!;
      }
    }
  }

  private send(
    sink: GlyphSink,
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    const rows = Math.max(1, Math.floor(BAND_BYTES / (width * 4)));
    for (let top = 0; top < height; top += rows) {
      const count = Math.min(rows, height - top);
      this.expand(this.pages[page]!, x, y + top, width, count);
      sink.uploadGlyphs(page, x, y + top, width, count, this.band);
      this.uploads++;
      this.uploadBytes += width * count * 4;
    }
  }

  private expand({ texels, channels }: Page, x: number, y: number, width: number, height: number) {
    const bytes = width * height * 4;
    if (this.band.length < bytes) {
      this.band = new Uint8ClampedArray(2 ** Math.ceil(Math.log2(bytes)));
    }
    const { band, size } = this;
    for (let row = 0; row < height; row++) {
      const from = ((y + row) * size + x) * channels;
      const to = row * width * 4;
      if (channels === 4) {
        for (let i = 0; i < width * 4; i++) band[to + i] = texels[from + i]!;
        continue;
      }
      for (let i = 0; i < width; i++) {
        band[to + i * 4] = 255;
        band[to + i * 4 + 1] = 255;
        band[to + i * 4 + 2] = 255;
        band[to + i * 4 + 3] = texels[from + i]!;
      }
    }
  }
}

export type { Atlas };

/** Gives an empty atlas of square pages filled shelf by shelf, with a copy of all texels to send again after a device loss. */
export function createAtlas(size: number, maxPages: number): Atlas {
  return new Atlas(size, maxPages);
}

function addColors(page: Page): void {
  const colors = new Uint8Array(page.texels.length * 4).fill(255);
  for (let i = 0; i < page.texels.length; i++) colors[i * 4 + 3] = page.texels[i]!;
  page.texels = colors;
  page.channels = 4;
}
