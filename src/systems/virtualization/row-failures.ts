import { resource, type World } from '../../ecs';
import { Failures } from '../../ecs/stores';

/** Tells what the app's functions of a list throw, each once until it is refreshed: what fails would fail for every row of every frame. */
export type RowFailures = {
  /** @param what the function, @param row element that it failed for, @param detail of which row */
  tell(error: unknown, what: string, row: number, detail?: string): void;
  /** Whether a function has failed. */
  has(what: string): boolean;
  /** Lets all try again. */
  retry(): void;
};

export function createRowFailures(world: World): RowFailures {
  const told = new Set<string>();
  return {
    tell(error, what, row, detail = '') {
      if (told.has(what)) return;
      told.add(what);
      const message = error instanceof Error ? error.message : String(error);
      const report = new Error(`${what}${detail} failed: ${message}`, { cause: error });
      resource(world, Failures).report(report, 'virtualization/bind', row);
    },
    has: (what) => told.has(what),
    retry: () => told.clear(),
  };
}
