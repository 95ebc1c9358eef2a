import mitt from 'mitt';

/** App events. One throwing listener does not silence the others; nothing is emitted per frame. */
export type Events<E extends Record<string, unknown>> = {
  /** Adds a listener; returns how to remove it. */
  on<K extends keyof E>(type: K, listener: (event: E[K]) => void): () => void;
  /** Calls the listeners of a type in the order they were added. */
  emit<K extends keyof E>(type: K, event: E[K]): void;
  /** Listeners of a type, or of all types. */
  listenerCount(type?: keyof E): number;
  /** Removes all listeners. */
  clear(): void;
};

/**
 * Wraps mitt, whose own emit stops at the first listener that throws. `onError` gets what a listener throws, or rejects with if
 * it is async, once each; what `onError` throws itself leaves `emit` when all listeners were called.
 */
export function createEvents<E extends Record<string, unknown>>(
  onError: (error: unknown, type: string) => void,
): Events<E> {
  const emitter = mitt<E>();
  let failure: { error: unknown } | undefined;

  function report(error: unknown, type: keyof E): void {
    try {
      onError(error, String(type));
    } catch (hostError) {
      failure ??= { error: hostError };
    }
  }

  function rethrow(): void {
    const pending = failure;
    failure = undefined;
    if (pending) throw pending.error;
  }

  return {
    on(type, listener) {
      const guarded = (event: E[typeof type]): void => {
        try {
          const result: unknown = listener(event);
          if (result instanceof Promise) {
            result.catch((error: unknown) => {
              report(error, type);
              rethrow();
            });
          }
        } catch (error) {
          report(error, type);
        }
      };
      emitter.on(type, guarded);
      return () => emitter.off(type, guarded);
    },
    emit(type, event) {
      emitter.emit(type, event);
      rethrow();
    },
    listenerCount(type) {
      if (type !== undefined) return emitter.all.get(type)?.length ?? 0;
      let count = 0;
      for (const listeners of emitter.all.values()) count += listeners?.length ?? 0;
      return count;
    },
    clear: () => emitter.all.clear(),
  };
}
