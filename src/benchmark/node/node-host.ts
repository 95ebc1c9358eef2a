import { PerformanceObserver } from 'node:perf_hooks';
import { heapSlope } from '../heap-slope';
import { clockResolution, type Observer, type StationHost } from '../station/host';
import { COLLECTION, LOAD } from '../station/protocol';

/** Makes the host of a station in a Node process. Start it with `--expose-gc` for collections and the reading of the heap. */
export function createNodeHost(): StationHost {
  const { gc } = globalThis as { gc?: () => void };
  const now = () => performance.now();
  return {
    name: 'node',
    now,
    clockResolutionMs: clockResolution(now),
    observer: createNodeObserver(),
    ...(gc && { collect: () => gc(), heapSlope }),
  };
}

/**
 * Sees collections, through the performance timeline, and load: whether the kernel took the processor away while a sample was
 * taken.
 */
function createNodeObserver(): Observer {
  const collections: { start: number; end: number }[] = [];
  let switches = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      collections.push({ start: startTime, end: startTime + duration });
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    begin() {
      collections.length = 0;
      switches = process.resourceUsage().involuntaryContextSwitches;
    },
    mark() {
      const before = switches;
      switches = process.resourceUsage().involuntaryContextSwitches;
      return switches === before ? 0 : LOAD;
    },
    async settle(starts, ends, flags) {
      // Entries come in a task of their own.
      await new Promise((resolve) => setTimeout(resolve, 0));
      let sample = 0;
      for (const { start, end } of collections) {
        while (sample > 0 && ends[sample - 1]! >= start) sample--;
        while (sample < ends.length && ends[sample]! < start) sample++;
        for (; sample < starts.length && starts[sample]! <= end; sample++) {
          flags[sample]! |= COLLECTION;
        }
      }
    },
  };
}
