type Listeners = { readonly all: Set<() => void>; readonly tell: () => void };

const known = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls back once when a signal that is not aborted yet is; returns how to stop. However many wait for one signal, it has one listener: a host
 * looks through those it has for each that is added, and warns of a leak at more than ten. `listener` must not throw.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const { all, tell } = known.get(signal) ?? listenTo(signal);
  all.add(listener);
  return () => {
    if (!all.delete(listener) || all.size > 0) return;
    known.delete(signal);
    signal.removeEventListener('abort', tell);
  };
}

function listenTo(signal: AbortSignal): Listeners {
  const all = new Set<() => void>();
  const tell = (): void => {
    known.delete(signal);
    // What is removed meanwhile is not called.
    for (const listener of all) listener();
  };
  signal.addEventListener('abort', tell, { once: true });
  const listeners = { all, tell };
  known.set(signal, listeners);
  return listeners;
}
