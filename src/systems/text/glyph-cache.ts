import { keepAwake, type World } from '../../ecs';
import type { GlyphCache, GlyphRasteriser } from '../../ecs/stores';
import { createIntMap } from '../../structures';
import type { Atlas } from './atlas';
import { type ClusterTable, FIRST_CLUSTER } from './clusters';
import type { FontTable } from './font-table';

const ELLIPSIS = 0x2026;
const NO_SLOT = -1;
const NO_INK = -2;
// Glyph ids of single units then give keys below 2^28, which engines keep as small integers.
const FONT_SHIFT = 2;
const GLYPH_SHIFT = 12;
// A second at 60 Hz between attempts to show glyphs that a full atlas has no room for.
const RETRY_FLUSHES = 60;

class Cache implements GlyphCache {
  u = new Uint16Array(256);
  v = new Uint16Array(256);
  width = new Uint16Array(256);
  height = new Uint16Array(256);
  bearingX = new Int16Array(256);
  bearingY = new Int16Array(256);
  page = new Uint16Array(256);
  colored = new Uint8Array(256);
  version = 0;
  /** Slots in use. */
  count = 0;
  /** Glyphs not drawn because a page is too small for their bitmap. */
  oversized = 0;
  /** Times a glyph was asked for and found no room. */
  missing = 0;
  /** Times a full atlas was started over. */
  resets = 0;

  private readonly world: World;
  private readonly fonts: FontTable;
  private readonly clusters: ClusterTable;
  private readonly rasteriser: GlyphRasteriser;
  private readonly atlas: Atlas;
  private readonly slots = createIntMap(256);
  private scale = 0;
  private full = false;
  private overflowing = false;
  private flushesSinceReset = RETRY_FLUSHES;

  constructor(
    world: World,
    fonts: FontTable,
    clusters: ClusterTable,
    rasteriser: GlyphRasteriser,
    atlas: Atlas,
  ) {
    this.world = world;
    this.fonts = fonts;
    this.clusters = clusters;
    this.rasteriser = rasteriser;
    this.atlas = atlas;
  }

  get bytes(): number {
    return this.slots.bytes + this.u.length * 15;
  }

  slot(font: number, glyph: number, sub: number, scale: number): number {
    if (scale !== this.scale && !this.changeScale(scale)) return NO_SLOT;
    // Keys are unique only within these ranges; an id from a raw column write may lie outside.
    if (font >= this.fonts.size || glyph >= FIRST_CLUSTER + this.clusters.size) return NO_SLOT;
    const key = ((glyph << GLYPH_SHIFT) | (font << FONT_SHIFT) | (sub & 3)) >>> 0;
    const known = this.slots.get(key);
    if (known >= 0) return known;
    return known === NO_INK ? NO_SLOT : this.rasterise(key, font, glyph, sub & 3);
  }

  ellipsis(_font: number): number {
    return ELLIPSIS;
  }

  ellipsisAdvance(font: number): number {
    return this.fonts.advanceOf(this.fonts.get(font), ELLIPSIS);
  }

  ascent(font: number): number {
    return this.fonts.get(font).baseline;
  }

  /** Sends new bitmaps. A full atlas is started over only now: records of this frame still show what it holds. */
  flush(): void {
    this.atlas.flush();
    this.flushesSinceReset++;
    if (!this.full) return;
    // Everything visible was written again since the last reset and did not fit: starting over each frame would not help.
    if (this.flushesSinceReset === 1) this.overflowing = true;
    if (this.overflowing && this.flushesSinceReset < RETRY_FLUSHES) return;
    this.reset();
  }

  private reset(): void {
    this.slots.clear();
    this.atlas.clear();
    this.count = 0;
    this.full = false;
    this.overflowing = false;
    this.flushesSinceReset = 0;
    this.resets++;
    this.invalidate();
  }

  /** Bitmaps of the old scale stay in the atlas, so that records not yet written again show the right glyph. */
  private changeScale(scale: number): boolean {
    if (!(scale > 0 && scale < Infinity)) return false;
    const first = this.scale === 0;
    this.scale = scale;
    this.slots.clear();
    // A full atlas may hold the new scale: start over at the next flush.
    this.overflowing = false;
    this.flushesSinceReset = RETRY_FLUSHES;
    if (!first) this.invalidate();
    return true;
  }

  private invalidate(): void {
    this.version++;
    keepAwake(this.world);
  }

  private rasterise(key: number, font: number, glyph: number, sub: number): number {
    if (this.full) {
      this.missing++;
      return NO_SLOT;
    }
    const { spec } = this.fonts.get(font);
    const bitmap = this.rasteriser.rasterise(spec, this.clusters.textOf(glyph), sub, this.scale);
    const { width, height } = bitmap;
    if (!(width > 0 && height > 0)) {
      this.slots.set(key, NO_INK);
      return NO_SLOT;
    }
    if (!this.atlas.admits(width, height)) {
      this.oversized++;
      this.slots.set(key, NO_INK);
      return NO_SLOT;
    }
    if (!this.atlas.add(bitmap)) {
      this.full = true;
      this.missing++;
      return NO_SLOT;
    }
    const slot = this.count++;
    if (slot === this.u.length) this.grow();
    this.u[slot] = this.atlas.x;
    this.v[slot] = this.atlas.y;
    this.page[slot] = this.atlas.page;
    this.width[slot] = width;
    this.height[slot] = height;
    this.bearingX[slot] = bitmap.bearingX;
    this.bearingY[slot] = bitmap.bearingY;
    this.colored[slot] = bitmap.colored ? 1 : 0;
    this.slots.set(key, slot);
    return slot;
  }

  private grow(): void {
    const length = this.u.length * 2;
    this.u = grown(this.u, new Uint16Array(length));
    this.v = grown(this.v, new Uint16Array(length));
    this.width = grown(this.width, new Uint16Array(length));
    this.height = grown(this.height, new Uint16Array(length));
    this.bearingX = grown(this.bearingX, new Int16Array(length));
    this.bearingY = grown(this.bearingY, new Int16Array(length));
    this.page = grown(this.page, new Uint16Array(length));
    this.colored = grown(this.colored, new Uint8Array(length));
  }
}

export type { Cache };

/** Gives an empty glyph cache over an atlas. */
export function createGlyphCache(
  world: World,
  fonts: FontTable,
  clusters: ClusterTable,
  rasteriser: GlyphRasteriser,
  atlas: Atlas,
): Cache {
  return new Cache(world, fonts, clusters, rasteriser, atlas);
}

function grown<A extends Uint8Array | Uint16Array | Int16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
