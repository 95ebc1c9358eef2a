import type { BenchBrowser, FlingCost } from '../browser';
import { interleave, median } from '../statistics';
import type { BenchCase, BenchContext, Measurement } from '../types';

const OURS = 'rafter';
const CONTROL = 'control-1px';
const IDLE_CONTROL = 'control-idle';

/** A contender at a size; controls have none. */
type Entry = { contender: string; rows: number };

/** Costs of each entry by round, under `nameOf` it; entries that failed have none. */
type Costs = { byEntry: Map<string, FlingCost[]>; failures: string[] };

const SIZE_NAMES: ReadonlyMap<number, string> = new Map([
  [1_000, '1k rows'],
  [10_000, '10k rows'],
  [1_000_000, '1M rows'],
  [10_000_000, '10M rows'],
]);
const SMALL = 10_000;
/** Contenders that get fewer frames and a third of the rounds, so that they do not take the bench over. */
const SLOW: ReadonlySet<string> = new Set(['pixi-ui', 'uikit']);
const RASTER_PEERS = ['dom-recycle', 'dom-recycle-opaque', 'dom-tanstack'];
/**
 * Peers beside ours at each size. A native scroller ends at about 33.5 million px, so no DOM peer has 10M rows; the scroll
 * box of @pixi/ui holds every row and does not come through with more than a tenth of the smallest list.
 */
const CPU_PEERS: ReadonlyMap<number, readonly Entry[]> = new Map([
  [
    SMALL,
    [
      ...at(SMALL, ['dom-recycle', 'dom-tanstack', 'react-virtua']),
      ...at(SMALL, ['canvas-2d', 'pixi-pooled', 'uikit']),
      ...at(1_000, ['pixi-ui']),
    ],
  ],
  [1_000_000, at(1_000_000, ['dom-tanstack', 'react-virtua'])],
  [10_000_000, []],
]);

export const cases: BenchCase[] = [
  {
    id: 'scroll/cpu',
    unit: 'ms/frame',
    async run(context) {
      const entries = [...CPU_PEERS].flatMap(([rows, peers]) => [...at(rows, [OURS]), ...peers]);
      const costs = await race(context, [...entries, ...controls(CONTROL, IDLE_CONTROL)], true);
      return {
        measurements: [...CPU_PEERS].flatMap(([rows, peers]) =>
          cpuMeasurements(costs, rows, peers),
        ),
        failures: costs.failures,
        notes:
          'net: less the median of a page that clears one pixel (allocation: of an empty animation-frame page). ' +
          'js is timed in the frame callback, script and task come over the devtools protocol. ' +
          'DOM peers end at 1M rows: browsers cap an element at about 33.5 million px. ' +
          'React renders in a later task: see task. pixi-ui has 1k rows everywhere, 10k do not come to an end; ' +
          'it and uikit run a few frames in every third round, and show no interval for it. uikit draws Inter, the others the sans-serif of the system.',
      };
    },
  },
  {
    id: 'scroll/raster',
    unit: 'ms/frame',
    async run(context) {
      const entries = at(SMALL, [OURS, ...RASTER_PEERS]);
      const costs = await race(context, [...entries, ...controls(CONTROL)], false);
      const measure = (metric: string, quantity: keyof FlingCost, control?: string) =>
        measurement(costs, {
          metric,
          quantity,
          rows: SMALL,
          peers: at(SMALL, RASTER_PEERS),
          control,
        });
      return {
        measurements: [
          withControl(costs, measure('raster', 'rasterMs'), 'rasterMs'),
          measure('raster net of control', 'rasterMs', CONTROL),
          measure('frame interval', 'intervalMs'),
        ],
        failures: costs.failures,
        notes:
          'raster: processor time of the GPU process. Use --rounds 9 or more to decide. ' +
          'dom-recycle-opaque gives its scroller a background of its own, which spares Chromium most of the raster.',
      };
    },
  },
];

