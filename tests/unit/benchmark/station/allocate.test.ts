import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { createStation } from '../../../../src/benchmark/station/station';
import { createFakeHost, suiteOf } from '../stage';

const REQUEST = { bench: 's/b', contender: 'ours', parameters: {}, seed: 1 };

/** A station with this bench open, in a host that can read its heap: a call leaves 8 B. Its setup gives what 1 ms passes by. */
async function stationWith(spec: BenchSpec) {
  const host = createFakeHost();
  const setup = () => () => host.spend(1);
  host.heapSlope = (run, calls) => {
    for (let i = 0; i < calls; i++) run(i);
    return 8;
  };
  const station = createStation([suiteOf({ b: { ...spec, setup, reference: false } })], host);
  await station.open(REQUEST);
  return station;
}

const WARM = { warmMs: 2, warmFrames: 10 };

describe('bytes that are allocated', () => {
  it.each([false, true])(
    'are read of a function that is done at once (warmed: %s)',
    async (warm) => {
      const station = await stationWith({ run: (spend) => spend() });
      if (warm) await station.warm(WARM);
      expect(await station.allocate()).toBe(8);
    },
  );

  it.each([false, true])(
    'are not read of a function that must be waited for (warmed: %s)',
    async (warm) => {
      let open = 0;
      let most = 0;
      const station = await stationWith({
        async run(spend) {
          spend();
          most = Math.max(most, ++open);
          await Promise.resolve();
          open--;
        },
      });
      if (warm) await station.warm(WARM);
      expect(await station.allocate()).toBeNull();
      expect(most).toBe(1);
    },
  );

  it('are read of frames, but not of those that timers come between', async () => {
    expect(await (await stationWith({ frame: (spend) => spend() })).allocate()).toBe(8);
    expect(
      await (await stationWith({ frame: (spend) => spend(), turns: true })).allocate(),
    ).toBeNull();
  });
});
