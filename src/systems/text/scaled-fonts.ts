import { createIntMap } from '../../structures';
import { FONT_LIMIT } from './font-table';
import type { GlyphQueue } from './glyph-queue';

// Glyph ids of single units then give keys below 2^28, which engines keep as small integers.
export const FONT_SHIFT = 2;
/** What a key of the glyph cache has room for, fonts included. */
const ID_LIMIT = 1024;
/** Ids are kept so long, lest more texts than there are ids for, all of which change, be drawn anew by turns. */
const RECENT_FRAMES = 30;
/** Steps of `GlyphCache.scaledSlot` in a scale of 1. */
const STEPS = 2048;
const STEP_BITS = 15;
/** What `asked` holds of ids that nothing has. */
const FREE = 2 ** 31 - 1;

/** Ids, above those of fonts, for fonts by how much larger or smaller their glyphs are drawn. */
class ScaledFonts {
  /** Ids by font and step. */
  private readonly ids = createIntMap();
  /** Of ids: the fonts, their steps, and the frames in which they were asked for last. */
  private readonly bases = new Uint16Array(ID_LIMIT - FONT_LIMIT);
  private readonly steps = new Uint16Array(ID_LIMIT - FONT_LIMIT);
  private readonly asked = new Int32Array(ID_LIMIT - FONT_LIMIT).fill(FREE);
  /** Ids that nothing has, those that come next last. */
  private readonly freeIds = new Uint16Array(ID_LIMIT - FONT_LIMIT);
  private freeCount = 0;
  /** Somebody found no id, and was not told yet to ask again. */
  private isRefused = false;
  /** And there may be one in time. */
  isHopeful = false;
  private retriedFrame = -1;

  /** Whether the id in a key of the glyph cache is of a font, or of something. */
  readonly isHeld = (key: number) => {
    const id = idIn(key);
    return id < FONT_LIMIT || this.asked[id - FONT_LIMIT] !== FREE;
  };

  constructor() {
    for (let id = ID_LIMIT - 1; id >= FONT_LIMIT; id--) this.freeIds[this.freeCount++] = id;
  }

  get bytes(): number {
    const { bases, steps, asked, freeIds } = this;
    return (
      this.ids.bytes + bases.byteLength + steps.byteLength + asked.byteLength + freeIds.byteLength
    );
  }

  /** Id of a font drawn in so many steps, asked for in a frame; -1 when there are no more. */
  idOf(font: number, step: number, frame: number): number {
    const key = (font << STEP_BITS) | step;
    let id = this.ids.get(key);
    if (id < 0) {
      if (this.freeCount === 0) return -1;
      id = this.freeIds[--this.freeCount]!;
      this.bases[id - FONT_LIMIT] = font;
      this.steps[id - FONT_LIMIT] = step;
      this.ids.set(key, id);
    }
    this.asked[id - FONT_LIMIT] = frame;
    return id;
  }

  /** Gives up the ids that nothing asked for of late and no key that waits has. False when there are none. */
  free(waiting: GlyphQueue, frame: number): boolean {
    const { asked } = this;
    if (!this.hasOld(frame)) return false;
    for (let i = 0; i < waiting.length; i++) {
      const id = idIn(waiting.at(i));
      if (id >= FONT_LIMIT) asked[id - FONT_LIMIT] = frame;
    }
    for (let place = 0; place < asked.length; place++) {
      if (asked[place]! >= frame - RECENT_FRAMES) continue;
      asked[place] = FREE;
      this.ids.delete((this.bases[place]! << STEP_BITS) | this.steps[place]!);
      this.freeIds[this.freeCount++] = FONT_LIMIT + place;
    }
    if (this.freeCount === 0) return false;
    this.retriedFrame = -1;
    return true;
  }

  /** Notes that somebody found no id. Where that is so as soon as all may ask again, one text needs more than there are. */
  refuse(frame: number): void {
    this.isRefused = true;
    this.isHopeful = frame !== this.retriedFrame;
  }

  /** Says, once there may be ids for them, that those who found none may ask again. */
  retry(frame: number): boolean {
    if (!this.isRefused || !this.hasOld(frame)) return false;
    this.isRefused = false;
    this.isHopeful = false;
    this.retriedFrame = frame;
    return true;
  }

  private hasOld(frame: number): boolean {
    const { asked } = this;
    for (let place = 0; place < asked.length; place++) {
      if (asked[place]! < frame - RECENT_FRAMES) return true;
    }
    return false;
  }

  /** The font that an id is of; any other id itself. */
  baseOf(id: number): number {
    const place = id - FONT_LIMIT;
    return place >= 0 && place < this.asked.length && this.asked[place] !== FREE
      ? this.bases[place]!
      : id;
  }

  /** `scale`, by as much as the glyphs of an id are larger. */
  scaleOf(id: number, scale: number): number {
    return id < FONT_LIMIT ? scale : (scale * this.steps[id - FONT_LIMIT]!) / STEPS;
  }
}

export type { ScaledFonts };

/** The id of a font, or of one drawn larger or smaller, in a key of the glyph cache. */
export function idIn(key: number): number {
  return (key >>> FONT_SHIFT) & (ID_LIMIT - 1);
}

/** Gives a table of such ids without any. */
export function createScaledFonts(): ScaledFonts {
  return new ScaledFonts();
}
