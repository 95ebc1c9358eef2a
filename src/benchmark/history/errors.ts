import { BenchError } from '../errors';

/** A baseline, history or counter book that cannot be used, or not be changed like this; the message says how to mend it. */
export class BaselineError extends BenchError {
  override name = 'BaselineError';
}
