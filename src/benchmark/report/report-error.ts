/** A report that cannot be read: what was found at `path`, and what was expected there. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  /** Where in the report, such as `benches[0].cases[2].parameters`; empty for the report itself. */
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.path = path;
  }
}
