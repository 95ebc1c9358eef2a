/** What is kept of the end, to tell by whether what was there still is when there is more. */
const KEPT = 1024;

/** The last bytes that were read of the end of something. */
export type Tail = {
  readonly from: number;
  readonly bytes: Uint8Array;
  /** Takes the end of bytes that were read from `at` on, where they reach `size`. */
  see(at: number, bytes: Uint8Array, size: number): void;
  isSame(bytes: Uint8Array): boolean;
};

export function createTail(): Tail {
  const tail = {
    from: 0,
    bytes: new Uint8Array(0),
    see(at: number, bytes: Uint8Array, size: number): void {
      if (at + bytes.length !== size || size === tail.from + tail.bytes.length) return;
      tail.bytes = bytes.slice(-KEPT);
      tail.from = size - tail.bytes.length;
    },
    isSame: (bytes: Uint8Array) =>
      bytes.length === tail.bytes.length && bytes.every((byte, i) => byte === tail.bytes[i]),
  };
  return tail;
}
