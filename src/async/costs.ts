import { Recent } from './recent';

/** Weight of the newest in what is learnt: about five count. */
const NEWEST = 0.2;
const MOST_NAMES = 1_000;
/** Steps too long in a row after which tasks of a name start with a lower priority, and good ones after which no more. */
const DEMOTE_AFTER = 3;
const RESTORE_AFTER = 3;

/** What was learnt of the tasks of one name. */
export type LearntCost = {
  /** From its first step to its end, ms; NaN while none has ended. */
  durationMs: number;
  /** Its longest step, ms. */
  stepMs: number;
  /** Tasks that ended. */
  count: number;
  /** Whether those to come start with a lower priority, for their steps were too long. */
  demoted: boolean;
};

type Known = LearntCost & { overruns: number; good: number };

/** What tasks cost, by name. */
export class Costs {
  private readonly names = new Recent<Known>(MOST_NAMES);

  of(name: string): Readonly<LearntCost> | undefined {
    return this.names.get(name);
  }

  /** How long a task of this name is expected to take, ms: half again as long as it usually does. */
  expectedMs(name: string): number {
    const known = this.names.get(name);
    return known && known.count > 0 ? known.durationMs * 1.5 : 0;
  }

  /** Counts a step. */
  addStep(name: string, ms: number, isOverrun: boolean): void {
    const known = this.known(name);
    known.stepMs = Math.max(ms, known.stepMs * 0.99);
    known.overruns = isOverrun ? known.overruns + 1 : 0;
    known.good = isOverrun ? 0 : known.good + 1;
    if (known.overruns >= DEMOTE_AFTER) known.demoted = true;
    else if (known.good >= RESTORE_AFTER) known.demoted = false;
  }

  /** Counts a task that came to its result. */
  addRun(name: string, ms: number): void {
    const known = this.known(name);
    known.durationMs = known.count === 0 ? ms : known.durationMs + (ms - known.durationMs) * NEWEST;
    known.count++;
  }

  private known(name: string): Known {
    const found = this.names.get(name);
    if (found) return found;
    const known = {
      durationMs: Number.NaN,
      ...{ stepMs: 0, count: 0, demoted: false, overruns: 0, good: 0 },
    };
    this.names.set(name, known);
    return known;
  }
}
