import type { ListState } from './list';

/** What a source tells those that it serves: a list, a selection, a search. All of it may be called at any time, also in frames. */
export type RowSink = {
  /** Rows were put in before an index; at the end if that is how many there were. */
  insertRows(index: number, count: number): void;
  /** Rows were taken out from an index on. */
  removeRows(index: number, count: number): void;
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
  /** Begins to tell of edits; returns how to stop. */
  connect?(sink: RowSink): () => void;
};

/** Whether the data of a list's row is there. */
export function isRowReady({ source }: ListState, index: number): boolean {
  return source?.isReady === undefined || source.isReady(index);
}
