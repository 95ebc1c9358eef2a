import { interleave } from '../../statistics';
import type { Effort, Parameters } from '../definition';
import { BenchError, messageOf } from '../errors';
import type { BenchResult, CaseResult, ContenderResult } from '../result';
import type { BenchListing, RoundSamples } from '../station/protocol';
import { compareCase } from './compare';
import type { Driver, Session } from './driver';
import { fitCases } from './growth';
import { combinations, parametersText } from './parameters';
import { addNet, summariseContender } from './summarise';

export type RunBenchOptions = {
  /** The mode's; what a bench asks for itself goes before it. */
  effort: Effort;
  /** What was asked for by hand, which goes before both. */
  override?: Partial<Effort>;
  /** Opens every contender anew for every round, so that the luck of one process or page does not decide. @default false */
  fresh?: boolean;
  seed: number;
  random(): number;
  /** Clock, ms. */
  now(): number;
  /** Called before each step with what it is about; see `stepsOf`. */
  onStep?(label: string): void;
  signal?: AbortSignal;
};

/** What rounds gathered of one contender. */
export type Gathered = {
  rounds: RoundSamples[];
  counters: { [name: string]: number };
  stable: boolean;
  error?: string;
};

/** Steps that `runBench` announces: one a contender and round, and one more for setting it up. */
export function stepsOf(listing: BenchListing, options: EffortOptions): number {
  const { rounds } = effortOf(listing, options);
  return combinations(listing.parameters).length * listing.contenders.length * (rounds + 1);
}

type EffortOptions = Pick<RunBenchOptions, 'effort' | 'override'>;

function effortOf(listing: BenchListing, { effort, override }: EffortOptions): Effort {
  return { ...effort, ...listing.effort, ...override };
}

/** Measures one bench: every combination of its parameters, contenders in turn. A contender that fails is left out and named. */
export async function runBench(
  listing: BenchListing,
  driver: Driver,
  options: RunBenchOptions,
): Promise<BenchResult> {
  const begun = options.now();
  const effort = effortOf(listing, options);
  const cases: CaseResult[] = [];
  for (const parameters of combinations(listing.parameters)) {
    options.signal?.throwIfAborted();
    cases.push(await runCase(listing, parameters, driver, { ...options, effort }));
  }
  return {
    id: listing.id,
    category: listing.category,
    host: driver.host,
    unit: listing.unit,
    minimumEffect: listing.minimumEffect,
    cases,
    growth: fitCases(listing, cases),
    ...(listing.notes !== undefined && { notes: listing.notes }),
    durationMs: options.now() - begun,
  };
}

async function runCase(
  listing: BenchListing,
  parameters: Parameters,
  driver: Driver,
  options: RunBenchOptions,
): Promise<CaseResult> {
  const { effort, fresh = false, random, signal } = options;
  const where = [listing.id, parametersText(parameters)].filter(Boolean).join(' ');
  const sessions = new Map<string, Session>();
  const gathered = new Map<string, Gathered>(
    listing.contenders.map(({ name }) => [name, { rounds: [], counters: {}, stable: true }]),
  );
  const step = (name: string, part: string) => {
    signal?.throwIfAborted();
    options.onStep?.(`${where}: ${name}, ${part}`);
  };

  /** Runs a part of a contender's work; when it fails or takes too long, the contender is out. */
  async function attempt(name: string, part: (session: Session) => Promise<void>): Promise<void> {
    const kept = gathered.get(name)!;
    if (kept.error !== undefined) return;
    try {
      const session = sessions.get(name) ?? (await openSession(name));
      await within(listing.limitMs, name, part(session));
    } catch (error) {
      if (signal?.aborted) throw error;
      kept.error = messageOf(error);
      sessions.get(name)?.kill();
      sessions.delete(name);
    }
  }

  async function openSession(name: string): Promise<Session> {
    const { seed } = options;
    const opening = driver.open({ bench: listing.id, contender: name, parameters, seed });
    const session = await within(listing.limitMs, name, opening, (late) => late.kill());
    sessions.set(name, session);
    const warming = session.warm({ warmMs: effort.warmMs, warmFrames: effort.warmFrames });
    const stable = await within(listing.limitMs, name, warming);
    gathered.get(name)!.stable &&= stable;
    return session;
  }

  /** A teardown that throws or never ends puts its contender out, and no other. */
  async function closeSession(name: string): Promise<void> {
    const session = sessions.get(name);
    if (!session) return;
    sessions.delete(name);
    try {
      await within(listing.limitMs, name, session.close());
    } catch (error) {
      session.kill();
      gathered.get(name)!.error ??= `teardown: ${messageOf(error)}`;
    }
  }

  /** In fresh processes contenders take short turns, there and back, so that a change of the machine's load falls on all alike. */
  async function takeRound(order: readonly string[]): Promise<void> {
    const turns = fresh ? (driver.turns ?? 1) : 1;
    const request = shared(effort, turns);
    const taken = new Map(order.map((name) => [name, [] as RoundSamples[]]));
    for (let turn = 0; turn < turns; turn++) {
      const collect = listing.collect && turn === 0;
      for (const name of turn % 2 === 0 ? order : [...order].reverse()) {
        await attempt(name, async (session) => {
          taken.get(name)!.push(await session.sample({ ...request, collect }));
        });
      }
    }
    for (const [name, parts] of taken) gathered.get(name)!.rounds.push(joined(parts));
  }

  try {
    const names = listing.contenders.map(({ name }) => name);
    const orders = interleave(names, effort.rounds, random);
    for (const name of orders[0] ?? []) {
      step(name, 'setting up');
      if (!fresh) await attempt(name, async () => {});
    }
    for (const [round, order] of orders.entries()) {
      for (const name of order) {
        step(name, `round ${round + 1} of ${effort.rounds}`);
        // Opened before anyone is sampled, so that the turns below follow each other closely.
        await attempt(name, async () => {});
      }
      await takeRound(order);
      for (const name of order) {
        if (fresh && round + 1 < effort.rounds) await closeSession(name);
      }
    }
    for (const name of names) {
      await attempt(name, (session) => finish(listing, name, session, gathered.get(name)!));
      await closeSession(name);
    }
  } finally {
    for (const session of sessions.values()) session.kill();
  }
  const contenders = listing.contenders.map(
    (contender): ContenderResult =>
      summariseContender(listing, contender, gathered.get(contender.name)!, random),
  );
  const all = addNet(listing, contenders);
  return { parameters, contenders: all, comparisons: compareCase(listing, all, fresh) };
}

