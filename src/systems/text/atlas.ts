import type { GlyphBitmap } from '../../ecs/stores';
import { createShelves, PADDING, type Shelves } from '../../structures';
import type { GlyphSink } from './ports';

const BAND_BYTES = 256 * 1024;

type Page = {
  /** Coverage alone, one byte a texel, until a coloured bitmap comes; then RGBA. */
  texels: Uint8Array;
  channels: 1 | 4;
};

class Atlas {
  readonly shelves: Shelves;
  /** Longest side of a bitmap that an empty page has room for. */
  readonly limit: number;
  /** Rectangles and bytes sent so far. */
  uploads = 0;
  uploadBytes = 0;

  readonly size: number;
  readonly pages: Page[] = [];
  private sink: GlyphSink | undefined;
  private sentPages = 0;
  private anyDirty = false;
  private band = new Uint8ClampedArray(0);

  constructor(size: number, maxPages: number) {
    this.size = size;
    this.limit = size - PADDING;
    this.shelves = createShelves(size, maxPages);
    this.addPages();
  }

  get pageCount(): number {
    return this.pages.length;
  }

  get bytes(): number {
    let bytes = this.band.byteLength + this.shelves.bytes;
    for (const { texels } of this.pages) bytes += texels.byteLength;
    return bytes;
  }

  /**
   * Copies a bitmap to the end of a shelf with room and returns the shelf; -1, with nothing changed, where none has. Adds a page only
   * where it may.
   */
  add(bitmap: GlyphBitmap, mayGrow = true): number {
    const width = bitmap.width + PADDING;
    const { shelves } = this;
    const shelf = shelves.find(width, bitmap.height + PADDING, mayGrow);
    if (shelf < 0) return shelf;
    this.addPages();
    this.copy(bitmap, shelves.page[shelf]!, shelves.end[shelf]!, shelves.y[shelf]!);
    shelves.end[shelf]! += width;
    this.anyDirty = true;
    return shelf;
  }

  /** Makes room for a bitmap out of what is not in use (`Shelves.evict`), of frames before one unless it is 0; false if there is none. */
  makeRoom(height: number, frame: number, drop: (shelf: number) => void, before?: number): boolean {
    const { shelves } = this;
    const shelf = shelves.evict(height + PADDING, frame, drop, before || Infinity);
    if (shelf < 0) return false;
    this.clear(shelf);
    return true;
  }

  /** Empties the texels of a shelf. */
  clear(shelf: number): void {
    const { shelves } = this;
    const { texels, channels } = this.pages[shelves.page[shelf]!]!;
    const row = this.size * channels;
    const top = shelves.y[shelf]!;
    texels.fill(0, top * row, (top + shelves.height[shelf]!) * row);
  }

  /** Sends to this sink from now on, and at once all there is. */
  attach(sink: GlyphSink): void {
    this.sink = sink;
    this.resend();
  }

  /** Sends everything again. */
  resend(): void {
    const { sink, pages, size, shelves } = this;
    if (!sink) return;
    sink.resizeAtlas(size, pages.length);
    this.sentPages = pages.length;
    for (let page = 0; page < pages.length; page++) {
      let end = 0;
      for (const shelf of shelves.pages[page]!) {
        if (shelves.end[shelf] === 0) continue;
        end = shelves.y[shelf]! + shelves.height[shelf]!;
        shelves.sent[shelf] = shelves.end[shelf]!;
      }
      if (end > 0) this.send(sink, page, 0, 0, size, end);
    }
    this.anyDirty = false;
  }

  /** Sends what came since the last time, one rectangle a shelf. */
  flush(): void {
    const { sink, shelves } = this;
    if (!sink) return;
    if (this.sentPages !== this.pages.length) this.resend();
    if (!this.anyDirty) return;
    for (let page = 0; page < shelves.pages.length; page++) {
      const list = shelves.pages[page]!;
      for (let i = 0; i < list.length; i++) {
        const shelf = list[i]!;
        const from = shelves.sent[shelf]!;
        const width = shelves.end[shelf]! - from;
        if (width === 0) continue;
        this.send(sink, page, from, shelves.y[shelf]!, width, shelves.height[shelf]!);
        shelves.sent[shelf] = from + width;
      }
    }
    this.anyDirty = false;
  }

  private addPages(): void {
    while (this.pages.length < this.shelves.pages.length) {
      this.pages.push({ texels: new Uint8Array(this.size * this.size), channels: 1 });
    }
  }

  private copy(bitmap: GlyphBitmap, to: number, x: number, y: number): void {
    const { width, height, pixels, offset, stride } = bitmap;
    const page = this.pages[to]!;
    if (bitmap.colored && page.channels === 1) addColors(page);
    const { texels, channels } = page;
    for (let row = 0; row < height; row++) {
      const from = offset + row * stride;
      const at = ((y + row) * this.size + x) * channels;
      if (channels === 4) {
        for (let i = 0; i < width * 4; i++) texels[at + i] = pixels[from + i]!;
      } else {
        for (let i = 0; i < width; i++) texels[at + i] = pixels[from + i * 4 + 3]!;
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
