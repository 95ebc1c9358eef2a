import { CapacityError, findResource, keepAwake, type World } from '../../ecs';
import {
  Failures,
  GLYPH_NO_INK,
  GLYPH_PENDING,
  type GlyphBitmap,
  type GlyphCache,
  type GlyphRasteriser,
} from '../../ecs/stores';
import { createIntMap, grown, PADDING, type Shelves } from '../../structures';
import type { Atlas } from './atlas';
import { FIRST_CLUSTER } from './clusters';
import type { GlyphCacheOptions } from './glyph-cache-options';
import { ANY_TICKET, EXPECTED, GlyphColumns, SLOT_BYTES } from './glyph-columns';
import { createGlyphQueue, keepKeys } from './glyph-queue';
import { createScaledFonts, FONT_SHIFT, idIn } from './scaled-fonts';
import { createStandIns } from './stand-ins';

const NAME = 'text';
// What a key has that is no slot; -1 is what the map gives for a key it does not have.
const UNKNOWN = -1;
const NO_INK = -2;
const NO_ROOM = -3;
// And less by its ticket for one that waits.
const WAITS = -4;
const GLYPH_SHIFT = 12;
// A second at 60 Hz between attempts to show glyphs that a full atlas has no room for.
const RETRY_FRAMES = 60;
/** Most glyphs drawn before the clock is looked at. */
const BATCH = 512;
/** What a glyph is taken to cost before any was drawn: so little is drawn at first that a slow host is found out in time. */
const FIRST_UNIT_MS = 0.25;
const MIN_UNIT_MS = 1e-4;
/** Pixels of the em square that cost as much to draw as asking for a glyph does. */
const UNIT_PIXELS = 512;

class Cache extends GlyphColumns implements GlyphCache {
  readonly contrast: Int16Array;
  version = 0;
  marker: GlyphCache['marker'];
  /** Bitmaps in the atlas. */
  count = 0;
  stretched = 0;
  /** Bitmaps taken out of a full atlas. */
  evicted = 0;
  /** Times a glyph found no room. */
  missing = 0;

  readonly world: World;
  private readonly rasteriser: GlyphRasteriser;
  private readonly atlas: Atlas;
  readonly shelves: Shelves;
  private readonly clock: { now(): number };
  private readonly budget: GlyphCacheOptions['budget'];
  private readonly slots = createIntMap(EXPECTED);
  private readonly standIns = createStandIns();
  private readonly scaled = createScaledFonts();
  /** By slot: its key, its shelf, and the next slot of the shelf or, in a slot that is free, the next free one. */
  private keys = new Uint32Array(256);
  shelf = new Int32Array(256);
  next = new Int32Array(256);
  private freeSlot = -1;
  private slotEnd = 0;
  private scale = 0;
  private readonly queue = createGlyphQueue();
  /** Keys without room. */
  private readonly roomless = createGlyphQueue();
  frame = 0;
  private markedFrame = -1;
  /** Nothing asked for before this frame is of this scale; 0 where nothing of another is left. */
  private scaledFrame = 0;
  /** In this frame no room could be made for bitmaps this high. */
  private hopelessHeight = Infinity;
  private retryFrame = 0;
  private mayRetry = false;
  private unitMs = FIRST_UNIT_MS;

  // Made once, because they are handed on in a frame.
  readonly mark = (page: number, v: number) => this.shelves.mark(page, v, this.frame);
  readonly drop = (shelf: number) => this.dropShelf(shelf);
  private readonly take = (bitmap: GlyphBitmap, index: number) =>
    this.keep(this.queue.at(index), bitmap);

  constructor(options: GlyphCacheOptions) {
    super(options.fonts, options.clusters);
    this.world = options.world;
    this.rasteriser = options.rasteriser;
    this.atlas = options.atlas;
    this.shelves = options.atlas.shelves;
    this.clock = options.clock;
    this.budget = options.budget;
    this.contrast = options.rasteriser.contrast;
    this.rasteriser.limitTo(this.atlas.limit);
  }