/** What a turn may take of a round. */
function shared({ minMs, maxMs, minSamples, frames }: Effort, turns: number) {
  return {
    minMs: minMs / turns,
    maxMs: maxMs / turns,
    minSamples: Math.ceil(minSamples / turns),
    frames: Math.ceil(frames / turns),
  };
}

/** The turns of a round as one. */
function joined(turns: readonly RoundSamples[]): RoundSamples {
  const round: RoundSamples = { quantities: {}, flags: {} };
  for (const part of ['quantities', 'flags'] as const) {
    for (const turn of turns) {
      for (const [name, values] of Object.entries(turn[part])) {
        round[part][name] = [...(round[part][name] ?? []), ...values];
      }
    }
  }
  return round;
}

/** What is read once rounds are over: bytes allocated, and counters, twice. */
async function finish(
  listing: BenchListing,
  name: string,
  session: Session,
  kept: Gathered,
): Promise<void> {
  const role = listing.contenders.find((contender) => contender.name === name)?.role;
  if (role === 'reference') return;
  if (listing.allocation !== 'none') {
    let bytes = await session.allocate();
    // What runs beside it only adds: garbage that is always there is in the least of three.
    for (let again = 0; again < 2 && listing.allocation === 'gate' && isMuch(bytes); again++) {
      bytes = Math.min(bytes, (await session.allocate()) ?? bytes);
    }
    if (bytes !== null) {
      kept.rounds.push({ quantities: { allocated: [bytes] }, flags: {} });
      if (listing.allocation === 'gate') kept.counters.allocatedBytes = quantised(bytes);
    }
  }
  const counters = await session.count();
  const again = Object.keys(counters).length > 0 ? await session.count() : counters;
  for (const [counter, value] of Object.entries(counters)) {
    if (again[counter] !== value) {
      throw new BenchError(
        `counter ${counter} was ${value} in one pass and ${again[counter]} in the next; what is counted must not depend on time or chance`,
      );
    }
    kept.counters[counter] = value;
  }
}

/** Reading the heap is good to 16 B a call: up to there it is none, above it whole steps. */
function quantised(bytes: number): number {
  return isMuch(bytes) ? Math.ceil(bytes / 16) * 16 : 0;
}

function isMuch(bytes: number | null): bytes is number {
  return bytes !== null && bytes > 16;
}

async function within<T>(
  limitMs: number,
  name: string,
  work: Promise<T>,
  onLate?: (value: T) => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      const why = `${name} took longer than ${limitMs} ms; measure less at once or raise limitMs`;
      reject(new BenchError(why));
    }, limitMs);
  });
  // What comes after its time still has to be ended, and its failure is nobody's.
  work.then(
    (value) => late && onLate?.(value),
    () => {},
  );
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
