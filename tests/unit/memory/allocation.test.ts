import { describe, expect, it } from 'vitest';
import { heapSlope } from '../../heap-slope';
import { importsSettled } from '../../imports';
import { openMemory } from './stage';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 3_000;
/** Bytes a frame that count as nothing, and what looks at the ledger leave behind, of which there are two a second. */
const NOTHING = 16;
const LOOKS = 260;

describe('frames with memory installed', () => {
  it('allocate nothing while pools and caches are used, but at looks', async () => {
    const { app, memory } = openMemory();
    const pool = memory.pool('particles', () => ({ x: 0 }));
    const cache = memory.cache<number, number>('numbers', { maxEntries: 64, entryBytes: 16 });
    for (let i = 0; i < 64; i++) cache.set(i, i);
    memory.tunables.set('sample', 10_000);
    await importsSettled();
    const out = [pool.acquire(), pool.acquire()];
    const slope = heapSlope((frame) => {
      pool.release(out[frame & 1]!);
      out[frame & 1] = pool.acquire();
      cache.get(frame & 63);
      app.step(1000 + frame * 16);
    }, FRAMES);
    expect(slope).toBeLessThanOrEqual(NOTHING);
    memory.tunables.set('sample', 500);
    const looking = heapSlope((frame) => app.step(1e9 + frame * 16), FRAMES, LOOKS);
    expect(looking).toBeLessThanOrEqual(LOOKS);
  });
});
