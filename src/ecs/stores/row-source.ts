import type { SizeIndex } from '../../structures';
import type { ListState } from './list';

/** Sizes of a list's rows: a `SizeIndex`, or one in which each has a gap, and what else is to be moved along. */
export type MovableSizes = {
  readonly count: number;
  readonly base?: SizeIndex;
  readonly gap?: number;
  setCount(count: number, px: number): void;
  move?(from: number, count: number, to: number): void;
  arrange?(rows: RowArrangement): void;
};

/**
 * Has sizes, sections and the anchor of a list follow one of its edits that moves rows or arranges them anew; new rows are taken for `size` CSS
 * pixels. Where the row that it was anchored to is elsewhere now it is anchored to that which follows among those that stay.
 */
export type RowMover = (
  list: ListState,
  sizes: MovableSizes,
  anchor: { index: number; y: number },
  edit: number,
  size: number,
) => void;

/** Where rows are that come, go and move many at once. */
export type RowArrangement = {
  /** Rows there are now. */
  readonly count: number;
  /** By index before: where a row is now; of one that is gone `~index` of that which follows among those that stay, the count for none. */
  readonly after: Int32Array;
  /** By index before: 1 for rows that have moved past those that stay. */
  readonly moved: Uint8Array;
};

/** What a source tells those that it serves: a list, a selection, a search. All of it may be called at any time, also in frames. */
export type RowSink = {
  /** Rows were put in before an index; at the end if that is how many there were. */
  insertRows(index: number, count: number): void;
  /** Rows were taken out from an index on. */
  removeRows(index: number, count: number): void;
  /** Rows from an index on were moved to where they begin at `to`, counted without them: they are the same rows. */
  moveRows(from: number, count: number, to: number): void;
  /** Takes what would be very many of these three at once; unset, it is told one by one. */
  rearrangeRows?(rows: RowArrangement): void;
  /** Rows have other data than before. */
  refreshRows(index: number, count: number): void;
  /** Asks for a frame: rows whose data was missing can be bound now, or `update` has something to do. */
  wake(): void;
  /** Tells of a failure that the source survives. */
  fail(error: unknown): void;
};

/**
 * Where the rows of a list come from, instead of a count: it says which can be bound, and is told which are wanted. Its methods are called
 * in frames: they throw nothing and make no garbage.
 */
export type RowSource = {
  /** Rows there are now, with those that the list was told of. */
  readonly count: number;
  /** Whether the data of a row is there; unset, that of all is. A row is not bound before: its placeholder stands for it. */
  isReady?(index: number): boolean;
  /** Called before each frame of the list, for what is to be told only once a frame. */
  update?(): void;
  /**
   * Called in frames in which it changes: the first and last row in sight; those that a scroll brings into sight soon, below the others where
   * it goes up; those where it will come to rest, as far as that is known. -1 for none.
   */
  show?(
    first: number,
    last: number,
    soonFirst: number,
    soonLast: number,
    restFirst: number,
    restLast: number,
  ): void;
  /** How lists move its rows; unset, they load that when it is needed, and wait for it. */
  readonly mover?: RowMover;
  /** Begins to tell of edits; returns how to stop. */
  connect?(sink: RowSink): () => void;
};

/** Whether the data of a list's row is there. */
export function isRowReady({ source }: ListState, index: number): boolean {
  return source?.isReady === undefined || source.isReady(index);
}
