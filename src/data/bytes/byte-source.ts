import { DataError } from '../requests';

/** Bytes that are read where they are wanted: a file, an address, anything that can be asked for a range. */
export type ByteSource = {
  /** Bytes there are, as far as it is known. */
  readonly size: number;
  /**
   * Gives the bytes from `from` up to `to`, not `to` itself, all of them or an error; what is tried again is up to the caller. Nobody writes to
   * what it gave. An error that is a `ChangedError` is for good.
   */
  read(from: number, to: number, signal: AbortSignal): Uint8Array | PromiseLike<Uint8Array>;
  /** Looks how many bytes there are by now, and gives their number. Unset, there are never more. */
  refresh?(): Promise<number>;
  /** Whether a request costs more than its bytes, so that neighbours are asked for at once. @default false */
  readonly isFar?: boolean;
};

/** What lies where the bytes came from is no longer what it was: what is known of it is worth nothing. It is to be opened anew. */
export class ChangedError extends DataError {}

/** The bytes, if they are as many as were asked for. */
export function complete(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (bytes.length === to - from) return bytes;
  throw new ChangedError(
    `it is cut short: of the bytes ${from} to ${to - 1} only ${bytes.length} are there`,
  );
}

/** What a read rejects with for an error of its source: that, as the cause. */
export function unreadable(error: unknown, from: number, to: number): DataError {
  if (error instanceof DataError) return error;
  return new DataError(`bytes ${from} to ${to - 1} could not be read: ${String(error)}`, error);
}

/** Of what is never given up. */
export const NEVER = new AbortController().signal;
