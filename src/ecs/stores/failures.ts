import { createLoader, defineResource, findResource, type Loader, type World } from '../index';

/** Where systems tell of failures in the app's own code (`bind`, handlers) that they survive by themselves. */
export type Failures = {
  /** @param row element whose code failed, 0 if none */
  report(error: unknown, system: string, row: number): void;
};

export const Failures = defineResource<Failures>('Failures');

/** As `createLoader`, telling of its failure by `Failures`. */
export function createPart<Part>(
  world: World,
  name: string,
  load: () => Promise<Part>,
  onLoaded?: (part: Part) => void,
): Loader<Part> {
  return createLoader({
    world,
    load,
    onLoaded,
    onFailure: (error) => findResource(world, Failures)?.report(error, name, 0),
  });
}
