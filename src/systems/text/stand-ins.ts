import { createIntMap, type IntMap } from '../../structures';
import { keepKeys } from './glyph-queue';

/** Of `drawn`: a power of 2. */
const PLACES = 4096;

/** Bitmaps that are shown in place of glyphs that are not drawn yet. */
class StandIns {
  /** Slots of bitmaps that a font change made out of date, by key. */
  private readonly former = createIntMap();
  /** By `placeOf`: 1 where a glyph was drawn. Most of those that are new need no further look then. */
  private readonly drawn = new Uint8Array(PLACES);

  get bytes(): number {
    return this.former.bytes + PLACES;
  }

  /** The nearest of the same glyph's other sub-pixel positions, or what it was before fonts came; -1 for none. */
  find(key: number, slots: IntMap): number {
    if (this.drawn[placeOf(key)] === 0) return -1;
    const sub = key & 3;
    for (let distance = 1; distance < 4; distance++) {
      for (let side = -1; side <= 1; side += 2) {
        const other = sub + side * distance;
        if (other < 0 || other > 3) continue;
        const slot = slots.get(key - sub + other);
        if (slot >= 0) return slot;
      }
    }
    return this.former.get(key);
  }

  /** Says that a bitmap of a key was drawn. */
  note(key: number): void {
    this.drawn[placeOf(key)] = 1;
  }

  /** Makes what was drawn so far of keys that do not stay stand in for what will be. */
  replace(slots: IntMap, stays: (key: number) => boolean): void {
    for (let at = slots.nextSlot(0); at >= 0; at = slots.nextSlot(at + 1)) {
      const [key, slot] = [slots.keyAt(at), slots.valueAt(at)];
      if (slot >= 0 && !stays(key)) this.former.set(key, slot);
    }
  }

  /** Says that a slot is another key's from now on. */
  drop(key: number, slot: number): void {
    if (this.former.get(key) === slot) this.former.delete(key);
  }

  /** Forgets what `replace` was told of keys that do not stay. */
  keep(stays: (key: number) => boolean): void {
    keepKeys(this.former, stays);
  }

  clear(): void {
    this.former.clear();
  }
}

export type { StandIns };

/** Gives a record of stand-ins without any. */
export function createStandIns(): StandIns {
  return new StandIns();
}

/** Of glyph and font, whatever the position. */
function placeOf(key: number): number {
  return ((key >>> 12) ^ (key >>> 2)) & (PLACES - 1);
}
