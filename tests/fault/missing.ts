import { atEnd } from '../app/page';

/** Where each thing that a browser may lack is found. */
const owners = {
  OffscreenCanvas: () => globalThis,
  SharedArrayBuffer: () => globalThis,
  ResizeObserver: () => globalThis,
  gpu: () => Navigator.prototype,
};

export type Missing = keyof typeof owners;

export const missable = Object.keys(owners) as Missing[];

/** Takes these away until the test ends or the function returned is called. */
export function takeAway(names: readonly Missing[]): () => void {
  const put: (() => void)[] = [];
  for (const name of names) {
    const owner = owners[name]();
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    // What this browser lacks itself.
    if (!descriptor) continue;
    Reflect.deleteProperty(owner, name);
    if (name in owner) throw new Error(`${name} is still there`);
    put.push(() => Object.defineProperty(owner, name, descriptor));
  }
  const giveBack = (): void => {
    for (const each of put.splice(0)) each();
  };
  atEnd(giveBack);
  return giveBack;
}
