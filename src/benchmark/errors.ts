/** A bench, a command or a file of benches that cannot be used as it is; the message names the value and the mend. */
export class BenchError extends Error {
  override name = 'BenchError';
}

/** What an error says; whatever else was thrown as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