  get bytes(): number {
    const { slots, standIns, scaled, queue, roomless } = this;
    const lists = queue.bytes + roomless.bytes;
    return slots.bytes + standIns.bytes + scaled.bytes + lists + this.u.length * SLOT_BYTES;
  }

  get answered(): number {
    const { queue } = this;
    return queue.length === 0 ? ANY_TICKET : WAITS - this.slots.get(queue.at(0));
  }

  get pending(): number {
    return this.queue.length + (this.isUnplaced ? 1 : 0);
  }

  slot(font: number, glyph: number, sub: number, scale: number): number {
    if (scale !== this.scale && !this.changeScale(scale)) return GLYPH_NO_INK;
    // Keys are unique only within these ranges; an id from a raw column write may lie outside.
    const isFont = this.fonts.has(this.scaled.baseOf(font));
    if (!isFont || glyph >= FIRST_CLUSTER + this.clusters.size) return GLYPH_NO_INK;
    const key = ((glyph << GLYPH_SHIFT) | (font << FONT_SHIFT) | (sub & 3)) >>> 0;
    const known = this.slots.get(key);
    if (known >= 0) {
      this.shelves.used[this.shelf[known]!] = this.frame;
      return known;
    }
    if (known === NO_INK) return GLYPH_NO_INK;
    let ticket = 0;
    if (known === UNKNOWN) {
      ticket = this.queue.push(key);
      this.slots.set(key, WAITS - ticket);
    } else if (known <= WAITS) {
      ticket = WAITS - known;
    }
    this.wait(ticket);
    const slot = this.standIns.find(key, this.slots);
    if (slot < 0) return GLYPH_PENDING;
    this.shelves.used[this.shelf[slot]!] = this.frame;
    return slot;
  }

  scaledFont(font: number, step: number): number {
    const { scaled, frame } = this;
    let id = scaled.idOf(font, step, frame);
    if (id < 0 && scaled.free(this.queue, frame)) {
      // What shows their bitmaps stays right, and asks anew when it changes.
      this.standIns.keep(scaled.isHeld);
      this.keepOnly(scaled.isHeld);
      id = scaled.idOf(font, step, frame);
    }
    if (id >= 0) return id;
    scaled.refuse(frame);
    this.wait(0);
    return font;
  }

  protected standIn(font: number, glyph: number, sub: number): number {
    const key = ((glyph << GLYPH_SHIFT) | (font << FONT_SHIFT) | sub) >>> 0;
    const known = this.slots.get(key);
    const slot = known >= 0 ? known : this.standIns.find(key, this.slots);
    if (slot >= 0) this.shelves.used[this.shelf[slot]!] = this.frame;
    return slot;
  }

  rasterise(): boolean {
    const { queue, clock, isUnplaced } = this;
    this.isUnplaced = false;
    const rescales = this.scaled.retry(this.frame);
    if (this.scaled.isHopeful) keepAwake(this.world);
    const retries = this.retry() || rescales;
    this.budget.isBehind = isUnplaced;
    if (queue.length === 0) return retries || isUnplaced;
    const begin = clock.now();
    const budget = this.budget.msFor(queue.length, isUnplaced);
    if (budget === 0) {
      this.isUnplaced = isUnplaced;
      keepAwake(this.world);
      return retries;
    }
    for (let left = budget; queue.length > 0 && left > 0; left = budget - (clock.now() - begin)) {
      this.drawSome(left);
    }
    this.budget.isBehind ||= queue.length > 0;
    if (queue.length > 0) keepAwake(this.world);
    return true;
  }

  released(): void {
    if (this.roomless.length > 0) this.mayRetry = true;
  }

  /** Draws anew what is asked for from now on in fonts that are not the same. What was drawn before is shown until then. */
  redraw(isSame: (font: number) => boolean): void {
    const stays = (key: number) => isSame(this.fontOf(key));
    this.standIns.replace(this.slots, stays);
    this.keepOnly(stays);
    this.fontVersion++;
    keepAwake(this.world);
  }

