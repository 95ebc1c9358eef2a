import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeApp } from '../../../src/benchmark/live/describe-app';

let time = 0;
const now = () => (time += 0.25);

/** A page, as far as it is looked at. */
function showPage(navigator: object): void {
  vi.stubGlobal('navigator', { userAgent: '', ...navigator });
  vi.stubGlobal('innerWidth', 390);
  vi.stubGlobal('innerHeight', 844);
  vi.stubGlobal('devicePixelRatio', 3);
  vi.stubGlobal('crossOriginIsolated', false);
}

afterEach(() => vi.unstubAllGlobals());

describe('the environment of a live app', () => {
  it('says in a page which browser and view it has, and of the device what it gives away', () => {
    const brands = [
      { brand: 'Chromium', version: '140' },
      { brand: 'Not=A?Brand', version: '24' },
      { brand: 'Google Chrome', version: '140' },
    ];
    showPage({ hardwareConcurrency: 8, deviceMemory: 4, userAgentData: { brands } });
    expect(describeApp(now)).toEqual({
      cpu: 'unknown',
      cores: 8,
      memoryGiB: 4,
      loadAtStart: null,
      loadAtEnd: null,
      platform: 'app',
      runtime: 'app',
      clockResolutionMs: 0.25,
      collection: false,
      browser: {
        name: 'Google Chrome 140',
        gpu: 'unknown',
        crossOriginIsolated: false,
        clockResolutionMs: 0.25,
        viewport: '390x844',
        devicePixelRatio: 3,
        headless: false,
      },
    });
  });

  it.each([
    [['Not_A Brand', 'Chromium'], 'Chromium 1'],
    [['Chromium', 'Microsoft Edge', ' Not;A Brand'], 'Microsoft Edge 1'],
  ])('names the browser of the brands %j', (names, name) => {
    showPage({ userAgentData: { brands: names.map((brand) => ({ brand, version: '1' })) } });
    expect(describeApp(now).browser?.name).toBe(name);
  });

  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox 130.0'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
      'Safari 17.4',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.1.2',
      'Edge 140.0.1.2',
    ],
    [
      'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
      'Chrome 140.0.0.0',
    ],
    ['something else', 'unknown'],
  ])('names the browser of the user agent %s', (userAgent, name) => {
    showPage({ userAgent });
    expect(describeApp(now).browser).toMatchObject({
      name,
      headless: userAgent.includes('Headless'),
    });
  });

  it('says nothing of a browser in Node, which has a navigator, too', () => {
    vi.stubGlobal('navigator', { hardwareConcurrency: 2, userAgent: 'Node.js/22' });
    expect(describeApp(now)).not.toHaveProperty('browser');
    vi.stubGlobal('navigator', undefined);
    expect(describeApp(now)).toMatchObject({ cores: 0, memoryGiB: 0 });
  });
});
