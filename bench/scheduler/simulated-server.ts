import { createNormal, createRandom } from '../../src/statistics';

/** A server that serves some at once in a time, and more of them more slowly. */
export type SimulatedServer = {
  /** How many at once it serves without delay. */
  knee: number;
  /** What one takes then, ms, in the middle. */
  baseMs: number;
  /** How much times vary: the deviation of their logarithm. */
  spread: number;
};

export type Phase = SimulatedServer & { seconds: number };

/** What a client with a limit got of a phase. */
export type PhaseResult = {
  perSecond: number;
  /** Of those that ended later than five seconds after the beginning. */
  p99Ms: number;
  meanLimit: number;
  /** When throughput over a second came to within a tenth of `target`, s from the beginning of the phase; Infinity if never. */
  settledS: number;
  /** Mean limit of the first and the last tenth. */
  firstLimit: number;
  lastLimit: number;
};

const SETTLE_MS = 5_000;

/** What decides how many are on their way. */
export type Client = { limit(): number; ended(ms: number, running: number): void };

/**
 * A client that always has more to ask, beside a server that changes from phase to phase: as many are on their way as its limit says. Numbers come
 * from the seed; no time passes.
 */
export function simulate(
  client: Client,
  phases: readonly Phase[],
  seed: number,
  target: (phase: Phase) => number,
): PhaseResult[] {
  const normal = createNormal(createRandom(seed));
  const inFlight: { endMs: number; ms: number; running: number }[] = [];
  const results: PhaseResult[] = [];
  let now = 0;
  for (const phase of phases) {
    const begin = now;
    const end = begin + phase.seconds * 1000;
    const times: number[] = [];
    const perSecond = new Float64Array(phase.seconds);
    const limits = new Float64Array(phase.seconds);
    for (;;) {
      while (inFlight.length < client.limit()) {
        const running = inFlight.length + 1;
        const slower = Math.max(1, running / phase.knee);
        const ms = phase.baseMs * slower * Math.exp(normal() * phase.spread);
        insert(inFlight, { endMs: now + ms, ms, running });
      }
      const next = inFlight[0]!;
      if (next.endMs >= end) break;
      inFlight.shift();
      now = next.endMs;
      if (now - begin >= SETTLE_MS || phase.seconds * 1000 <= SETTLE_MS * 2) times.push(next.ms);
      const second = Math.min(phase.seconds - 1, Math.floor((now - begin) / 1000));
      perSecond[second]!++;
      limits[second] = client.limit();
      client.ended(next.ms, next.running);
    }
    now = end;
    const settled = perSecond.findIndex((count) => count >= target(phase) * 0.9);
    const tenth = Math.max(1, Math.floor(phase.seconds / 10));
    results.push({
      perSecond: perSecond.reduce((sum, each) => sum + each, 0) / phase.seconds,
      p99Ms: times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN,
      meanLimit: mean(limits),
      settledS: settled < 0 ? Number.POSITIVE_INFINITY : settled + 1,
      firstLimit: mean(limits.subarray(0, tenth)),
      lastLimit: mean(limits.subarray(-tenth)),
    });
  }
  return results;
}

/** The limit that gets nearly all that the server can give with the shortest times, and what it gets. */
export function bestFixed(phase: Phase, seed: number): { limit: number; result: PhaseResult } {
  const tried: { limit: number; result: PhaseResult }[] = [];
  for (let limit = 1; limit <= phase.knee * 2; limit++) {
    const client = { limit: () => limit, ended() {} };
    const short = { ...phase, seconds: Math.min(phase.seconds, 30) };
    tried.push({ limit, result: simulate(client, [short], seed, () => 0)[0]! });
  }
  const most = Math.max(...tried.map(({ result }) => result.perSecond));
  return tried.find(({ result }) => result.perSecond >= most * 0.98)!;
}

function insert<T extends { endMs: number }>(sorted: T[], item: T): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.endMs <= item.endMs) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, item);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
