import { createRandom, interleave } from '../../statistics';
import type { Bench, ContenderContext } from '../definition';
import { BenchError, messageOf } from '../errors';
import type { BenchResult, CaseResult } from '../result';
import { compareCase } from '../run/compare';
import { fitCases } from '../run/growth';
import { combinations } from '../run/parameters';
import type { Gathered } from '../run/run-bench';
import { addNet, summariseContender } from '../run/summarise';
import { listBench } from '../station/listing';
import type { BenchListing } from '../station/protocol';
import { createSink } from '../station/sampler';
import { createLiveRunner, type LiveRunner } from './live-runner';

/** What every part of a live run shares. */
export type LiveSettings = {
  rounds: number;
  seed: number;
  now(): number;
  step(label: string): void;
  random(): number;
};

/** Runs a safe bench, giving the frame back after every piece. */
export function* runSafely(
  bench: Bench,
  settings: LiveSettings,
): Generator<unknown, BenchResult, void> {
  const listing = listBench(bench);
  const begun = settings.now();
  const cases: CaseResult[] = [];
  for (const parameters of combinations(bench.parameters)) {
    const names = bench.contenders.map(({ name }) => name);
    const gathered = new Map<string, Gathered>(
      names.map((name) => [name, { rounds: [], counters: {}, stable: true }]),
    );
    const runners = new Map<string, LiveRunner>();
    try {
      yield* setUp(bench, parameters, settings, gathered, runners);
      yield* takeRounds(bench, settings, gathered, runners);
    } finally {
      // When it is cancelled, too: the scheduler ends a generator by its finally blocks.
      for (const [name, runner] of runners) endRunner(runner, gathered.get(name)!);
    }
    cases.push(caseOf(listing, parameters, gathered, settings));
  }
  return { ...resultOf(listing, cases, settings.now() - begun), growth: fitCases(listing, cases) };
}

function* setUp(
  bench: Bench,
  parameters: ContenderContext['parameters'],
  settings: LiveSettings,
  gathered: ReadonlyMap<string, Gathered>,
  runners: Map<string, LiveRunner>,
): Generator<unknown, void, void> {
  for (const { name, load } of bench.contenders) {
    settings.step(`${bench.id}: ${name}`);
    yield* guarded(gathered.get(name)!, function* () {
      const contender = load();
      if (contender instanceof Promise || !('run' in contender)) {
        throw new BenchError('only contenders with run, not loaded later, fit into a live app');
      }
      const context = contextOf(parameters, settings);
      const runner = createLiveRunner(contender, context, settings.now, bench.unit);
      runners.set(name, runner);
      yield* runner.warm();
    });
  }
}

function* takeRounds(
  bench: Bench,
  settings: LiveSettings,
  gathered: ReadonlyMap<string, Gathered>,
  runners: ReadonlyMap<string, LiveRunner>,
): Generator<unknown, void, void> {
  const names = bench.contenders.map(({ name }) => name);
  for (const [round, order] of interleave(names, settings.rounds, settings.random).entries()) {
    for (const name of order) {
      settings.step(`${bench.id}: ${name}, round ${round + 1} of ${settings.rounds}`);
      const runner = runners.get(name);
      const kept = gathered.get(name)!;
      if (!runner || kept.error !== undefined) continue;
      yield* guarded(kept, function* () {
        kept.rounds.push(yield* runner.sample());
      });
    }
  }
}

function endRunner(runner: LiveRunner, kept: Gathered): void {
  try {
    runner.end();
  } catch (error) {
    kept.error ??= `teardown: ${messageOf(error)}`;
  }
}

/** A contender that throws is out, and says why; the others go on. */
function* guarded(kept: Gathered, part: () => Generator<unknown, void, void>) {
  try {
    yield* part();
  } catch (error) {
    kept.error = messageOf(error);
  }
}

/** One case of a bench from what its contenders gathered. */
export function caseOf(
  listing: BenchListing,
  parameters: CaseResult['parameters'],
  gathered: ReadonlyMap<string, Gathered>,
  { random }: LiveSettings,
): CaseResult {
  const contenders = addNet(
    listing,
    listing.contenders.map((each) =>
      summariseContender(listing, each, gathered.get(each.name)!, random),
    ),
  );
  return { parameters, contenders, comparisons: compareCase(listing, contenders) };
}

/** A bench's result in an app. */
export function resultOf(
  { id, category, unit, minimumEffect, notes }: BenchListing,
  cases: readonly CaseResult[],
  durationMs: number,
): BenchResult {
  return {
    ...{ id, category, unit, minimumEffect, cases, durationMs },
    host: 'app',
    growth: [],
    ...(notes !== undefined && { notes }),
  };
}

function contextOf(
  parameters: ContenderContext['parameters'],
  { seed, now }: LiveSettings,
): ContenderContext {
  return { parameters, random: createRandom(seed), host: 'app', now, keep: createSink() };
}
