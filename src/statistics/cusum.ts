/** What a CUSUM chart watches, and how fast it speaks up. */
export type CusumOptions = {
  /** Level that the values should keep. */
  target: number;
  /** Their standard deviation around it; at 0 every other value is an alarm. */
  deviation: number;
  /** Deviations a value may stray without counting; half the shift to be found. @default 0.5 */
  slack?: number;
  /** Deviations that have to add up for an alarm. @default 6 */
  limit?: number;
};

/** A running two-sided CUSUM chart. */
export type Cusum = {
  /** Takes the next value; the direction of the alarm while one stands. Values that are not finite are passed over. */
  push: (value: number) => 'up' | 'down' | undefined;
  /** Forgets all values. */
  reset: () => void;
};

/** Chart that adds up how far values stray from their target, upwards and downwards apart (tabular CUSUM). */
export function createCusum({ target, deviation, slack = 0.5, limit = 6 }: CusumOptions): Cusum {
  let up = 0;
  let down = 0;
  return {
    push(value) {
      if (!Number.isFinite(value)) return undefined;
      const strayed = value - target;
      // With no deviation to measure by, a value that strays counts as just enough for an alarm.
      const z = deviation > 0 ? strayed / deviation : Math.sign(strayed) * (limit + slack + 1);
      up = Math.max(0, up + z - slack);
      down = Math.max(0, down - z - slack);
      if (up > limit && up >= down) return 'up';
      return down > limit ? 'down' : undefined;
    },
    reset() {
      up = 0;
      down = 0;
    },
  };
}

/** Index of the first value at which the chart gives an alarm; undefined for none. */
export function cusum(values: ArrayLike<number>, options: CusumOptions): number | undefined {
  const chart = createCusum(options);
  for (let i = 0; i < values.length; i++) if (chart.push(values[i]!)) return i;
  return undefined;
}
