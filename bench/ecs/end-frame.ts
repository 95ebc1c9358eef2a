import type { World } from '../../src/ecs';
import { endDirt } from '../../src/ecs/dirt';
import { internals } from '../../src/ecs/internals';

/** Drops the dirt that was taken, as the runner of an app does: a world whose systems are run by hand would list it for ever. */
export function endFrame(world: World): void {
  endDirt(internals(world).dirt);
}