  /** Forgets the bitmaps that are not kept: ids may come to stand for other glyphs and fonts. Records that show them stay right. */
  forget(keeps: (glyph: number, font: number) => boolean): void {
    const stays = (key: number) => keeps(key >>> GLYPH_SHIFT, this.fontOf(key));
    this.standIns.keep(stays);
    this.keepOnly(stays);
  }

  /** The font of a key. */
  private fontOf(key: number): number {
    return this.scaled.baseOf(idIn(key));
  }

  private keepOnly(stays: (key: number) => boolean): void {
    keepKeys(this.slots, stays);
    this.queue.keep(stays);
    this.roomless.keep(stays);
  }

  /** Sends new bitmaps and ends the frame. */
  flush(): void {
    this.atlas.flush();
    this.frame++;
    this.hopelessHeight = Infinity;
  }

  /** Bitmaps of the old scale stay in the atlas for records not written again yet, and leave it as what nobody asks for. */
  private changeScale(scale: number): boolean {
    if (!(scale > 0 && scale < Infinity)) return false;
    const first = this.scale === 0;
    this.scale = scale;
    this.standIns.clear();
    if (first) return true;
    this.slots.clear();
    this.queue.clear();
    this.roomless.clear();
    this.version++;
    keepAwake(this.world);
    this.scaledFrame = this.frame;
    return true;
  }

  /** Forgets, at times, what found no room when there may be some, so that who is still in sight asks for it again. */
  private retry(): boolean {
    if (!this.mayRetry) return false;
    keepAwake(this.world);
    if (this.frame < this.retryFrame) return false;
    this.mayRetry = false;
    this.retryFrame = this.frame + RETRY_FRAMES;
    const { roomless } = this;
    for (let i = 0; i < roomless.length; i++) this.slots.delete(roomless.at(i));
    roomless.clear();
    return true;
  }

  /** Draws glyphs for about so many milliseconds, at least one, and keeps their bitmaps. */
  private drawSome(ms: number): void {
    const { queue, clock } = this;
    const begin = clock.now();
    const most = Math.min(BATCH, queue.length);
    let units = 0;
    let drawn = 0;
    let failure: { error: unknown } | undefined;
    try {
      for (; drawn < most && (drawn === 0 || units * this.unitMs < ms); drawn++) {
        const size = this.draw(queue.at(drawn));
        if (size < 0) break;
        units += 1 + size ** 2 / UNIT_PIXELS;
      }
    } catch (error) {
      failure = { error };
    }
    try {
      this.rasteriser.read(this.take);
    } catch (error) {
      failure ??= { error };
    }
    // What the host fails to draw is not asked for again, lest it fail in every frame.
    if (failure || drawn === 0) drawn++;
    for (let i = 0; i < drawn; i++) {
      if (this.slots.get(queue.at(i)) <= WAITS) this.slots.set(queue.at(i), NO_INK);
    }
    queue.shift(drawn);
    if (failure) throw failure.error;
    const unitMs = (clock.now() - begin) / units;
    // Up at once, down slowly: a frame too long is worse than one that could have drawn more.
    this.unitMs = Math.max(MIN_UNIT_MS, unitMs, (this.unitMs + unitMs) / 2);
  }

  /** Puts a glyph on the sheet and returns its size in device pixels; -1 if the sheet is full. */
  private draw(key: number): number {
    const { spec } = this.fonts.get(this.fontOf(key));
    const scale = this.scaled.scaleOf(idIn(key), this.scale);
    const glyph = key >>> GLYPH_SHIFT;
    const sub = (key & 3) + this.clusters.shiftOf(glyph) / 16;
    const fits = this.rasteriser.draw(spec, this.clusters.textOf(glyph), sub, scale);
    return fits ? spec.size * scale : -1;
  }

