/** A list of callbacks. One that throws does not keep the others from being called. */
export type Listeners = {
  /** Adds a callback; returns what removes it. */
  add(listener: () => void): () => void;
  /** Calls all, then rethrows the first error. */
  emit(): void;
  clear(): void;
};

/** Creates an empty list. */
export function createListeners(): Listeners {
  const all = new Set<() => void>();
  return {
    add(listener) {
      // A wrapper, so that the same function added twice is two entries.
      const entry = () => listener();
      all.add(entry);
      return () => {
        all.delete(entry);
      };
    },
    emit() {
      const errors: unknown[] = [];
      for (const listener of [...all]) {
        try {
          listener();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
    clear() {
      all.clear();
    },
  };
}
