import { keepAwake } from '../../ecs';
import { PADDING } from '../../structures';
import { dropEmptyPages, emptyOldest } from '../../structures/spare-shelves';
import type { TextSystem } from './text-system';

/** What it takes to have a megabyte of glyphs again, ms. */
const COST_MS = 20;
/** Of a page, as much as shelves fill in the mean. */
const FILLED = 0.9;
const GPU_TEXEL_BYTES = 4;

type Move = { slot: number; shelf: number; x: number };

/**
 * What glyphs can give back: pages of the atlas, one at a time. What is out of sight is forgotten, and what is in sight moves from the last page to
 * the others, if it has room there.
 */
export function spareGlyphs({ atlas, cache }: TextSystem) {
  const { shelves } = atlas;

  function pageBytes(): number {
    const { texels } = atlas.pages.at(-1)!;
    return texels.byteLength + atlas.size * atlas.size * GPU_TEXEL_BYTES;
  }

  /** Lines of all pages on which something is in sight. */
  function linesShown(): number {
    let sum = 0;
    for (const shelf of shelves.pages.flat())
      if (shelves.isInUse(shelf, cache.frame)) sum += shelves.height[shelf]!;
    return sum;
  }

  function mark(): boolean {
    cache.marker?.(cache.mark);
    return linesShown() <= (shelves.pages.length - 1) * atlas.size * FILLED;
  }

  /** Moves what is on the last page to others. Returns false, with all as it was, if it has no room there. */
  function clearLastPage(): boolean {
    const last = shelves.pages.pop()!;
    const heights = last.map((shelf) => shelves.height[shelf]!);
    for (const shelf of last) shelves.height[shelf] = 0;
    const moves: Move[] = [];
    let fits = true;
    for (const from of last) {
      for (let slot = shelves.slot[from]!; fits && slot >= 0; slot = cache.next[slot]!) {
        const width = cache.width[slot]! + PADDING;
        const shelf = shelves.find(width, cache.height[slot]! + PADDING, false);
        fits = shelf >= 0 && mayMove(slot, shelf);
        if (!fits) break;
        moves.push({ slot, shelf, x: shelves.end[shelf]! });
        shelves.end[shelf]! += width;
      }
    }
    for (const [i, shelf] of last.entries()) shelves.height[shelf] = heights[i]!;
    shelves.pages.push(last);
    if (!fits) {
      for (const { shelf, x } of moves.reverse()) shelves.end[shelf] = x;
      return false;
    }
    for (const move of moves) apply(move);
    for (const shelf of last) shelves.end[shelf] = 0;
    return true;
  }

  /** Colours do not go where there is coverage alone. */
  function mayMove(slot: number, shelf: number): boolean {
    return cache.colored[slot] === 0 || atlas.pages[shelves.page[shelf]!]!.channels === 4;
  }

  function apply({ slot, shelf, x }: Move): void {
    const page = shelves.page[shelf]!;
    const from = atlas.pages[cache.page[slot]!]!;
    const to = atlas.pages[page]!;
    const { size } = atlas;
    const [u, v, y] = [cache.u[slot]!, cache.v[slot]!, shelves.y[shelf]!];
    for (let row = 0; row < cache.height[slot]!; row++) {
      for (let column = 0; column < cache.width[slot]!; column++) {
        const source = ((v + row) * size + u + column) * from.channels;
        const target = ((y + row) * size + x + column) * to.channels;
        for (let i = 0; i < to.channels; i++) {
          const isAlpha = i === to.channels - 1;
          const of = isAlpha ? from.channels - 1 : i;
          to.texels[target + i] = isAlpha || from.channels === 4 ? from.texels[source + of]! : 255;
        }
      }
    }
    cache.u[slot] = x;
    cache.v[slot] = y;
    cache.page[slot] = page;
    cache.shelf[slot] = shelf;
    cache.next[slot] = shelves.slot[shelf]!;
    shelves.slot[shelf] = slot;
    shelves.used[shelf] = cache.frame;
  }

  return {
    name: 'text and glyph atlas',
    costMs: COST_MS,
    spare: () => (shelves.pages.length > 1 ? (shelves.pages.length - 1) * pageBytes() : 0),
    reclaim(): number {
      if (shelves.pages.length < 2 || !mark()) return 0;
      for (let shelf = 0; shelf >= 0; ) {
        shelf = emptyOldest(shelves, cache.frame, cache.drop);
        if (shelf >= 0) atlas.clear(shelf);
      }
      const isEmpty = shelves.pages.at(-1)!.every((shelf) => shelves.end[shelf] === 0);
      if (!isEmpty && !clearLastPage()) return 0;
      let freed = 0;
      for (let gone = dropEmptyPages(shelves); gone > 0; gone--) {
        freed += pageBytes();
        atlas.pages.pop();
      }
      // Records are written anew, by where bitmaps are now, and all is sent in the next frame.
      cache.version++;
      keepAwake(cache.world);
      return freed;
    },
  };
}
