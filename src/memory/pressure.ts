/** How scarce memory is. */
export type PressureLevel = 'normal' | 'warning' | 'critical' | 'emergency';

export const LEVELS: readonly PressureLevel[] = ['normal', 'warning', 'critical', 'emergency'];

/** Something that tells how much of what there is, is used. */
export type PressureSource = {
  readonly name: string;
  /** Used share of what there is, 0 to 1 and beyond; NaN where it is not known. */
  read(): number;
};

/** A change of level. */
export type PressureChange = {
  readonly level: PressureLevel;
  readonly previous: PressureLevel;
  /** The source that is under most pressure, and how much of it is used. */
  readonly source: string;
  readonly share: number;
};

/** Shares from which a level begins, and below which it ends; `warning` first. */
export type PressureLimits = { readonly enter: Float64Array; readonly leave: Float64Array };

export type Pressure = {
  readonly level: PressureLevel;
  /** 0 for `normal` up to 3. */
  readonly step: number;
  readonly share: number;
  readonly source: string;
  /** Adds a source; returns how to remove it. */
  add(source: PressureSource): () => void;
  /** Is called with every change; returns how to stop. */
  onChange(listener: (change: PressureChange) => void): () => void;
  /**
   * Reads the sources at `now` ms. The level goes up at once, however far, and down by one step at a time, when the share was below where the level ends
   * for `calmMs`.
   */
  sample(now: number, limits: PressureLimits, calmMs: number): void;
  clear(): void;
};

/** Makes the pressure of an app; `report` is told of what listeners and sources throw. */
export function createPressure(report: (error: unknown, of: string) => void): Pressure {
  const sources = new Set<PressureSource>();
  const listeners = new Set<(change: PressureChange) => void>();
  const seen = new Float64Array(2);
  let step = 0;
  let worst = '';

  /** Since when the share is below where the level ends. */
  const CALM_SINCE = 0;
  const SHARE = 1;
  seen[CALM_SINCE] = Number.NaN;

  function read(): void {
    seen[SHARE] = 0;
    worst = '';
    for (const source of sources) {
      let share = Number.NaN;
      try {
        share = source.read();
      } catch (error) {
        report(error, `memory pressure of '${source.name}'`);
        sources.delete(source);
      }
      // NaN is greater than nothing.
      if (share > seen[SHARE]!) {
        seen[SHARE] = share;
        worst = source.name;
      }
    }
  }

  function change(next: number): void {
    const previous = LEVELS[step]!;
    step = next;
    const event = { level: LEVELS[step]!, previous, source: worst, share: seen[SHARE]! };
    for (const listener of [...listeners]) {
      try {
        listener(event);
      } catch (error) {
        report(error, 'listener of memory pressure');
      }
    }
  }

  return {
    get level() {
      return LEVELS[step]!;
    },
    get step() {
      return step;
    },
    get share() {
      return seen[SHARE]!;
    },
    get source() {
      return worst;
    },
    add(source) {
      const own = { name: source.name, read: () => source.read() };
      sources.add(own);
      return () => {
        sources.delete(own);
      };
    },
    onChange(listener) {
      const own = (event: PressureChange): void => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    sample(now, { enter, leave }, calmMs) {
      read();
      let reached = 0;
      while (reached < 3 && seen[SHARE]! >= enter[reached]!) reached++;
      if (reached > step) {
        seen[CALM_SINCE] = Number.NaN;
        change(reached);
        return;
      }
      if (step === 0 || seen[SHARE]! >= leave[step - 1]!) {
        seen[CALM_SINCE] = Number.NaN;
        return;
      }
      if (Number.isNaN(seen[CALM_SINCE])) seen[CALM_SINCE] = now;
      if (now - seen[CALM_SINCE]! < calmMs) return;
      seen[CALM_SINCE] = now;
      change(step - 1);
    },
    clear() {
      sources.clear();
      listeners.clear();
    },
  };
}
