import type { RenderStats } from './stats';

/** Counts a draw of so many quads into something else than the surface. */
export function countOffscreen(stats: RenderStats, quads: number): void {
  stats.offscreenDraws++;
  stats.totalOffscreenDraws++;
  stats.offscreenQuads += quads;
}
