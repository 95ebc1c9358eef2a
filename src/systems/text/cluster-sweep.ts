import { columns, type World } from '../../ecs';
import { Text } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import type { FontTable } from './font-table';
import type { Cache } from './glyph-cache';
import type { InternedTexts } from './interned';
import type { NumberWriter } from './number-glyphs';
import type { createTextRows } from './text-rows';

export type ClusterSweepOptions = {
  world: World;
  clusters: ClusterTable;
  fonts: FontTable;
  numbers: NumberWriter;
  rows: ReturnType<typeof createTextRows>;
  interned: InternedTexts;
  cache: Cache;
};

/**
 * Gives a function that forgets the clusters and words that no run of a row or interned string has, when there are many: their
 * ids, names, measures and places in the glyph cache. Their bitmaps leave the atlas as others that are not shown. It must run
 * when no ids are on their way from a decoder to a run.
 */
export function createClusterSweep({
  world,
  clusters,
  fonts,
  numbers,
  rows,
  interned,
  cache,
}: ClusterSweepOptions): () => void {
  const text = columns(world, Text);
  const runs = rows.runArena.arrays;

  function sweep(): void {
    // Prepared anew where they are shown again: they would keep more words than all rows have.
    rows.forgetPrepared();
    clusters.beginSweep();
    const { runStart, runLength } = text;
    for (let row = 0; row < runStart.length; row++) {
      const start = runStart[row]!;
      if (start >= 0) clusters.keep(runs.glyphs, start, start + runLength[row]!);
    }
    interned.eachRun((start, length) => clusters.keep(runs.glyphs, start, start + length));
    cache.forget((glyph) => clusters.keepsSlot(glyph));
    clusters.endSweep();
    fonts.forget((glyph) => clusters.isKnown(glyph));
    numbers.forget();
  }

  return () => {
    if (clusters.crowded) sweep();
  };
}
