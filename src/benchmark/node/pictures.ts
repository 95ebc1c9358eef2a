import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { combinations } from '../run/parameters';
import type { BenchListing } from '../station/protocol';
import type { ChromiumDriver } from './chromium-driver';

/** Frames before the picture: a few, so that what comes late is there. */
const FRAMES = 7;

/** Saves a picture of every contender of the benches that run in a browser, to see that they show the same. Gives the exit code. */
export async function savePictures(
  listings: readonly BenchListing[],
  chromium: ChromiumDriver,
  folder: string,
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let failed = false;
  for (const listing of listings.filter(({ hosts }) => hosts.includes('chromium'))) {
    const [parameters = {}] = combinations(listing.parameters);
    for (const { name, role } of listing.contenders) {
      if (role === 'reference') continue;
      const file = `${listing.id} ${name}.png`.replace(/[^\w.@-]+/g, '-');
      try {
        const request = { bench: listing.id, contender: name, parameters, seed: 1 };
        writeFileSync(path.join(folder, file), await chromium.picture(request, FRAMES));
      } catch (error) {
        failed = true;
        console.error(`${listing.id} ${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return failed ? 1 : 0;
}
