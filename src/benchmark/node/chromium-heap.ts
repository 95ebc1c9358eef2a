import type { CDPSession } from 'playwright';

/** A node of V8's sampling heap profile. */
export type HeapNode = {
  callFrame: { functionName: string; url: string };
  selfSize: number;
  children: HeapNode[];
};

/** Bytes allocated during a pass by whom. */
export type HeapShares = {
  /** Under a function of a contender, or in the browser's calls of none. */
  contender: number;
  /** Under functions of the station alone: the measuring. */
  station: number;
  /** By the engine itself: compiling, collecting. */
  engine: number;
};

/** Every allocation is sampled: a pass that nobody times can be slow, and sums are then exact. */
const SAMPLING_INTERVAL_BYTES = 1;
const ENGINE: ReadonlySet<string> = new Set([
  ...['(BYTECODE_COMPILER)', '(COMPILER)', '(PARSER)', '(GC)', '(LOGGING)', '(PROGRAM)'],
]);

/** Runs `pass` under the profiler and gives the profile's root. What is collected meanwhile counts as well. */
export async function sampleHeap(
  session: CDPSession,
  pass: () => Promise<void>,
): Promise<HeapNode> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  let failure: unknown;
  await pass().catch((error) => {
    failure = error;
  });
  // Also after a failure: a page that goes on under the profiler would be slow for good.
  const { profile } = await session.send('HeapProfiler.stopSampling');
  if (failure !== undefined) throw failure;
  return profile.head;
}

/** Splits a profile by whose functions stood on the stack. */
export function shareHeap(root: HeapNode, isStation: (url: string) => boolean): HeapShares {
  const shares: HeapShares = { contender: 0, station: 0, engine: 0 };
  visit(root, false, false);
  return shares;

  function visit(node: HeapNode, inStation: boolean, inContender: boolean): void {
    const { functionName, url } = node.callFrame;
    const station = inStation || (url !== '' && isStation(url));
    const contender = inContender || (url !== '' && !isStation(url));
    if (ENGINE.has(functionName)) shares.engine += node.selfSize;
    else if (station && !contender) shares.station += node.selfSize;
    else shares.contender += node.selfSize;
    for (const child of node.children) visit(child, station, contender);
  }
}
