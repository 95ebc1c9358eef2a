import { afterEach, expect, it } from 'vitest';
import { provideNavigator } from '../../../../src/benchmark/node/navigator';

const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'navigator');
  if (before) Object.defineProperty(globalThis, 'navigator', before);
});

it('lets the whole package be loaded in Node 20, and leaves a navigator that is there alone', async () => {
  Reflect.deleteProperty(globalThis, 'navigator');
  provideNavigator();
  const { userAgent } = (globalThis as { navigator?: { userAgent: string } }).navigator!;
  expect(userAgent).toMatch(/^Node\.js\/\d+$/);
  expect(await import('../../../../src/index')).toHaveProperty('createApp');
  const mine = { userAgent: 'mine' };
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: mine });
  provideNavigator();
  expect(globalThis.navigator).toBe(mine);
});
