import { CapacityError } from '../../ecs';
import {
  type BitSet,
  createBitSet,
  createRunAllocator,
  MAX_RUN,
  type RunAllocator,
} from '../../structures';
import { RECORD_WORDS } from './record-format';

/** Longest run an element may own: one box and its glyphs. */
export const MAX_RUN_RECORDS = MAX_RUN;
/** Records, and rows of other lists, closer together than this are sent in one range: a range costs more than what is between. */
export const UPLOAD_GAP = 32;

/**
 * The records themselves: what the GPU reads, written in place when an element changes. Record 0 is empty for ever, so that a
 * zeroed index draws nothing.
 */
export type RecordStore = {
  words: Uint32Array;
  floats: Float32Array;
  /** Two words each. */
  doubles: Float64Array;
  /** Records the renderer has not been sent. */
  readonly dirty: BitSet;
  /** Told of those that are sent, while somebody copies them. */
  sent?: ((start: number, end: number) => void) | undefined;
  readonly runs: RunAllocator;
  /** Records written since the start. */
  written: number;
  /** Room for a run of at least `count` records; all of them empty. Throws `CapacityError` when no record is left. */
  allocate(count: number): number;
  release(start: number): void;
  /** Writes an empty record. */
  clear(record: number): void;
  /** Says that a record was written and must be sent. */
  wrote(record: number): void;
};

/** Makes a store of at most `limit` records with room for `capacity`. */
export function createRecordStore(limit: number, capacity = Math.min(1024, limit)): RecordStore {
  const buffer = new ArrayBuffer(capacity * RECORD_WORDS * 4);
  const store: RecordStore = {
    words: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
    dirty: createBitSet(capacity),
    written: 0,
    runs: createRunAllocator({
      capacity,
      limit,
      onGrow(records) {
        const grown = new ArrayBuffer(records * RECORD_WORDS * 4);
        const words = new Uint32Array(grown);
        words.set(store.words);
        store.words = words;
        store.floats = new Float32Array(grown);
        store.doubles = new Float64Array(grown);
      },
    }),
    allocate(count) {
      let start: number;
      try {
        start = store.runs.allocate(count);
      } catch (error) {
        throw new CapacityError(
          `no room for ${count} records: ${store.runs.used} of ${limit} are in use on this device; despawn or shorten text (${String(error)})`,
        );
      }
      const end = start + store.runs.capacityOf(start);
      for (let record = start; record < end; record++) store.clear(record);
      return start;
    },
    release(start) {
      store.runs.release(start);
    },
    clear(record) {
      const at = record * RECORD_WORDS;
      store.words.fill(0, at, at + RECORD_WORDS);
      store.dirty.set(record);
    },
    wrote(record) {
      store.dirty.set(record);
      store.written++;
    },
  };
  store.clear(store.runs.allocate(1));
  return store;
}
