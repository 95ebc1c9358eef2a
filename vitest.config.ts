import path from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { root } from './scripts/entries.mjs';
import { chromiumArgs, findChromium } from './scripts/find-chromium.mjs';
import { docBlocks } from './tests/docs/vite-plugin.mjs';
import { fontRoutes } from './tests/font-routes.mjs';

const BROWSER_TESTS = 'tests/**/*.browser.test.ts';
/** Of the browser's tests, by time. */
const FIRST_HALF = ['tests/app/*.browser.test.ts', 'tests/render/*.browser.test.ts'];
const MINUTE_MS = 60_000;

export default defineConfig(({ mode }) => {
  // `npm run test:long` adds tests/long and raises case counts; tests read RAFTER_LONG.
  const long = mode === 'long' || process.env.RAFTER_LONG === '1';
  const shared = {
    setupFiles: ['tests/setup.ts'],
    env: { RAFTER_LONG: long ? '1' : '', UPDATE: process.env.UPDATE ?? '' },
    testTimeout: long ? 20 * MINUTE_MS : MINUTE_MS,
    hookTimeout: long ? 2 * MINUTE_MS : MINUTE_MS,
  };
  const exclude = ['**/node_modules/**', ...(long ? [] : ['tests/long/**'])];
  const resolve = {
    alias: [
      { find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') },
      { find: /^rafter-ui\/(.+)$/, replacement: path.join(root, 'src/$1/index.ts') },
    ],
  };
  /** Two of them run beside each other, for most of what a page does is to wait; the long tier times things. */
  const browserProject = (
    order: number,
    include: string[],
    without: string[] = [],
  ): TestProjectInlineConfiguration => ({
    resolve,
    plugins: [docBlocks(), fontRoutes()],
    optimizeDeps: {
      include: [
        'pixi.js',
        'pixi.js/unsafe-eval',
        'bitecs',
        'mitt',
        'bidi-js',
        'tweakpane',
        'tinybench',
        'fast-check',
        'hyparquet',
        'hyparquet/src/column.js',
        'fzstd',
      ],
    },
    server: {
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    test: {
      ...shared,
      name: `browser ${order}`,
      sequence: { groupOrder: long ? order : 1 },
      include,
      exclude: [...exclude, ...without],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 1280, height: 720 },
        provider: playwright({
          launchOptions: { executablePath: findChromium(), args: chromiumArgs },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  });
  return {
    test: {
      projects: [
        {
          resolve,
          test: {
            ...shared,
            name: 'node',
            environment: 'node',
            include: ['tests/**/*.test.ts'],
            exclude: [...exclude, BROWSER_TESTS],
            pool: 'forks',
            // The default leaves a core to the browser, which comes after; the long tier times things.
            maxWorkers: long ? 1 : 2,
            sequence: { groupOrder: 0 },
            execArgv: ['--expose-gc'],
          },
        },
        browserProject(1, FIRST_HALF),
        browserProject(2, [BROWSER_TESTS], FIRST_HALF),
      ],
    },
  };
});
