import type { Environment } from '../result';
import { clockResolution } from '../station/host';

/** Steps of the clock that are waited for: few, for the app stands still meanwhile. */
const CLOCK_STEPS = 5;

type Brand = { readonly brand: string; readonly version: string };

type Page = {
  readonly navigator?: {
    readonly hardwareConcurrency?: number;
    readonly deviceMemory?: number;
    readonly userAgent?: string;
    readonly userAgentData?: { readonly brands: readonly Brand[] };
  };
  readonly crossOriginIsolated?: boolean;
  readonly devicePixelRatio?: number;
  readonly innerWidth?: number;
  readonly innerHeight?: number;
};

/** How browsers without `userAgentData` name themselves; derived ones first, for they name what they derive from, too. */
const USER_AGENTS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/([\d.]+)/],
  ['Opera', /\bOPR\/([\d.]+)/],
  ['Samsung Internet', /\bSamsungBrowser\/([\d.]+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/([\d.]+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/([\d.]+)/],
  ['Safari', /\bVersion\/([\d.]+).*\bSafari\//],
];

/** What a running app can tell of where it runs: in a page its browser and view, elsewhere next to nothing. Makes no context for it. */
export function describeApp(now: () => number): Environment {
  const page = globalThis as Page;
  const { navigator } = page;
  const clockResolutionMs = clockResolution(now, CLOCK_STEPS);
  const browser = describeBrowser(page, clockResolutionMs);
  return {
    cpu: 'unknown',
    cores: navigator?.hardwareConcurrency ?? 0,
    memoryGiB: navigator?.deviceMemory ?? 0,
    loadAtStart: null,
    loadAtEnd: null,
    platform: 'app',
    runtime: 'app',
    clockResolutionMs,
    collection: false,
    ...(browser && { browser }),
  };
}

function describeBrowser(page: Page, clockResolutionMs: number): Environment['browser'] {
  const { navigator, innerWidth, innerHeight } = page;
  // Node has a navigator, too.
  if (!navigator || innerWidth === undefined || innerHeight === undefined) return undefined;
  const { userAgent = '' } = navigator;
  return {
    name: nameByBrands(navigator.userAgentData?.brands ?? []) ?? nameByAgent(userAgent),
    gpu: 'unknown',
    crossOriginIsolated: page.crossOriginIsolated ?? false,
    clockResolutionMs,
    viewport: `${innerWidth}x${innerHeight}`,
    devicePixelRatio: page.devicePixelRatio ?? 1,
    headless: /headless/i.test(userAgent),
  };
}

/** The browser's own brand before that of its engine; the list also holds one that stands for nothing, such as `Not;A=Brand`. */
function nameByBrands(brands: readonly Brand[]): string | undefined {
  const real = brands.filter(({ brand }) => !/not.a.brand/i.test(brand));
  const named = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  return named && `${named.brand} ${named.version}`;
}

function nameByAgent(userAgent: string): string {
  for (const [name, pattern] of USER_AGENTS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return 'unknown';
}