function cpuMeasurements(costs: Costs, rows: number, peers: readonly Entry[]): Measurement[] {
  const size = SIZE_NAMES.get(rows);
  const measure = (metric: string, quantity: keyof FlingCost, control?: string) =>
    measurement(costs, { metric: `${metric}, ${size}`, quantity, rows, peers, control });
  const task = withControl(costs, measure('task', 'taskMs'), 'taskMs');
  const ourSmall = samplesOf(costs, { contender: OURS, rows: SMALL }, 'taskMs');
  return [
    measure('task net of control', 'taskMs', CONTROL),
    rows === SMALL ? task : { ...task, peers: { ...task.peers, 'rafter 10k rows': ourSmall } },
    measure('script', 'scriptMs'),
    // Peers that render in a later task hide it from this clock: ours stands alone.
    { ...measure('js', 'jsMs'), peers: {} },
    { ...measure('allocated net of control', 'allocatedBytes', IDLE_CONTROL), unit: 'B/frame' },
  ].flatMap(apart);
}

/** Sets the peers with fewer rounds than ours apart: their samples cannot be paired. */
function apart(measured: Measurement): Measurement[] {
  const peers = Object.entries(measured.peers);
  const pairs = ([, samples]: (typeof peers)[number]) => samples.length === measured.ours.length;
  const rest = peers.filter((peer) => !pairs(peer));
  const paired = { ...measured, peers: Object.fromEntries(peers.filter(pairs)) };
  if (rest.length === 0) return [paired];
  return [paired, { ...measured, peers: Object.fromEntries(rest), paired: false }];
}

/** Measures every entry once a round, in an order that alternates; one that throws is left out from then on. */
async function race(
  context: BenchContext,
  entries: readonly Entry[],
  allocation: boolean,
): Promise<Costs> {
  const browser: BenchBrowser = await context.browser();
  const byEntry = new Map<string, FlingCost[]>();
  const failures = new Map<string, string>();
  const orders = interleave(entries, context.rounds, context.random);
  for (const [round, order] of orders.entries()) {
    for (const entry of order) {
      const name = nameOf(entry);
      if (failures.has(name) || (round % 3 !== 0 && SLOW.has(entry.contender))) continue;
      context.progress(`round ${round + 1}/${context.rounds}: ${name}`);
      try {
        const cost = await browser.fling(entry.contender, {
          rows: entry.rows,
          frames: context.frames,
          allocation,
          slow: SLOW.has(entry.contender),
        });
        byEntry.set(name, [...(byEntry.get(name) ?? []), cost]);
      } catch (error) {
        failures.set(name, error instanceof Error ? error.message : String(error));
        byEntry.delete(name);
      }
    }
  }
  return { byEntry, failures: [...failures].map(([name, reason]) => `${name}: ${reason}`) };
}

type Wanted = {
  metric: string;
  quantity: keyof FlingCost;
  rows: number;
  peers: readonly Entry[];
  /** Control whose median is subtracted. */
  control: string | undefined;
};

/** One quantity of ours and the peers at one size, paired by round. */
function measurement(costs: Costs, wanted: Wanted): Measurement {
  const { metric, quantity, rows, peers, control } = wanted;
  const net = (entry: Entry) => {
    const samples = samplesOf(costs, entry, quantity);
    if (control === undefined) return samples;
    const price = median(samplesOf(costs, { contender: control, rows: 0 }, quantity));
    // Without its control a net figure would be a raw one in disguise.
    return Number.isNaN(price) ? [] : samples.map((sample) => sample - price);
  };
  return {
    metric,
    paired: true,
    ours: net({ contender: OURS, rows }),
    peers: Object.fromEntries(
      peers.map((peer) => [peer.rows === rows ? peer.contender : nameOf(peer), net(peer)] as const),
    ),
  };
}

/** Adds the control as a peer, so that a raw figure is read beside the price of presenting. */
function withControl(costs: Costs, measured: Measurement, quantity: keyof FlingCost): Measurement {
  const price = samplesOf(costs, { contender: CONTROL, rows: 0 }, quantity);
  return { ...measured, peers: { ...measured.peers, [CONTROL]: price } };
}

function samplesOf(costs: Costs, entry: Entry, quantity: keyof FlingCost): number[] {
  return costs.byEntry.get(nameOf(entry))?.map((cost) => cost[quantity]) ?? [];
}

function controls(...contenders: string[]): Entry[] {
  return at(0, contenders);
}

function at(rows: number, contenders: readonly string[]): Entry[] {
  return contenders.map((contender) => ({ contender, rows }));
}

function nameOf({ contender, rows }: Entry): string {
  return rows === 0 ? contender : `${contender} ${SIZE_NAMES.get(rows)}`;
}
