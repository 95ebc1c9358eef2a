import type { PressureSource } from './pressure';

/** What the host tells of its memory. */
export type MemoryPorts = {
  /** Bytes of memory the device says that it has, undefined where it does not say. */
  readonly deviceBytes?: number | undefined;
  /** How scarce memory is by the host's own count. */
  readonly sources: readonly PressureSource[];
};

type HeapReading = { usedJSHeapSize: number; jsHeapSizeLimit: number };
type Measuring = {
  memory?: HeapReading;
  measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
};

const GIGABYTE = 1024 ** 3;

/**
 * What pages have: the heap as Chromium shows it (`performance.memory`, coarse), and what the device says to have (`navigator.deviceMemory`, rounded). Where
 * a host has neither, pressure is by the ledger alone.
 */
export function hostMemory(): MemoryPorts {
  const { performance, navigator } = globalThis as unknown as {
    performance?: Measuring;
    navigator?: { deviceMemory?: number };
  };
  const sources: PressureSource[] = [];
  if (performance?.memory) {
    sources.push({
      name: 'heap',
      read() {
        const memory = performance.memory!;
        return memory.usedJSHeapSize / memory.jsHeapSizeLimit;
      },
    });
  }
  const gigabytes = navigator?.deviceMemory;
  return {
    ...(gigabytes !== undefined && { deviceBytes: gigabytes * GIGABYTE }),
    sources,
  };
}

/**
 * A source for `memory.pressure.add`: what all of the page takes by `performance.measureUserAgentSpecificMemory`, which only isolated pages in Chromium
 * have. It is asked every `everyMs` at most, answers when the browser comes to it, and is undefined where there is none.
 */
export function pageMemory(
  limitBytes: number,
  {
    everyMs = 30_000,
    now = () => performance.now(),
  }: { everyMs?: number; now?: () => number } = {},
): PressureSource | undefined {
  const { performance: host } = globalThis as unknown as { performance?: Measuring };
  const measure = host?.measureUserAgentSpecificMemory?.bind(host);
  if (!measure) return undefined;
  let share = Number.NaN;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  return {
    name: 'page',
    read() {
      if (!isAsking && now() - askedAt >= everyMs) {
        isAsking = true;
        askedAt = now();
        measure()
          .then(({ bytes }) => {
            share = bytes / limitBytes;
          })
          .catch(() => {})
          .finally(() => {
            isAsking = false;
          });
      }
      return share;
    },
  };
}
