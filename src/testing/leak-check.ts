/** What one owner has open; it counts up and down itself. */
export type LeakTracker = {
  readonly name: string;
  listeners: number;
  frames: number;
  timers: number;
  gpuObjects: number;
  /** Stops the owner from being counted. */
  dispose(): void;
};

/** What is open now, over all owners. */
export type LeakReport = {
  listeners: number;
  frames: number;
  timers: number;
  gpuObjects: number;
  /** One line for each owner that has something open, such as `fake clock: 1 frame`. */
  lines: string[];
};

const kinds = ['listeners', 'frames', 'timers', 'gpuObjects'] as const;
const trackers: LeakTracker[] = [];

/** Registers an owner of things that must be given back: `tracker.frames++` when one is opened, `--` when it is returned. */
export function trackLeaks(name: string): LeakTracker {
  const tracker: LeakTracker = {
    name,
    listeners: 0,
    frames: 0,
    timers: 0,
    gpuObjects: 0,
    dispose() {
      const at = trackers.indexOf(tracker);
      if (at >= 0) trackers.splice(at, 1);
    },
  };
  trackers.push(tracker);
  return tracker;
}

/** Counts listeners, frames, timers and GPU objects that are open now. */
export function leakCheck(): LeakReport {
  const report: LeakReport = { listeners: 0, frames: 0, timers: 0, gpuObjects: 0, lines: [] };
  for (const tracker of trackers) {
    const open = kinds.filter((kind) => tracker[kind] !== 0);
    for (const kind of open) report[kind] += tracker[kind];
    if (open.length === 0) continue;
    const counts = open.map((kind) => `${tracker[kind]} ${wordFor(kind, tracker[kind])}`);
    report.lines.push(`${tracker.name}: ${counts.join(', ')}`);
  }
  return report;
}

/** Remembers which owners there are; the function returned forgets those that came later, for a check after each test. */
export function leakMark(): () => void {
  const known = new Set(trackers);
  return () => {
    for (const tracker of [...trackers]) {
      if (!known.has(tracker)) tracker.dispose();
    }
  };
}

/**
 * Counts listeners that are added through `EventTarget` from now on to the targets that `isWatched` accepts, and not removed,
 * aborted or used up. Returns how to stop, which also forgets what is still open.
 */
export function watchListeners(isWatched: (target: EventTarget) => boolean): () => void {
  const open = new Map<EventTarget, Map<string, LeakTracker>>();

  function close(target: EventTarget, key: string): void {
    const own = open.get(target);
    own?.get(key)?.dispose();
    own?.delete(key);
    // A target without any is not kept from being collected.
    if (own?.size === 0) open.delete(target);
  }

  function patch(host: EventTarget): () => void {
    const { addEventListener, removeEventListener } = host;
    host.addEventListener = function (
      this: EventTarget | undefined,
      type: string,
      listener: Listener | null,
      options?: boolean | AddEventListenerOptions,
    ): void {
      const target = this ?? globalThis;
      if (listener && !signalOf(options)?.aborted && isWatched(target)) {
        count(target, type, listener, options, addEventListener);
      }
      addEventListener.call(target, type, listener, options);
    };
    host.removeEventListener = function (
      this: EventTarget | undefined,
      type: string,
      listener: Listener | null,
      options?: boolean | EventListenerOptions,
    ): void {
      const target = this ?? globalThis;
      if (listener) close(target, keyOf(type, listener, options));
      removeEventListener.call(target, type, listener, options);
    };
    return () => {
      host.addEventListener = addEventListener;
      host.removeEventListener = removeEventListener;
    };
  }

  function count(
    target: EventTarget,
    type: string,
    listener: Listener,
    options: boolean | AddEventListenerOptions | undefined,
    add: EventTarget['addEventListener'],
  ): void {
    const key = keyOf(type, listener, options);
    const own = open.get(target) ?? new Map<string, LeakTracker>();
    open.set(target, own);
    // The browser ignores a second registration of the same listener; so does the count.
    if (own.has(key)) return;
    const tracker = trackLeaks(`'${type}' on ${nameOf(target)}`);
    tracker.listeners = 1;
    own.set(key, tracker);
    signalOf(options)?.addEventListener('abort', () => close(target, key), { once: true });
    if (typeof options === 'object' && options.once) {
      add.call(target, type, () => close(target, key), { once: true, capture: isCapture(options) });
    }
  }

  const hosts: EventTarget[] = [EventTarget.prototype];
  // A test runner may have put methods of its own on the window.
  if (Object.hasOwn(globalThis, 'addEventListener')) hosts.push(globalThis);
  const restore = hosts.map(patch);
  return () => {
    for (const stop of restore) stop();
    for (const own of open.values()) for (const tracker of own.values()) tracker.dispose();
    open.clear();
  };
}

/** Counts animation frames that are requested on the page from now on and neither fired nor cancelled. Returns how to stop. */
export function watchFrames(): () => void {
  const { requestAnimationFrame, cancelAnimationFrame } = globalThis;
  const tracker = trackLeaks('requestAnimationFrame');
  const open = new Set<number>();
  const close = (id: number): void => {
    open.delete(id);
    tracker.frames = open.size;
  };
  globalThis.requestAnimationFrame = (callback) => {
    const id = requestAnimationFrame((now) => {
      close(id);
      callback(now);
    });
    open.add(id);
    tracker.frames = open.size;
    return id;
  };
  globalThis.cancelAnimationFrame = (id) => {
    close(id);
    cancelAnimationFrame(id);
  };
  return () => {
    globalThis.requestAnimationFrame = requestAnimationFrame;
    globalThis.cancelAnimationFrame = cancelAnimationFrame;
    tracker.dispose();
  };
}

type Listener = EventListenerOrEventListenerObject;

const listenerIds = new WeakMap<object, number>();
let listenerCount = 0;

function keyOf(
  type: string,
  listener: Listener,
  options: boolean | EventListenerOptions | undefined,
): string {
  const id = listenerIds.get(listener) ?? ++listenerCount;
  listenerIds.set(listener, id);
  return `${type} ${id} ${isCapture(options)}`;
}

function isCapture(options: boolean | EventListenerOptions | undefined): boolean {
  return typeof options === 'object' ? options.capture === true : options === true;
}

function signalOf(options: boolean | AddEventListenerOptions | undefined): AbortSignal | undefined {
  return typeof options === 'object' ? options.signal : undefined;
}

function nameOf(target: EventTarget): string {
  return target === globalThis ? 'window' : target.constructor.name;
}

function wordFor(kind: (typeof kinds)[number], count: number): string {
  const word = kind === 'gpuObjects' ? 'GPU objects' : kind;
  return count === 1 ? word.slice(0, -1) : word;
}
