import type { Environment } from '../result';

/** What of an environment decides how fast things are and stays from run to run. Names no person, host or path. */
export type StableEnvironment = {
  cpu: string;
  cores: number;
  platform: string;
  /** Name and major version: `Node 20`. */
  runtime: string;
  /** Name with major version, and graphics adapter; absent where no browser took part. */
  browser?: { name: string; gpu: string };
};

type EnvironmentLike = Pick<Environment, 'cpu' | 'cores' | 'platform' | 'runtime'> & {
  browser?: { name: string; gpu: string };
};

/** The part of an environment that its fingerprint is made from; load, memory, clocks and minor versions are left out. */
export function stableEnvironment(environment: EnvironmentLike): StableEnvironment {
  const { cpu, cores, platform, runtime, browser } = environment;
  return {
    cpu: tidy(cpu),
    cores,
    platform: tidy(platform),
    runtime: withMajor(runtime),
    ...(browser && { browser: { name: withMajor(browser.name), gpu: tidy(browser.gpu) } }),
  };
}

/**
 * A short name of an environment for a file's name, such as `linux-x64-2c-node20-chromium156-1a2b3c4d`: the same for runs whose
 * times can be compared. Holds only `a-z`, `0-9` and `-`.
 */
export function fingerprintOf(environment: EnvironmentLike): string {
  const stable = stableEnvironment(environment);
  const { platform, cores, runtime, browser, cpu } = stable;
  const facts = [cpu, String(cores), platform, runtime, browser?.name ?? '', browser?.gpu ?? ''];
  return [
    slug(platform),
    `${slug(String(cores))}c`,
    slug(runtime).replaceAll('-', ''),
    browser ? slug(browser.name).replaceAll('-', '') : '',
    hash(facts.join('\n')),
  ]
    .filter((part) => part !== '')
    .join('-');
}

// Long enough for any platform or browser there is; a whole user agent is cut, the hash still tells it apart.
const SLUG_LENGTH = 24;

function slug(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, SLUG_LENGTH).replace(/^-+|-+$/g, '');
}

/** `Node 20.20.2` and `Node/20` become `Node 20`; a text without a number stays. */
function withMajor(text: string): string {
  const match = /^(.*?)[\s/v]*(\d+)/.exec(tidy(text));
  return match ? tidy(`${match[1]} ${match[2]}`) : tidy(text);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** FNV-1a of the UTF-16 units, as 8 hex digits. */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  return (state >>> 0).toString(16).padStart(8, '0');
}
