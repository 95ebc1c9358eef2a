import mitt from 'mitt';

/** App events. One throwing listener does not silence the others; nothing is emitted per frame. */
export type Events<E extends Record<string, unknown>> = {
  /** Adds a listener; returns how to remove it. */
  on<K extends keyof E>(type: K, listener: (event: E[K]) => void): () => void;
  emit<K extends keyof E>(type: K, event: E[K]): void;
  listenerCount(): number;
  clear(): void;
};

/** Wraps mitt, whose own emit stops at the first listener that throws. */
export function createEvents<E extends Record<string, unknown>>(
  onError: (error: unknown, type: string) => void,
): Events<E> {
  const emitter = mitt<E>();
  let count = 0;
  return {
    on(type, listener) {
      const guarded = (event: E[typeof type]): void => {
        try {
          listener(event);
        } catch (error) {
          onError(error, String(type));
        }
      };
      emitter.on(type, guarded);
      count++;
      let active = true;
      return () => {
        if (!active) return;
        active = false;
        count--;
        emitter.off(type, guarded);
      };
    },
    emit: (type, event) => emitter.emit(type, event),
    listenerCount: () => count,
    clear() {
      emitter.all.clear();
      count = 0;
    },
  };
}
