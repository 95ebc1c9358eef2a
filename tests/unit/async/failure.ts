import type { WorkerError } from '../../../src/async';

/** What the work of a pool rejects with; throws where it does not. */
export async function failure(promise: Promise<unknown>): Promise<WorkerError> {
  try {
    await promise;
  } catch (error) {
    return error as WorkerError;
  }
  throw new Error('it did not fail');
}
