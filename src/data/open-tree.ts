import type { SliceScheduler } from './list-handle';
import type { TreeGroup } from './tree-group';
import type { TreeLoads } from './tree-loads';

/** Nodes opened between two looks at the time. */
const SLICE = 64;

/** Opens all nodes in slices, those on their way as they come; resolves when none is left, and rejects when `signal` is aborted. */
export async function openTree<T>(
  top: TreeGroup<T>,
  isDeep: (group: TreeGroup<T>) => boolean,
  open: (group: TreeGroup<T>, at: number) => TreeGroup<T> | undefined,
  loads: TreeLoads<T>,
  scheduler: SliceScheduler,
  signal?: AbortSignal,
): Promise<void> {
  const loading = new Set<TreeGroup<T>>();
  const groups = [top];
  const options = { priority: 'user-visible' as const, ...(signal && { signal }) };

  function* slices(): Generator<unknown, void, void> {
    let opened = 0;
    for (let group = groups.pop(); group; group = groups.pop()) {
      if (isDeep(group)) continue;
      for (let at = 0; at < group.nodes.length; at++) {
        const below = open(group, at);
        if (below?.state === 'there') groups.push(below);
        else if (below?.state === 'loading') loading.add(below);
        if (++opened < SLICE) continue;
        opened = 0;
        yield;
      }
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
