import { existsSync } from 'node:fs';
import path from 'node:path';
import { BenchError } from '../errors';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of the Chromium to measure with: as configured, `RAFTER_CHROMIUM`, then the usual places. Throws `BenchError` for none. */
export function findBrowser(configured?: string | (() => string)): string {
  const given = typeof configured === 'function' ? configured() : configured;
  const forced = given ?? process.env.RAFTER_CHROMIUM;
  if (forced !== undefined) {
    if (existsSync(forced)) return forced;
    throw new BenchError(`the browser is to be ${forced}, but there is no such file`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  const places = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = [...places, ...MAC].find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new BenchError(
    'no Chromium or Chrome found; install one or set RAFTER_CHROMIUM to its executable',
  );
}
