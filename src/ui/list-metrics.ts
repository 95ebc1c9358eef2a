import type { ListState } from '../ecs/stores';

/** What a virtual list has done since it was made. Made once for each list; reading it allocates nothing. */
export type ListMetrics = {
  /** Viewport that should have shown a row and did not, summed over time: CSS pixels times ms. */
  readonly blankTime: number;
  /** Viewport in which placeholders stood for rows, summed over time: CSS pixels times ms. */
  readonly placeholderTime: number;
  /** Pooled rows made by `template`. */
  readonly rowsCreated: number;
  /** Times that `bind` was called. */
  readonly rowsBound: number;
  /** Of those, for a pooled row that had been bound before. */
  readonly rowsRecycled: number;
  /** Rows bound before they were in sight. */
  readonly rowsBoundAhead: number;
  /** Rows bound by how soon they were needed: in sight, in the next frame, where a scroll ends, on the way there, some time. */
  readonly rowsBoundBy: {
    readonly critical: number;
    readonly high: number;
    readonly medium: number;
    readonly low: number;
    readonly background: number;
  };
  /** Share of those that came into sight, of those that did or gave way: 0 to 1, NaN before any did. */
  readonly hitRate: number;
  /** Rows that came back into sight still bound. */
  readonly cacheHits: number;
  /** What the rows hold that are bound out of sight, bytes: columns, records, texts and layers of all their elements. */
  readonly readyBytes: number;
  /** How far off the list was from where it was foretold to be 100 ms before: mean, CSS pixels; NaN before the first. */
  readonly predictionError: number;
  /** How far off rows were from what they were taken for before they were measured: mean, CSS pixels; NaN before the first. */
  readonly estimateError: number;
};

export function createListMetrics(list: ListState): ListMetrics {
  const { boundAt } = list;
  const rowsBoundBy = {
    get critical() {
      return list.bound - list.boundAhead;
    },
    get high() {
      return boundAt[0]!;
    },
    get medium() {
      return boundAt[1]!;
    },
    get low() {
      return boundAt[2]!;
    },
    get background() {
      return boundAt[3]!;
    },
  };
  return {
    rowsBoundBy,
    get blankTime() {
      return list.blankTime;
    },
    get placeholderTime() {
      return list.placeheldTime;
    },
    get rowsCreated() {
      return list.pooled;
    },
    get rowsBound() {
      return list.bound;
    },
    get rowsRecycled() {
      return list.rebound;
    },
    get rowsBoundAhead() {
      return list.boundAhead;
    },
    get hitRate() {
      return list.hits / (list.hits + list.wasted);
    },
    get cacheHits() {
      return list.cacheHits;
    },
    get readyBytes() {
      return list.readyBytes;
    },
    get predictionError() {
      return list.predictionError / list.predictions;
    },
    get estimateError() {
      return list.misjudged / list.judged;
    },
  };
}
