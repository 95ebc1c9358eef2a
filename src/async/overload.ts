import { tell } from '../structures';

/** Answers of a server that has too much to do. */
const STATUSES = [408, 429, 503, 504];
/** Codes of `rafter-ui/network` and its like, and of Node, for what got no answer. */
const CODES =
  /(^|-)(timeout|lost)$|^http-(failed|truncated)$|^pool-open$|^UND_ERR_|^E(CONN|TIMEDOUT|PIPE|HOST|NET)/;
/** Browsers and Node throw a `TypeError` for a request that failed, as for a mistake in the code: by its words alone they differ. */
const FETCHES =
  /^(fetch failed|failed to fetch|load failed|networkerror|network error|terminated)/i;
/** Causes of causes that are looked at. */
const DEEPEST = 5;

type Thrown = {
  name?: unknown;
  message?: unknown;
  status?: unknown;
  code?: unknown;
  cause?: unknown;
};

/**
 * Whether an error, or what caused it, says that there was too much at once: a timeout, no answer, 408, 429, 503 or 504. Others, a mistake in
 * the code or a 404, are as likely with one at a time.
 */
export function isLoad(error: unknown): boolean {
  let each = error as Thrown | null | undefined;
  for (let i = 0; i < DEEPEST && typeof each === 'object' && each !== null; i++) {
    const { name, message, status, code, cause } = each as Thrown;
    if (typeof status === 'number' && status > 0) return STATUSES.includes(status);
    if (typeof code === 'string') {
      if (CODES.test(code)) return true;
    } else if (name === 'TimeoutError' || name === 'NetworkError') return true;
    else if (name === 'TypeError' && FETCHES.test(String(message))) return true;
    each = cause as Thrown;
  }
  return false;
}

/** The same by a function that the user gave; one that throws says no. */
export function asksLess(isOverload: (error: unknown) => boolean, error: unknown): boolean {
  let asks = false;
  const ask = (thrown: unknown): void => {
    asks = isOverload(thrown);
  };
  tell(ask, error, 'isOverload');
  return asks;
}
