const endings: (() => void)[] = [];
const fileEndings: (() => void)[] = [];

/**
 * Runs something when the test ends, before it is checked for what it left open; last first. Helpers call it rather than
 * `afterEach`: files share a page, and a helper that one has loaded is not loaded again.
 */
export function atEnd(end: () => void): void {
  endings.push(end);
}

/** The same when the tests of the file have ended. */
export function atFileEnd(end: () => void): void {
  fileEndings.push(end);
}

/** For tests/setup.ts. */
export function endTest(): void {
  for (const end of endings.splice(0).reverse()) end();
}

/** For tests/setup.ts. */
export function endFile(): void {
  for (const end of fileEndings.splice(0).reverse()) end();
}
