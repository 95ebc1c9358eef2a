import type { BitSet } from '../../structures';
import { type PictureSlots, SLOTS } from './picture-slots';
import { type PixelRects, pixelsOverlap } from './pixel-rects';

/** Which pictures of layers were drawn longest ago, those of groups apart, which need theirs. */
export type PictureAges = {
  /** The slot of the one that was drawn longest ago and before a frame, 0 if there is none. */
  oldestBefore(frame: number): number;
  /** The same of those of which nothing is on the surface. */
  oldestUnseen(): number;
  /** What these hold. */
  unseenBytes(): number;
};

/** `rects` says where pictures are, `pending` which have not been taken yet. */
export function createPictureAges(
  slotted: PictureSlots,
  rects: PixelRects,
  pending: BitSet,
  surface: PixelRects,
): PictureAges {
  const { layerOf, isGroup, drawn } = slotted;

  function isUnseen(slot: number): boolean {
    if (layerOf[slot] === 0 || isGroup[slot] === 1 || pending.has(slot)) return false;
    return !pixelsOverlap(rects, slot * 4, surface, 0);
  }

  return {
    oldestBefore(frame) {
      let oldest = 0;
      for (let slot = 1; slot < SLOTS; slot++) {
        if (layerOf[slot] === 0 || isGroup[slot] === 1 || drawn[slot]! >= frame) continue;
        if (oldest === 0 || drawn[slot]! < drawn[oldest]!) oldest = slot;
      }
      return oldest;
    },
    oldestUnseen() {
      let oldest = 0;
      for (let slot = 1; slot < SLOTS; slot++) {
        if (isUnseen(slot) && (oldest === 0 || drawn[slot]! < drawn[oldest]!)) oldest = slot;
      }
      return oldest;
    },
    unseenBytes() {
      let sum = 0;
      for (let slot = 1; slot < SLOTS; slot++) if (isUnseen(slot)) sum += slotted.bytesOf(slot);
      return sum;
    },
  };
}
