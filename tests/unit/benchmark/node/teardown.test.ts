import { expect, it } from 'vitest';
import { modes } from '../../../../src/benchmark/modes';
import { createLocalDriver, type Driver, type Session } from '../../../../src/benchmark/run/driver';
import { runBench } from '../../../../src/benchmark/run/run-bench';
import { createFakeHost, suiteOf } from '../stage';
import { benchListing } from './listings';

it.each([
  ['throws', () => Promise.reject(new Error('no teardown')), 'teardown: no teardown'],
  ['never ends', () => new Promise<void>(() => {}), /^teardown: bad took longer than 100 ms/],
] as const)(
  'a teardown that %s puts its contender out, kills it, and no other',
  async (_, close, message) => {
    for (const fresh of [false, true]) {
      const killed: string[] = [];
      const driver: Driver = {
        host: 'node',
        list: async () => [],
        open: async ({ contender }) =>
          sessionOf(contender === 'bad' ? close : async () => {}, () => killed.push(contender)),
        close: async () => {},
      };
      const contenders = [
        { name: 'good', role: 'subject' },
        { name: 'bad', role: 'peer' },
      ] as const;
      const listing = { ...benchListing('a/b'), limitMs: 100, contenders };
      const { cases } = await runBench(listing, driver, {
        effort: { ...modes.quick, rounds: 2 },
        fresh,
        seed: 1,
        random: () => 0.5,
        now: () => 0,
      });
      const [good, bad] = cases[0]!.contenders;
      expect(good!.error).toBeUndefined();
      expect(bad!.error).toMatch(message);
      expect(killed).toEqual(['bad']);
    }
  },
);

it("is done, and its failure is nobody's, where a contender of the same process is killed", async () => {
  let torn = 0;
  const made = suiteOf({
    a: {
      run: () => 1,
      teardown() {
        torn++;
        throw new Error('no teardown');
      },
    },
  });
  const driver = createLocalDriver([made], createFakeHost());
  const request = { bench: 's/a', contender: 'ours', parameters: {}, seed: 1 };
  (await driver.open(request)).kill();
  await expect.poll(() => torn).toBe(1);
});

function sessionOf(close: () => Promise<void>, kill: () => void): Session {
  return {
    warm: async () => true,
    sample: async () => ({ quantities: { time: [1, 1] }, flags: { time: [0, 0] } }),
    count: async () => ({}),
    allocate: async () => null,
    close,
    kill,
  };
}
