import os from 'node:os';

/**
 * Gives Node 20 the `navigator` that Node 21 has: PixiJS looks at it when it is loaded, and bench files that also run in a page
 * import it.
 */
export function provideNavigator(): void {
  if ('navigator' in globalThis) return;
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    writable: true,
    value: {
      hardwareConcurrency: os.availableParallelism(),
      language: 'en-US',
      languages: ['en-US'],
      platform: process.platform,
      userAgent: `Node.js/${process.versions.node.split('.')[0]}`,
    },
  });
}
