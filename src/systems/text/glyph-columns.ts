import { grown } from '../../structures';

/** What `GlyphCache` says of bitmaps, by slot. */
export class GlyphColumns {
  /** `GlyphCache.fontVersion`. */
  fontVersion = 0;
  u = new Uint16Array(256);
  v = new Uint16Array(256);
  width = new Uint16Array(256);
  height = new Uint16Array(256);
  bearingX = new Int16Array(256);
  bearingY = new Int16Array(256);
  page = new Uint16Array(256);
  colored = new Uint8Array(256);
  stretch = new Float32Array(256);

  protected growColumns(length: number): void {
    this.u = grown(this.u, new Uint16Array(length));
    this.v = grown(this.v, new Uint16Array(length));
    this.width = grown(this.width, new Uint16Array(length));
    this.height = grown(this.height, new Uint16Array(length));
    this.bearingX = grown(this.bearingX, new Int16Array(length));
    this.bearingY = grown(this.bearingY, new Int16Array(length));
    this.page = grown(this.page, new Uint16Array(length));
    this.colored = grown(this.colored, new Uint8Array(length));
    this.stretch = grown(this.stretch, new Float32Array(length));
  }
}
