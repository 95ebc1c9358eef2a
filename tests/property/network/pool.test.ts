import { describe, expect, it } from 'vitest';
import { createConnectionPool, type Lease } from '../../../src/network';
import { createRandom } from '../../../src/statistics';
import { createSeededExecutor } from '../../../src/testing/seeded-executor';

const RUNS = process.env.RAFTER_LONG ? 3_000 : 40;

type Connection = { id: number; users: number; isOpen: boolean };

describe('a pool of connections in any order of events', () => {
  it('hands each to one at a time, in turn, never more than max, and leaves nothing', async () => {
    for (let seed = 0; seed < RUNS; seed++) await check(seed);
  });
});

async function check(seed: number): Promise<void> {
  const executor = createSeededExecutor(seed);
  const random = createRandom(seed + 99);
  const max = 1 + Math.floor(random() * 4);
  const min = Math.floor(random() * (max + 1));
  const badShare = random() < 0.5 ? 0 : 0.3;
  const hangShare = random() < 0.5 ? 0 : 0.2;
  const open = new Set<Connection>();
  let made = 0;
  let wrong = '';
  const later = <T>(value: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      executor.setTimer(() => {
        try {
          resolve(value());
        } catch (error) {
          reject(error);
        }
      }, 10 * random());
    });
  const pool = createConnectionPool<Connection>({
    ...{ min, max, acquireTimeoutMs: 400, idleTimeoutMs: 50, maxLifetimeMs: 300 },
    ...{ checkTimeoutMs: 20, closeTimeoutMs: 20 },
    ports: executor,
    open: () =>
      later(() => {
        if (random() < badShare) throw new Error('refused');
        const connection = { id: made++, users: 0, isOpen: true };
        open.add(connection);
        if (open.size > max + closing) wrong = `${open.size} are open`;
        return connection;
      }),
    close: async (connection) => {
      closing++;
      connection.isOpen = false;
      if (random() < hangShare) {
        // As if for ever: it is taken for closed.
        executor.setTimer(() => closing--, 20);
        open.delete(connection);
        await new Promise(() => {});
      }
      await later(() => open.delete(connection));
      closing--;
    },
    check: () =>
      random() < hangShare ? new Promise<boolean>(() => {}) : later(() => random() > badShare),
  });
  let closing = 0;
  let served = 0;
  let last = -1;
  const calls = 15;
  let warmed = 'nothing';
  if (random() < 0.5) {
    pool.warm(1 + Math.floor(random() * max)).then(
      () => {
        warmed = 'open';
      },
      (error: Error) => {
        warmed = error.message;
      },
    );
  } else warmed = 'open';
  const ends = Array.from({ length: calls }, async (_, turn) => {
    const controller = new AbortController();
    const isAborted = random() < 0.2;
    if (isAborted) executor.setTimer(() => controller.abort(new Error('enough')), 60 * random());
    let lease: Lease<Connection>;
    try {
      lease = await pool.acquire({ signal: controller.signal });
    } catch (error) {
      return (error as Error).message;
    }
    if (turn < last) wrong = `${turn} came after ${last}`;
    last = turn;
    served++;
    const { value } = lease;
    if (++value.users > 1 || !value.isOpen) wrong = `${value.users} use ${value.id}`;
    await later(() => {});
    value.users--;
    if (random() < 0.2) lease.discard();
    else lease.release();
    lease.release();
    return 'served';
  });
  const errors = (await Promise.all([Promise.all(ends), drive()]))[0];
  const label = `seed ${seed}`;
  expect(wrong, label).toBe('');
  expect(
    errors.filter((each) => each === 'served'),
    label,
  ).toHaveLength(served);
  for (const each of errors) {
    expect(each, label).toMatch(/served|enough|refused|within 400 ms/);
  }
  if (badShare === 0) expect(errors.join(), label).not.toContain('refused');
  const ended = pool.dispose();
  await Promise.all([ended, executor.run()]);
  await pool.dispose();
  expect([open.size, executor.timers], label).toEqual([0, 0]);
  expect(pool.stats(), label).toMatchObject({ idle: 0, busy: 0, opening: 0, waiting: 0 });
  expect(pool.stats().opened).toBe(pool.stats().closed);
  expect(warmed, label).toMatch(/^open$|were open within 400 ms|disposed/);
  await expect(pool.acquire()).rejects.toThrow(/disposed/);

  /** A pool keeps timers for as long as it lives: on until all calls are over. */
  async function drive(): Promise<void> {
    let isOver = false;
    void Promise.all(ends).then(() => {
      isOver = true;
    });
    while (!isOver) {
      executor.step();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
