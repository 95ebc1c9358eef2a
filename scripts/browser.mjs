import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from './find-chromium.mjs';

/** Starts the system's Chromium, headless. */
export function launchChromium({ args = chromiumArgs } = {}) {
  return chromium.launch({ executablePath: findChromium(), headless: true, args });
}
