import { checkRows } from '../sent-words';
import { BUFFER_COPY_DST } from './flags';

const ROW_WORDS = 16;
const ROW_BYTES = 64;

/** A storage buffer that mirrors a Uint32Array of 64-byte rows. */
export type WordsBuffer = {
  /** Another one when there are more rows, or fewer. */
  readonly buffer: GPUBuffer;
  /** Sends `count` rows from `first`, or everything if the array is another one than last time. Returns the bytes sent. */
  upload(words: Uint32Array, first: number, count: number): number;
  dispose(): void;
};

/** Creates one of one row. `onReplaced` is called when `buffer` is another one. */
export function createWordsBuffer(
  device: GPUDevice,
  label: string,
  usage: number,
  onReplaced: () => void,
): WordsBuffer {
  let sent: Uint32Array | undefined;
  let buffer = make(ROW_BYTES);

  function make(size: number): GPUBuffer {
    return device.createBuffer({ label, size, usage: usage | BUFFER_COPY_DST });
  }

  return {
    get buffer() {
      return buffer;
    },
    upload(words, first, count) {
      const rows = checkRows(label, words, first, count);
      const isNew = words !== sent;
      if (isNew && Math.max(1, rows) * ROW_BYTES !== buffer.size) {
        buffer.destroy();
        buffer = make(Math.max(1, rows) * ROW_BYTES);
        onReplaced();
      }
      const from = isNew ? 0 : first;
      const end = isNew ? rows : first + count;
      if (end <= from) return 0;
      device.queue.writeBuffer(
        buffer,
        from * ROW_BYTES,
        words as Uint32Array<ArrayBuffer>,
        from * ROW_WORDS,
        (end - from) * ROW_WORDS,
      );
      sent = words;
      return (end - from) * ROW_BYTES;
    },
    dispose() {
      sent = undefined;
      buffer.destroy();
    },
  };
}
