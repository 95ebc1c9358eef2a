import type { SliceScheduler } from './list-handle';
import type { TreeGroup } from './tree-group';
import type { TreeLoads } from './tree-loads';

/** Nodes opened between two looks at the time. */
const SLICE = 64;

export type Opener<T> = {
  /** Opens a node; undefined where nothing is below it. With `isAside` its rows are left out until `show` is called. */
  openAt(group: TreeGroup<T>, at: number, isAside: boolean): TreeGroup<T> | undefined;
  show(below: TreeGroup<T>): void;
};

/** Opens all nodes in slices, those on their way as they come; resolves when none is left, and rejects when `signal` is aborted. */
export async function openTree<T>(
  top: TreeGroup<T>,
  isDeep: (group: TreeGroup<T>) => boolean,
  { openAt, show }: Opener<T>,
  loads: TreeLoads<T>,
  scheduler: SliceScheduler,
  signal?: AbortSignal,
): Promise<void> {
  const loading = new Set<TreeGroup<T>>();
  const groups = [top];
  const options = { priority: 'user-visible' as const, ...(signal && { signal }) };

  // Opened in this slice: what is below them counts as far up as these alone, and all of it is shown at once. So a chain of nodes takes time
  // by its length, and not by its square.
  const aside = new Set<TreeGroup<T>>();
  const outermost: TreeGroup<T>[] = [];

  function showAside(): void {
    for (const below of outermost) show(below);
    outermost.length = 0;
    aside.clear();
  }

  /** Opens a node, aside unless it was open or is in what is aside already. */
  function open(group: TreeGroup<T>, at: number): TreeGroup<T> | undefined {
    const isInside = aside.has(group);
    const wasOpen = group.below.get(at)?.isOpen === true;
    const below = openAt(group, at, !isInside);
    if (!below || wasOpen) return below;
    aside.add(below);
    if (!isInside) outermost.push(below);
    return below;
  }

  function* slices(): Generator<unknown, void, void> {
    let opened = 0;
    try {
      for (let group = groups.pop(); group; group = groups.pop()) {
        if (isDeep(group)) continue;
        for (let at = 0; at < group.nodes.length; at++) {
          const below = open(group, at);
          if (below?.state === 'there') groups.push(below);
          else if (below?.state === 'loading') loading.add(below);
          if (++opened < SLICE) continue;
          opened = 0;
          showAside();
          yield;
        }
      }
    } finally {
      showAside();
    }
  }

  while (!loads.isDisposed) {
    await scheduler.submit(slices, options);
    if (loading.size === 0) return;
    await nextOrAbort(loads, signal);
    for (const group of loading) {
      if (group.state === 'loading' && group.question !== 0) continue;
      loading.delete(group);
      if (group.state === 'there') groups.push(group);
    }
  }
}

async function nextOrAbort<T>(loads: TreeLoads<T>, signal?: AbortSignal): Promise<void> {
  if (!signal) return loads.next();
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    await Promise.race([loads.next(), aborted]);
  } finally {
    stop();
  }
}
