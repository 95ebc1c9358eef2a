import { collectSuites, suite } from '../../../src/benchmark/define';
import type { BenchSpec, Suite } from '../../../src/benchmark/definition';
import type { ContenderResult } from '../../../src/benchmark/result';
import { createLocalDriver, type Driver, type Session } from '../../../src/benchmark/run/driver';
import { type RunSuitesOptions, runSuites } from '../../../src/benchmark/run/run-suites';
import type { StationHost } from '../../../src/benchmark/station/host';

/** A host whose time passes only when it is told to: what a contender costs is what it adds to it. */
export type FakeHost = StationHost & {
  time: number;
  collections: number;
  marks: number[];
  spend(ms: number): void;
};

/** Makes a host with a clock of `resolution` ms that stands still. */
export function createFakeHost(resolution = 0.001): FakeHost {
  const host: FakeHost = {
    name: 'node',
    time: 0,
    collections: 0,
    marks: [],
    spend(ms) {
      host.time += ms;
    },
    now: () => Math.floor(host.time / resolution) * resolution,
    clockResolutionMs: resolution,
    collect: () => void host.collections++,
    observer: { begin() {}, mark: () => host.marks.shift() ?? 0, async settle() {} },
  };
  return host;
}

/** One suite named `s` with these benches. */
export function suiteOf(benches: { [id: string]: BenchSpec }): Suite {
  const made = suite('s', (s) => {
    for (const [id, spec] of Object.entries(benches)) s.bench(id, spec);
  });
  collectSuites();
  return made;
}

/** Runs a suite on a fake host with a small effort; `wrap` may stand between the runner and its sessions. */
export async function runOn(
  host: FakeHost,
  made: Suite,
  options: Partial<RunSuitesOptions> = {},
  wrap: (session: Session) => Session = (session) => session,
) {
  const local = createLocalDriver([made], host);
  const driver: Driver = {
    ...local,
    open: async (request) => wrap(await local.open(request)),
  };
  const listings = await driver.list();
  return runSuites(
    listings.map((listing) => ({ listing, driver })),
    {
      effort: {
        rounds: 5,
        minMs: 1,
        maxMs: 10,
        minSamples: 4,
        warmMs: 2,
        frames: 20,
        warmFrames: 40,
      },
      seed: 1,
      now: host.now,
      ...options,
    },
  );
}

/** The subject of a bench's first case. */
export function ours(bench: { cases: readonly { contenders: readonly ContenderResult[] }[] }) {
  return bench.cases[0]!.contenders.find(({ role }) => role === 'subject')!;
}
