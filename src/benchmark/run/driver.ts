import type { HostName, Suite } from '../definition';
import type { StationHost } from '../station/host';
import { listBench } from '../station/listing';
import type {
  BenchListing,
  OpenRequest,
  RoundSamples,
  SampleRequest,
  WarmRequest,
} from '../station/protocol';
import { createStation } from '../station/station';

/** One contender, set up in its process or page. */
export type Session = {
  warm(request: WarmRequest): Promise<boolean>;
  /** May add quantities that only the driver can see: `task`, `raster`, `gpu`, `allocated`. */
  sample(request: SampleRequest): Promise<RoundSamples>;
  count(): Promise<{ [name: string]: number }>;
  allocate(): Promise<number | null>;
  close(): Promise<void>;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
};

/** Opens contenders where they run. */
export type Driver = {
  readonly host: HostName;
  /** Turns that a round may be cut into, where a sample costs little more than its time. @default 1 */
  readonly turns?: number;
  list(): Promise<readonly BenchListing[]>;
  open(request: OpenRequest): Promise<Session>;
  close(): Promise<void>;
};

/** A driver for the very process or page it is called in. What never ends there cannot be stopped. */
export function createLocalDriver(suites: readonly Suite[], host: StationHost): Driver {
  return {
    host: host.name,
    list: async () => suites.flatMap(({ benches }) => benches.map(listBench)),
    async open(request) {
      const station = createStation(suites, host);
      await station.open(request);
      return {
        warm: (wanted) => station.warm(wanted),
        sample: (wanted) => station.sample(wanted),
        count: () => station.count(request),
        allocate: () => station.allocate(),
        close: () => station.close(),
        // What is torn down in vain has been given up already.
        kill: () => void station.close().catch(() => {}),
      };
    },
    async close() {},
  };
}
