import { findResource, keepAwake, type World } from '../../ecs';
import { Failures } from '../../ecs/stores';

/** Gives what loads a module when it is first asked for it, wakes the loop when that is there, and gives it from then on. */
export function createLoader<Module extends object>(
  world: World,
  name: string,
  load: () => Promise<Module>,
): () => Module | undefined {
  let isLoading = false;
  let loaded: Module | undefined;
  return () => {
    if (!isLoading) {
      isLoading = true;
      load().then(
        (module) => {
          loaded = module;
          keepAwake(world);
        },
        (error) => findResource(world, Failures)?.report(error, `virtualization/${name}`, 0),
      );
    }
    return loaded;
  };
}
