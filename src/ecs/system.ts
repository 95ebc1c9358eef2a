import { SystemError } from './errors';
import type { Resource } from './resource';
import type { Store } from './store';
import type { Tunables } from './tunables';

/** Phases of a frame, in the order `src/app` runs them. */
export type Phase =
  | 'input'
  | 'tasks'
  | 'update'
  | 'virtualize'
  | 'layout'
  | 'settle'
  | 'place'
  | 'project'
  | 'publish'
  | 'batch'
  | 'render'
  | 'reclaim'
  | 'report';

/** What a system may touch: a store or a resource. */
export type Token = Store | Resource<unknown>;

/** The running frame; one object, reused. */
export type Frame = {
  /** Frames run so far. */
  index: number;
  /** Host clock in ms. */
  now: number;
  /** Time since the last frame, 0..100 ms. */
  deltaMs: number;
  /** True for the first after the loop slept, or was stopped: what lies before it is no frame that came late. */
  afterSleep: boolean;
  /** Time a frame may take. */
  budgetMs: number;
  /** What is left of the budget now, may be negative. */
  timeLeftMs(): number;
  /**
   * Writes what is left of the budget to `to[at]`, and to the place after it what of that the systems still to come do not usually
   * take; either may be negative. Garbage-free, where a number that is returned may be a heap object.
   */
  readSpare(to: Float64Array, at: number): void;
};

/** One step of a frame. Made by a `createXSystem(options)` factory. */
export type System = {
  readonly name: string;
  readonly phase: Phase;
  readonly reads: readonly Token[];
  readonly writes: readonly Token[];
  /** Systems of the same phase that must run after this one. */
  readonly before?: readonly string[];
  /** Systems of the same phase that must run before this one. */
  readonly after?: readonly string[];
  readonly tunables?: Tunables;
  /**
   * May be left out of every second frame while frames take longer than they may, and of more of them by the knob `animationRate`. `deltaMs` is then that of the last frame alone:
   * go by `now`. @default false
   */
  readonly skippable?: boolean;
  update(frame: Frame): void;
  dispose(): void;
};

/** Two systems of one phase whose order matters and is not declared. */
export type Ambiguity = { phase: Phase; first: string; second: string; token: string };

/** Lists every pair of systems that touch the same token in one phase, one of them writing, without a declared order. */
export function findAmbiguities(systems: readonly System[]): Ambiguity[] {
  const found: Ambiguity[] = [];
  for (let i = 0; i < systems.length; i++) {
    for (let j = i + 1; j < systems.length; j++) {
      const a = systems[i]!;
      const b = systems[j]!;
      if (a.phase !== b.phase || ordered(systems, a, b) || ordered(systems, b, a)) continue;
      const token = conflict(a, b) ?? conflict(b, a);
      if (token) found.push({ phase: a.phase, first: a.name, second: b.name, token: token.name });
    }
  }
  return found;
}

function conflict(writer: System, other: System): Token | undefined {
  return writer.writes.find((token) => other.reads.includes(token) || other.writes.includes(token));
}

/** True if a declared chain of `before` and `after` puts `a` before `b`. */
function ordered(
  systems: readonly System[],
  a: System,
  b: System,
  seen: Set<System> = new Set(),
): boolean {
  if (seen.has(a)) return false;
  seen.add(a);
  for (const next of systems) {
    if (next.phase !== a.phase || next === a) continue;
    if (!a.before?.includes(next.name) && !next.after?.includes(a.name)) continue;
    if (next === b || ordered(systems, next, b, seen)) return true;
  }
  return false;
}

/** Sorts systems of one phase: declared order first, otherwise as added. Returns undefined if the declarations contradict. */
export function orderSystems(systems: readonly System[]): System[] | undefined {
  const left = [...systems];
  const sorted: System[] = [];
  while (left.length > 0) {
    const at = left.findIndex(
      (candidate) => !left.some((other) => other !== candidate && mustPrecede(other, candidate)),
    );
    if (at < 0) return undefined;
    sorted.push(...left.splice(at, 1));
  }
  return sorted;
}

function mustPrecede(a: System, b: System): boolean {
  return a.before?.includes(b.name) === true || b.after?.includes(a.name) === true;
}

/** Sorts systems by phase, and within one as `orderSystems`. Throws `SystemError` where declarations contradict each other. */
export function orderPhases(systems: readonly System[], phases: readonly Phase[]): System[] {
  return phases.flatMap((phase) => {
    const own = systems.filter((system) => system.phase === phase);
    const order = orderSystems(own);
    if (order) return order;
    const names = own.map((system) => system.name).join(', ');
    throw new SystemError(
      `'before' and 'after' of phase ${phase} contradict each other (${names}); drop one of them`,
    );
  });
}
