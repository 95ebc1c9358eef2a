import { afterEach, describe, expect, it } from 'vitest';
import {
  type FlightsLoad,
  type LoadFlightsOptions,
  loadFlights,
} from '../../examples/flights/data/load-flights';
import type { DecodeReply } from '../../examples/flights/data/worker-messages';
import fileUrl from '../../node_modules/vega-datasets/data/flights-3m.parquet?url';

const loads: FlightsLoad[] = [];
const workers: CountedWorker[] = [];

afterEach(async () => {
  for (const load of loads.splice(0)) load.dispose();
  await expect.poll(() => workers.every((worker) => worker.isEnded)).toBe(true);
  workers.length = 0;
});

describe('the decoder worker', () => {
  it('is started by default and loads rows', async () => {
    const rowCounts: number[] = [];
    const load = loadFlights({
      url: fileUrl,
      onProgress: ({ rowCount }) => rowCounts.push(rowCount),
    });
    if (!import.meta.env.RAFTER_LONG) {
      // All rows come in the long tier, in Node and in the smoke run.
      await load.ready;
      load.dispose();
      await expect(load.done).rejects.toMatchObject({ code: 'cancelled' });
      expect(rowCounts.at(-1)).toBeGreaterThan(0);
      return;
    }
    await load.done;
    expect(rowCounts).toHaveLength(12);
    expect(rowCounts.at(-1)).toBe(3_000_000);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'brings the first rows after one group, then all, and ends',
    async () => {
      const load = start({ url: fileUrl });
      await load.ready;
      const atFirst = load.rowCount;
      expect(atFirst).toBeGreaterThan(0);
      expect(atFirst).toBeLessThan(3_000_000);
      expect(load.total).toBe(3_000_000);

      await load.done;
      expect(load.rowCount).toBe(3_000_000);
      expect(workers.map((worker) => worker.groups)).toEqual([11]);
      const { columns } = load;
      const last = columns.capacity - 1;
      expect([
        columns.date[last],
        columns.delay[last],
        columns.distance[last],
        columns.airports[columns.origin[last] as number],
        columns.airports[columns.destination[last] as number],
      ]).toEqual([16_565_760, 33, 373, 'ATL', 'CVG']);
    },
  );

  it('hears between groups that the load is disposed', async () => {
    const load = start({ url: fileUrl });
    await load.ready;
    load.dispose();
    await expect(load.done).rejects.toMatchObject({ code: 'cancelled' });
    const rows = load.rowCount;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(3_000_000);
    await expect.poll(() => workers[0]?.lastError).toBe('cancelled');
    expect(workers[0]?.groups).toBeLessThan(11);
    expect(load.rowCount).toBe(rows);
  });

  it('names the address that has no file', async () => {
    const load = start({ url: '/no/such/flights.parquet' });
    const error = await load.done.catch((reason: unknown) => reason);
    // A development server answers with its start page, others with 404.
    expect(error).toMatchObject({
      name: 'FlightsError',
      code: expect.stringMatching(/^(http|not-parquet)$/),
      message: expect.stringContaining('/no/such/flights.parquet'),
    });
  });

  it('tells a server that cannot be reached', async () => {
    const load = start({ url: 'http://localhost:1/flights.parquet' });
    await expect(load.done).rejects.toMatchObject({ code: 'network' });
  });

  it.runIf(import.meta.env.RAFTER_LONG)('tells a file that is cut', async () => {
    const whole = await (await fetch(fileUrl)).blob();
    const url = URL.createObjectURL(whole.slice(0, 2_000_000));
    const load = start({ url });
    await expect(load.done).rejects.toMatchObject({ code: 'truncated' });
    URL.revokeObjectURL(url);
  });

  it('tells a script that does not load or throws', async () => {
    const scripts = ['/no/such/worker.js', scriptUrl('throw new Error("broken")')];
    for (const script of scripts) {
      const load = start({ url: fileUrl, worker: () => new CountedWorker(script) });
      await expect(load.done).rejects.toMatchObject({ name: 'FlightsError', code: 'worker' });
      await expect(load.ready).rejects.toThrow('check that its script is served');
    }
  });

  it('tells a worker that cannot be made', async () => {
    const worker = (): Worker => {
      throw new DOMException('blocked by policy', 'SecurityError');
    };
    const load = start({ url: fileUrl, worker });
    await expect(load.done).rejects.toMatchObject({ code: 'worker' });
    await expect(load.ready).rejects.toThrow('blocked by policy');
  });
});

/** A worker that remembers whether it was ended and what it sent. */
class CountedWorker extends Worker {
  isEnded = false;
  groups = 0;
  lastError = '';

  constructor(script: string | URL) {
    super(script, { type: 'module' });
    workers.push(this);
    this.addEventListener('message', ({ data }: MessageEvent<DecodeReply>) => {
      if (data.type === 'group') this.groups += 1;
      if (data.type === 'error') this.lastError = data.code;
    });
  }

  override terminate(): void {
    this.isEnded = true;
    super.terminate();
  }
}

function start(options: LoadFlightsOptions): FlightsLoad {
  const script = new URL('../../examples/flights/data/decode-worker.ts', import.meta.url);
  const load = loadFlights({ worker: () => new CountedWorker(script), ...options });
  loads.push(load);
  return load;
}

function scriptUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
