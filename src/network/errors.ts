import { RafterError } from '../ecs';

/** Why something on the network, or in a pool, did not happen. */
export type NetworkErrorCode =
  | 'pool-timeout'
  | 'pool-full'
  | 'pool-disposed'
  | 'pool-open'
  | 'pool-held'
  | 'http-status'
  | 'http-failed'
  | 'http-timeout'
  | 'http-truncated'
  | 'http-too-large'
  | 'http-range'
  | 'http-unavailable'
  | 'socket-failed'
  | 'socket-lost'
  | 'socket-timeout'
  | 'socket-disposed';

/** Something on the network, or in a pool, that did not happen; `cause` is what was thrown, if anything was. */
export class NetworkError extends RafterError {
  declare readonly code: NetworkErrorCode;
  /** Status of an HTTP answer, 0 if there was none. */
  readonly status: number;
  /** How long the other side asks to wait before the next try, ms; 0 if it does not say. */
  readonly retryAfterMs: number;
  constructor(
    code: NetworkErrorCode,
    message: string,
    {
      cause,
      status = 0,
      retryAfterMs = 0,
    }: { cause?: unknown; status?: number; retryAfterMs?: number } = {},
  ) {
    super(code, message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    if (cause !== undefined) this.cause = cause;
  }
}
