import type { DecodeProgress } from './decode-flights';
import type { FlightsErrorCode } from './flights-error';

/** Page to worker: load the file at an absolute address, or stop doing so. */
export type DecodeRequest =
  | { readonly type: 'start'; readonly url: string }
  | { readonly type: 'cancel' };

/** Worker to page: progress, then exactly one `done` or `error` for each `start`. */
export type DecodeReply =
  | DecodeProgress
  | { readonly type: 'done' }
  | { readonly type: 'error'; readonly code: FlightsErrorCode; readonly message: string };