  private keep(key: number, bitmap: GlyphBitmap): void {
    const { width, height } = bitmap;
    if (!(width > 0 && height > 0 && width <= this.atlas.limit && height <= this.atlas.limit)) {
      this.slots.set(key, NO_INK);
      return;
    }
    const shelf = this.shelve(bitmap);
    if (shelf < 0) {
      if (this.missing++ === 0) this.tellFull();
      this.slots.set(key, NO_ROOM);
      this.roomless.push(key);
      return;
    }
    const { shelves } = this;
    const slot = this.takeSlot();
    this.keys[slot] = key;
    this.shelf[slot] = shelf;
    this.next[slot] = shelves.slot[shelf]!;
    shelves.slot[shelf] = slot;
    shelves.used[shelf] = this.frame;
    this.u[slot] = shelves.end[shelf]! - width - PADDING;
    this.v[slot] = shelves.y[shelf]!;
    this.page[slot] = shelves.page[shelf]!;
    this.width[slot] = width;
    this.height[slot] = height;
    this.bearingX[slot] = bitmap.bearingX;
    this.bearingY[slot] = bitmap.bearingY;
    this.colored[slot] = bitmap.colored ? 1 : 0;
    this.stretch[slot] = bitmap.stretch;
    if (bitmap.stretch !== 1) this.stretched++;
    this.standIns.note(key);
    this.slots.set(key, slot);
  }

  /** Told once: the first time that what is in sight does not fit. */
  private tellFull(): void {
    const { size, maxPages } = this.shelves;
    const error = new CapacityError(
      `the glyphs in sight need more than the atlas of ${maxPages} pages of ${size} px, and some are left out; raise \`glyphPages\` of the app, or show fewer different glyphs at once, or fewer sizes of them`,
    );
    findResource(this.world, Failures)?.report(error, NAME, 0);
  }

  /** Puts a bitmap in the atlas, if need be in the place of what is not shown. */
  private shelve(bitmap: GlyphBitmap): number {
    const { atlas, frame, scaledFrame } = this;
    // What is of another scale goes before a page comes, for nobody asks for it again.
    const shelf = atlas.add(bitmap, scaledFrame === 0);
    if (shelf >= 0 || bitmap.height >= this.hopelessHeight) return shelf;
    if (this.markedFrame !== frame) {
      this.markedFrame = frame;
      this.marker?.(this.mark);
    }
    if (atlas.makeRoom(bitmap.height, frame, this.drop, scaledFrame)) return atlas.add(bitmap);
    if (scaledFrame === 0) this.hopelessHeight = bitmap.height;
    this.scaledFrame = 0;
    return scaledFrame === 0 ? shelf : this.shelve(bitmap);
  }

  private dropShelf(shelf: number): void {
    for (let slot = this.shelves.slot[shelf]!; slot >= 0; ) {
      const next = this.next[slot]!;
      const key = this.keys[slot]!;
      // A slot of an old scale has lost its key, perhaps to one of the new scale.
      if (this.slots.get(key) === slot) this.slots.delete(key);
      this.standIns.drop(key, slot);
      this.next[slot] = this.freeSlot;
      this.freeSlot = slot;
      this.count--;
      this.evicted++;
      slot = next;
    }
  }

  private takeSlot(): number {
    this.count++;
    const free = this.freeSlot;
    if (free >= 0) {
      this.freeSlot = this.next[free]!;
      return free;
    }
    if (this.slotEnd === this.u.length) this.grow();
    return this.slotEnd++;
  }

  private grow(): void {
    const length = this.u.length * 2;
    this.growColumns(length);
    this.keys = grown(this.keys, new Uint32Array(length));
    this.shelf = grown(this.shelf, new Int32Array(length));
    this.next = grown(this.next, new Int32Array(length));
  }
}

export type { Cache };

/** Gives an empty glyph cache over an atlas. */
export function createGlyphCache(options: GlyphCacheOptions): Cache {
  return new Cache(options);
}
