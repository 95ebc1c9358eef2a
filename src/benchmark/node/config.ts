import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError, messageOf } from '../errors';
import type { Alias } from './bundle';

/** What `rafter-bench.config.mjs` may export as `config`. All of it is optional. */
export type BenchConfig = {
  /** Bench files, or folders of them, from the project's root. @default the bench folder */
  files?: readonly string[];
  /** For imports in bench files, as Vite takes them. */
  alias?: readonly Alias[];
  /** Folder of baselines and histories. @default 'bench/baselines' */
  baselines?: string;
  /** File whose lines may excuse a counter that grew. @default 'CHANGELOG.md' */
  changelog?: string;
  chromium?: {
    /** @default the environment's RAFTER_CHROMIUM, then the usual places */
    executablePath?: string | (() => string);
    args?: readonly string[];
    viewport?: { width: number; height: number };
  };
};

const NAME = 'rafter-bench.config.mjs';
const FIELDS = ['files', 'alias', 'baselines', 'changelog', 'chromium'];
const CHROMIUM_FIELDS = ['executablePath', 'args', 'viewport'];
const VIEWPORT_FIELDS = ['width', 'height'];

/** Reads the project's configuration; an empty one where there is none. Throws `BenchError` for one that cannot be used. */
export async function loadConfig(root: string, given?: string): Promise<BenchConfig> {
  const file = path.resolve(root, given ?? NAME);
  if (!existsSync(file)) {
    if (given === undefined) return {};
    throw new BenchError(`--config ${given}: there is no such file`);
  }
  const name = path.basename(file);
  const config = await importConfig(file, name);
  checkFields(`${name}: config`, config, FIELDS);
  if (config.chromium === undefined) return config;
  checkFields(`${name}: chromium`, config.chromium, CHROMIUM_FIELDS);
  const { viewport } = config.chromium;
  if (viewport !== undefined) checkFields(`${name}: viewport`, viewport, VIEWPORT_FIELDS);
  return config;
}

async function importConfig(file: string, name: string): Promise<BenchConfig> {
  try {
    const { config } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    return config;
  } catch (error) {
    throw new BenchError(`${name} could not be loaded: ${messageOf(error)}; mend it`);
  }
}

function checkFields(what: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) {
    throw new BenchError(`${what} is ${value}; make it an object`);
  }
  const unknown = Object.keys(value).find((field) => !known.includes(field));
  if (unknown === undefined) return;
  throw new BenchError(`${what} has an unknown ${unknown}; known: ${known.join(', ')}`);
}
