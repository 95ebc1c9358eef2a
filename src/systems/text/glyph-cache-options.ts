import type { World } from '../../ecs';
import type { GlyphRasteriser } from '../../ecs/stores';
import type { Atlas } from './atlas';
import type { ClusterTable } from './clusters';
import type { FontTable } from './font-table';

/** What a glyph cache works with. */
export type GlyphCacheOptions = {
  world: World;
  fonts: FontTable;
  clusters: ClusterTable;
  rasteriser: GlyphRasteriser;
  atlas: Atlas;
  clock: { now(): number };
  /** `FrameBudget`. */
  budget: { isBehind: boolean; msFor(waiting: number, isUnplaced: boolean): number };
};
