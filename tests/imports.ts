import { vi } from 'vitest';

/** What imports on demand tell of themselves where `native-source` has made the modules. */
type Host = { rafterImport?: <T>(load: Promise<T>) => Promise<T> };

const loads = new Set<Promise<unknown>>();

(globalThis as Host).rafterImport = (load) => {
  loads.add(load);
  return load;
};

/** Waits for all that is being imported on demand, and for what waits for that. */
export async function importsSettled(): Promise<void> {
  await vi.dynamicImportSettled();
  if (typeof setImmediate === 'undefined') return;
  while (loads.size > 0) {
    const pending = [...loads];
    loads.clear();
    await Promise.allSettled(pending);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
