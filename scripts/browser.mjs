import { chromium } from 'playwright';
import { findChromium } from './find-chromium.mjs';

/** Arguments under which Chromium draws WebGL without a GPU and keeps to itself. */
const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  '--use-angle=swiftshader',
];

/** Starts the system's Chromium, headless. */
export function launchChromium({ args = [] } = {}) {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: [...chromiumArgs, ...args] });
}
