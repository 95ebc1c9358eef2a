import { dropEmptyPages, emptyOldest } from '../../structures/spare-shelves';
import type { Images } from './image-system';

/** What it takes to have a megabyte of images again, ms: some are loaded from afar. */
const COST_MS = 40;

/**
 * What images can give back: those that no element shows, then bitmaps of those that are out of sight, those asked for longest ago first, then pages
 * that have nothing left on them.
 */
export function spareImages(images: Images) {
  const { pages } = images;
  const { shelves } = pages;
  const empty = (shelf: number): void => pages.empty(shelf);
  // Of bitmaps, when it was last looked what is in sight.
  let shown = 0;

  function total(): number {
    return images.idleBytes + pages.bytes + images.textureBytes;
  }

  return {
    name: 'images',
    costMs: COST_MS,
    spare: () => images.idleBytes + Math.max(0, pages.bytes - shown),
    reclaim(bytes: number): number {
      const before = total();
      images.trimIdle(Math.max(0, images.idleBytes - bytes));
      if (before - total() < bytes) {
        // What is out of sight gives up its records first.
        pages.mark();
        shown = 0;
        while (before - total() < bytes) {
          if (emptyOldest(shelves, pages.frame, empty) >= 0) continue;
          shown = pages.bytes;
          break;
        }
        if (dropEmptyPages(shelves) > 0) pages.restore();
      }
      return before - total();
    },
  };
}
