import { despawn } from './entity';
import { SystemError } from './errors';
import type { Row } from './handle';
import { internals, type World } from './internals';

/**
 * Despawns every element (so that `onFree` listeners return what hangs on them), leaves the bitECS world and forgets resources
 * and lists. Entities of the app's own stay. Spawning throws from then on. Safe to call twice, not inside a frame.
 */
export function disposeWorld(world: World): void {
  const state = internals(world);
  if (state.disposed) return;
  if (state.inFrame) {
    throw new SystemError(
      'disposeWorld() was called inside a frame; call it from outside the systems',
    );
  }
  state.disposed = true;
  state.limit = 0;
  let failure: { error: unknown } | undefined;
  while (state.tree.first[0] !== 0) {
    try {
      despawn(world, state.tree.first[0] as Row);
    } catch (error) {
      failure ??= { error };
    }
  }
  for (const stop of state.stops) stop();
  state.stops = [];
  state.freeHooks = [];
  state.dirt.lists.length = 0;
  state.resources.clear();
  if (failure) throw failure.error;
}
