import type { RenderStats } from './stats';

/** Begins to count what a frame draws into something else than the surface. Called by all that do so, before any of them draws. */
export function resetOffscreen(stats: RenderStats): void {
  stats.offscreenPasses = 0;
  stats.offscreenDraws = 0;
  stats.offscreenQuads = 0;
}

/** Counts a draw of so many quads into something else than the surface. */
export function countOffscreen(stats: RenderStats, quads: number): void {
  stats.offscreenDraws++;
  stats.totalOffscreenDraws++;
  stats.offscreenQuads += quads;
}

/** Counts draws of foreign content into a picture, of no quads, and textures drawn on for it besides. */
export function countForeign(stats: RenderStats, draws: number, passes: number): void {
  stats.offscreenPasses += passes;
  stats.offscreenDraws += draws;
  stats.totalOffscreenDraws += draws;
}
