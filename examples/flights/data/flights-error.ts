/**
 * What stopped a load: `http` a refusing answer, `network` a broken connection, `stalled` a silent
 * one, `not-parquet` another kind of file, `truncated` missing bytes, `schema` other columns or
 * values, `corrupt` unreadable bytes, `worker` a decoder that failed, `cancelled` a disposed load.
 */
export type FlightsErrorCode =
  | 'http'
  | 'network'
  | 'stalled'
  | 'not-parquet'
  | 'truncated'
  | 'schema'
  | 'corrupt'
  | 'worker'
  | 'cancelled';

/** A failed load: `code` for the program, `message` with what happened, the value and the mend. */
export class FlightsError extends Error {
  override readonly name = 'FlightsError';
  readonly code: FlightsErrorCode;

  constructor(code: FlightsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** `error` itself when it is a {@link FlightsError}, else one of `code` that says `what` failed. */
export function toFlightsError(error: unknown, code: FlightsErrorCode, what: string): FlightsError {
  if (error instanceof FlightsError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new FlightsError(code, `${what}: ${reason}`, { cause: error });
}

/** The error of a load that was stopped by `dispose()` or by its signal. */
export function cancelledError(url: string): FlightsError {
  return new FlightsError('cancelled', `Loading ${url} was cancelled; call loadFlights again`);
}
