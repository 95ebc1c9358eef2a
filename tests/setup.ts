import { afterAll, afterEach, beforeEach } from 'vitest';
import { leakCheck, leakMark, watchFrames, watchListeners } from '../src/testing/leak-check';
import { endFile, endTest } from './endings';
import { importsSettled } from './imports';

// Whatever a test opens it gives back: listeners, frames, timers, GPU objects.
const isPage = typeof document !== 'undefined';

// Lists are as long as a test allows: by default fast-check makes them ten items long, however many those may be.
if (import.meta.env.RAFTER_LONG === '1') {
  const { configureGlobal, readConfigureGlobal } = await import('fast-check');
  configureGlobal({ ...readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });
}

let forget: () => void = () => {};
let unwatch: (() => void)[] = [];

beforeEach(() => {
  forget = leakMark();
  if (isPage) unwatch = [watchFrames(), watchListeners(isShared)];
});

// Registered first, so that it runs after a file's own clean-up.
afterEach(() => {
  endTest();
  const { lines } = leakCheck();
  for (const stop of unwatch) stop();
  unwatch = [];
  forget();
  if (lines.length > 0) throw new Error(`the test left open: ${lines.join('; ')}`);
});

afterAll(async () => {
  endFile();
  // A part that is still on its way would arrive when nothing is left to take it.
  if (!isPage) await importsSettled();
});

function isShared(target: EventTarget): boolean {
  return target === window || target === document || target instanceof HTMLCanvasElement;
}
