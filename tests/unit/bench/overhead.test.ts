import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ContenderContext, MeasureContender } from 'rafter-ui/benchmark';
import { expect, it } from 'vitest';
import {
  bareFrames,
  bareLoop,
  framesThroughStation,
  throughStation,
  tinybenchAlone,
} from '../../../bench/benchmark/overhead';
import { root } from '../../../scripts/entries.mjs';

const context = {} as ContenderContext;

/** The least of each quantity in a few calls: load only adds. */
async function least<S>(contender: MeasureContender<S>): Promise<{ [name: string]: number }> {
  const state = (await contender.setup?.(context)) as S;
  const seen: { [name: string]: number } = {};
  for (let call = 0; call < 5; call++) {
    for (const [name, value] of Object.entries(await contender.measure(state, context))) {
      seen[name] = Math.min(seen[name] ?? Number.POSITIVE_INFINITY, value);
    }
  }
  await contender.teardown?.(state, context);
  return seen;
}

it('the contenders of bench/overhead time the same call, in the same unit', async () => {
  const bare = await least(bareLoop);
  expect(bare.time).toBeGreaterThan(20);
  expect(bare.time).toBeLessThan(1_000);
  expect(bare.batch).toBeGreaterThan(0);
  for (const contender of [throughStation, tinybenchAlone]) {
    const seen = await least(contender as MeasureContender<unknown>);
    expect(Object.keys(seen)).toEqual(Object.keys(bare));
    // Far from what a batch, a tick or another unit would be.
    expect(seen.time! / bare.time!).toBeGreaterThan(0.5);
    expect(seen.time! / bare.time!).toBeLessThan(2);
    expect(seen.batch).toBeGreaterThan(bare.batch!);
  }
});

it('a frame through the station costs more than a bare one, and less than 0.1 ms', async () => {
  const { frame } = await least(framesThroughStation);
  expect(frame).toBeGreaterThan((await least(bareFrames)).frame!);
  expect(frame).toBeLessThan(100_000);
});

it('no bench imports from the tests', () => {
  const folder = path.join(root, 'bench');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const importing = files
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .filter((name) => /['"][./]*\/tests\//.test(readFileSync(path.join(folder, name), 'utf8')));
  expect(importing).toEqual([]);
});
