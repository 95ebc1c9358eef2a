import type { RowSink } from '../ecs/stores';
import type { RowDiff } from './row-diff';
import { tellEdits } from './tell-edits';

/** All that a source tells of its rows: what it is told itself goes to each. */
export type Sinks = RowSink & {
  /** How many there are. */
  readonly size: number;
  connect(sink: RowSink): () => void;
  /** Tells where rows are after many edits at once. */
  tell(edits: RowDiff): void;
};

/** Makes a hub without anyone to tell. */
export function createSinks(): Sinks {
  const all: RowSink[] = [];
  return {
    get size() {
      return all.length;
    },
    connect(sink) {
      all.push(sink);
      let isConnected = true;
      return () => {
        if (!isConnected) return;
        isConnected = false;
        all.splice(all.indexOf(sink), 1);
      };
    },
    insertRows(index, count) {
      for (let i = 0; i < all.length; i++) all[i]!.insertRows(index, count);
    },
    removeRows(index, count) {
      for (let i = 0; i < all.length; i++) all[i]!.removeRows(index, count);
    },
    moveRows(from, count, to) {
      for (let i = 0; i < all.length; i++) all[i]!.moveRows(from, count, to);
    },
    refreshRows(index, count) {
      for (let i = 0; i < all.length; i++) all[i]!.refreshRows(index, count);
    },
    tell(edits) {
      for (let i = 0; i < all.length; i++) {
        const sink = all[i]!;
        if (edits.isFew || !sink.rearrangeRows) tellEdits(sink, edits, edits.isFew);
        else sink.rearrangeRows(edits);
      }
    },
    wake() {
      for (let i = 0; i < all.length; i++) all[i]!.wake();
    },
    fail(error) {
      for (let i = 0; i < all.length; i++) all[i]!.fail(error);
    },
  };
}
