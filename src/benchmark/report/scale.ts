/** Maps values to places along an axis, in percent of its length. */
export type Scale = {
  log: boolean;
  /** Place of a value, kept within 0 and 100. */
  at(value: number): number;
  ticks: readonly { at: number; label: string }[];
};

/** Above this ratio of largest to smallest, small values could not be told apart on a linear axis. */
const LOG_RANGE = 20;
const TICKS = 5;

/** A scale that holds all finite values, from zero where it is linear; undefined where there are none. */
export function valueScale(values: readonly number[]): Scale | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  if (low > 0 && high / low > LOG_RANGE) return logScale(low / 1.6, high * 1.1);
  return linearScale(Math.min(0, low), Math.max(0, high) * 1.04 || 1);
}

/** A scale close around all finite values, for distributions and trends. */
export function closeScale(values: readonly number[]): Scale | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  if (low > 0 && high / low > LOG_RANGE) return logScale(low / 1.1, high * 1.1);
  const margin = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return linearScale(low - margin, high + margin);
}

/** A logarithmic scale from `low` to `high`, both above zero. */
export function logScale(low: number, high: number): Scale {
  const from = Math.log10(low);
  const range = Math.log10(high) - from;
  const at = (value: number) =>
    value > 0 && range > 0 ? within(((Math.log10(value) - from) / range) * 100) : 0;
  return { log: true, at, ticks: logTicks(from, from + range).map(tick(at)) };
}

function linearScale(low: number, high: number): Scale {
  const at = (value: number) =>
    Number.isFinite(value) ? within(((value - low) / (high - low)) * 100) : 0;
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  // A number of steps, not a sum of them: sums drift, and a step that is lost in `low` would never end.
  const first = Math.ceil(low / step - 1e-9);
  for (let i = 0; i <= TICKS + 1; i++) {
    const value = Number(((first + i) * step).toPrecision(12));
    if (value <= high) ticks.push(value);
  }
  return { log: false, at, ticks: ticks.map(tick(at)) };
}

function logTicks(from: number, to: number): number[] {
  const factors = to - from < 1.2 ? [1, 2, 5] : to - from < 2 ? [1, 3] : [1];
  // Every decade, or every second or third where there are many.
  const every = Math.max(1, Math.ceil((to - from) / 5));
  const ticks: number[] = [];
  for (let power = Math.floor(from); power <= to; power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (Math.log10(value) >= from && Math.log10(value) <= to) ticks.push(value);
    }
  }
  return ticks;
}

function tick(at: (value: number) => number) {
  return (value: number) => ({ at: at(value), label: axisLabel(value) });
}

function axisLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${Number((value / 1e9).toPrecision(3))}G`;
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(4)));
}

function within(percent: number): number {
  return Number(Math.min(100, Math.max(0, percent)).toFixed(3));
}
