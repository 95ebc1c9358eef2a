import { createIntList, type IntList } from '../../structures';
import type { Chunks } from './chunks';
import type { ScrollPlaces } from './scroll-places';

/** The chunks that show something in a tile of scroll layers. */
export type TileChunks = {
  /** After `find`: their ids, in painter's order. */
  readonly ids: IntList;
  /** Finds those between two edges, device pixels of what scrolls. */
  find(top: number, bottom: number): void;
  /** Whether a solid that would be drawn first may lie over what is blended. */
  readonly overlap: boolean;
  /** The end of the ids that follow each other in the draw list, from entry `from` on. */
  runEnd(from: number): number;
};

export function createTileChunks(chunks: Chunks, places: ScrollPlaces): TileChunks {
  const ids = createIntList();
  return {
    ids,
    find(from, to) {
      const { isContent, top, bottom } = places;
      ids.clear();
      for (let id = 0; id < chunks.count; id++) {
        const layer = chunks.layer[id]!;
        const isEmpty = chunks.solidCount[id]! + chunks.mixedCount[id]! === 0;
        if (isContent[layer] === 0 || isEmpty) continue;
        if (top[layer]! < to && bottom[layer]! > from) ids.push(id);
      }
    },
    get overlap() {
      const { top, bottom } = places;
      for (let i = 1; i < ids.length; i++) {
        const id = ids.rows[i]!;
        if (chunks.solidCount[id] === 0) continue;
        const layer = chunks.layer[id]!;
        for (let j = 0; j < i; j++) {
          const other = chunks.layer[ids.rows[j]!]!;
          if (chunks.mixedCount[ids.rows[j]!] === 0 || other === layer) continue;
          if (top[other]! < bottom[layer]! && top[layer]! < bottom[other]!) return true;
        }
      }
      return false;
    },
    runEnd(from) {
      let end = from + 1;
      while (end < ids.length && ids.rows[end] === ids.rows[end - 1]! + 1) end++;
      return end;
    },
  };
}
