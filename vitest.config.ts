import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { pixiEntries, root } from './scripts/entries.mjs';
import { findChromium, testChromiumArgs } from './scripts/find-chromium.mjs';
import { docBlocks } from './tests/docs/vite-plugin.mjs';
import { fontRoutes } from './tests/font-routes.mjs';
import { nativeSource } from './tests/native-source.mjs';
import { networkRoutes } from './tests/network-routes.mjs';

const BROWSER_TESTS = 'tests/**/*.browser.test.ts';
const MINUTE_MS = 60_000;
/**
 * Processes of Node, beside the pages of the browser, in the default: pages mostly wait, and so do tests that start processes. The long
 * tier times things, one at a time.
 */
const WORKERS = 2;

/**
 * What measures garbage waits until all is compiled: here not beside the frames, so that a busy machine needs no more of them, and
 * sooner. It makes all else three times as slow, and the long tier has V8 as users have it.
 */
const COMPILE_AT_ONCE = '--no-concurrent-recompilation';
const COMPILE_SOON = '--interrupt-budget=20000';

/** Tests that measure garbage, or say that they need one, have a process each; the others share two, and what was loaded. */
const measuring = testsWith(/heap-?slope|memoryUsage|heapUsed|Needs a process of its own/i, false);
const longMeasuring = testsWith(/Needs a process of its own in the long tests/i, false);

/**
 * Tests of pixels, those of text, layout and faults, and the others share a page each, and what it has loaded and compiled: to start a
 * browser takes 20 s of a processor. Those that leave a page in a state that the others could not have say so and come last in it, and
 * those that could not have what others leave come first. In the long tier they have pages apart.
 */
const apart = testsWith(/Needs a page apart/i, true);
const firsts = testsWith(/Needs a page of its own, or to be its first/i, true);
const longAlone = testsWith(/Needs a page of its own, in the long tests/i, true);
const sharing = testsWith(/^/, true).filter(
  (file) => ![...apart, ...firsts, ...longAlone].includes(file),
);
const isOfPixels = (file: string): boolean => /^tests\/(render|scenes)\/[^/]+$/.test(file);
const pixels = sharing.filter(isOfPixels);
const words = sharing.filter((file) => /^tests\/(fault|layout|render\/text)\//.test(file));
const others = sharing.filter((file) => !pixels.includes(file) && !words.includes(file));
const pages = {
  'browser 1': [...firsts.filter(isOfPixels), ...pixels, ...apart],
  'browser 2': words,
  'browser 3': [...firsts.filter((file) => !isOfPixels(file)), ...others],
};
const longPages = {
  'browser 1': pixels,
  'browser 2': words,
  'browser 3': others,
  'browser 4': apart,
  ...Object.fromEntries([...firsts, ...longAlone].map((file, at) => [`browser ${at + 5}`, [file]])),
};

/** As ever, but that files keep their place in a page where they need one. */
class PageSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter((file) => isOneOf(firsts, file)),
      ...sorted.filter((file) => !isOneOf(firsts, file) && !isOneOf(apart, file)),
      ...sorted.filter((file) => isOneOf(apart, file)),
    ];
  }
}

function isOneOf(files: readonly string[], { moduleId }: TestSpecification): boolean {
  return files.some((file) => moduleId.endsWith(`/${file}`));
}

export default defineConfig(({ mode }) => {
  // `npm run test:long` adds tests/long and raises case counts; tests read RAFTER_LONG.
  const long = mode === 'long' || process.env.RAFTER_LONG === '1';
  const alone = measuring.filter((file) => long || !longMeasuring.includes(file));
  const shared = {
    setupFiles: ['tests/setup.ts'],
    env: { RAFTER_LONG: long ? '1' : '', UPDATE: process.env.UPDATE ?? '' },
    // `expect.poll` asks for a second by default, which a busy machine may need for anything.
    expect: { poll: { timeout: MINUTE_MS / 3 } },
    testTimeout: long ? 20 * MINUTE_MS : 2 * MINUTE_MS,
    hookTimeout: 2 * MINUTE_MS,
  };
  const exclude = ['**/node_modules/**', ...(long ? [] : ['tests/long/**'])];
  const resolve = {
    alias: [
      { find: /^rafter-ui$/, replacement: path.join(root, 'src/index.ts') },
      { find: /^rafter-ui\/(.+)$/, replacement: path.join(root, 'src/$1/index.ts') },
    ],
  };
  /**
   * Pages run beside each other, for most of what one does is to wait, and have what they load from one server, which compiles it
   * once; the long tier times things, one at a time.
   */
  const browserProject = (
    order: number,
    pages: Readonly<Record<string, string[]>>,
  ): TestProjectInlineConfiguration => ({
    resolve,
    plugins: [docBlocks(), fontRoutes(), networkRoutes()],
    optimizeDeps: {
      include: [
        ...pixiEntries,
        'bitecs',
        'mitt',
        'bidi-js',
        'tweakpane',
        'tinybench',
        'fast-check',
        'apache-arrow',
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
      name: `browsers ${order}`,
      isolate: false,
      // A group has one number of workers.
      maxWorkers: long ? 1 : WORKERS,
      sequence: { groupOrder: long ? order : 0 },
      exclude,
      browser: {
        enabled: true,
        headless: true,
        fileParallelism: false,
        screenshotFailures: false,
        viewport: { width: 1280, height: 720 },
        provider: playwright({
          launchOptions: { executablePath: findChromium(), args: testChromiumArgs },
        }),
        instances: Object.entries(pages).map(([name, include]) => ({
          browser: 'chromium',
          name,
          include,
        })),
      },
    },
  });
  const nodeProject = (
    name: string,
    include: string[],
    without: string[],
    isolate: boolean,
  ): TestProjectInlineConfiguration => ({
    resolve,
    plugins: [nativeSource()],
    test: {
      ...shared,
      name,
      environment: 'node',
      include,
      exclude: [...exclude, ...without],
      setupFiles: isolate ? shared.setupFiles : [...shared.setupFiles, 'tests/load-lazy.ts'],
      pool: 'forks',
      isolate,
      maxWorkers: long ? 1 : WORKERS,
      sequence: { groupOrder: 0 },
      execArgv: ['--expose-gc', ...(isolate && !long ? [COMPILE_AT_ONCE, COMPILE_SOON] : [])],
    },
  });
  return {
    test: {
      // What pages load is bundled first, which a busy machine takes its time for.
      browser: { connectTimeout: 3 * MINUTE_MS },
      sequence: { sequencer: PageSequencer },
      projects: [
        nodeProject('node', ['tests/**/*.test.ts'], [BROWSER_TESTS, ...alone], false),
        nodeProject('node alone', alone, [], true),
        ...(long
          ? Object.entries(longPages).map(([name, files], at) =>
              browserProject(at + 1, { [name]: files }),
            )
          : [browserProject(1, pages)]),
      ],
    },
  };
});

/** Tests, of Node or of the browser, whose text matches. */
function testsWith(pattern: RegExp, browser: boolean): string[] {
  return readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && file.endsWith('.browser.test.ts') === browser)
    .map((file) => `tests/${file.replaceAll('\\', '/')}`)
    .filter((file) => pattern.test(readFileSync(path.join(root, file), 'utf8')));
}
