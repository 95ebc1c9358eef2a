import { addComponent, addEntity, createWorld as createBitWorld } from 'bitecs';
import { Bench } from 'tinybench';
import { createWorld, PAINT, spawn, touch, watchDirt } from '../../src/ecs';
import { BoxKind, defineCoreStores } from '../ecs-stores';
import type { BenchCase, CaseResult } from '../types';

const ELEMENTS = 10_000;

/** Micro-benches of the ECS core by tinybench; tasks are timed in turn, round by round. */
export const cases: BenchCase[] = [
  {
    id: 'ecs/spawn-10k',
    unit: 'ms',
    async run({ rounds }) {
      return inTurn(
        rounds,
        () => {
          const world = createWorld({ capacity: 16_384 });
          defineCoreStores(world);
          return () => {
            for (let i = 0; i < ELEMENTS; i++) spawn(world, BoxKind);
          };
        },
        'bitECS entity and component',
        () => {
          const world = createBitWorld();
          const Kind = {};
          return () => {
            for (let i = 0; i < ELEMENTS; i++) addComponent(world, addEntity(world), Kind);
          };
        },
        'spawn 10,000 elements with every column of the shared stores written; the peer writes none',
      );
    },
  },
  {
    id: 'ecs/touch-10k',
    unit: 'ms',
    async run({ rounds }) {
      return inTurn(
        rounds,
        () => {
          const world = createWorld({ capacity: 16_384 });
          for (let i = 0; i < ELEMENTS; i++) spawn(world, BoxKind);
          const lists = [PAINT, PAINT, PAINT].map((mask) => watchDirt(world, mask));
          for (const list of lists) list.take();
          return () => {
            for (let row = 1; row <= ELEMENTS; row++) touch(world, row, PAINT);
          };
        },
        'one byte written per row',
        () => {
          const bytes = new Uint8Array(ELEMENTS + 1);
          return () => {
            for (let row = 1; row <= ELEMENTS; row++) bytes[row]! |= PAINT;
          };
        },
        'mark 10,000 rows dirty for three consumers; the peer writes one byte per row',
      );
    },
  },
];

/** Times fresh instances of both in turn; a sample is one run on one instance. */
async function inTurn(
  rounds: number,
  ours: () => () => void,
  peerName: string,
  peer: () => () => void,
  notes: string,
): Promise<CaseResult> {
  const samples = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < Math.max(9, rounds); round++) {
    const order = round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const);
    for (const name of order) samples[name].push(await timeOnce(name === 'ours' ? ours : peer));
  }
  return { ours: samples.ours, peers: { [peerName]: samples.peer }, notes };
}

async function timeOnce(make: () => () => void): Promise<number> {
  let run = make();
  const bench = new Bench({
    iterations: 5,
    time: 0,
    warmupIterations: 2,
    warmupTime: 0,
    retainSamples: true,
  });
  bench.add('run', () => run(), {
    beforeEach() {
      run = make();
    },
  });
  const [task] = await bench.run();
  const latency = task?.result && 'latency' in task.result ? task.result.latency : undefined;
  if (!latency) throw new Error('tinybench gave no latency; see the error above');
  return latency.p50;
}
