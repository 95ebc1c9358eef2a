import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError } from '../errors';
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
const FIELDS: readonly string[] = ['files', 'alias', 'baselines', 'changelog', 'chromium'];

/** Reads the project's configuration; an empty one where there is none. Throws `BenchError` for one that cannot be used. */
export async function loadConfig(root: string, given?: string): Promise<BenchConfig> {
  const file = path.resolve(root, given ?? NAME);
  if (!existsSync(file)) {
    if (given === undefined) return {};
    throw new BenchError(`--config ${given}: there is no such file`);
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    config?: BenchConfig;
  };
  const { config } = module;
  if (typeof config !== 'object' || config === null) {
    throw new BenchError(`${path.basename(file)} must export an object named config`);
  }
  const unknown = Object.keys(config).find((name) => !FIELDS.includes(name));
  if (unknown === undefined) return config;
  throw new BenchError(`${path.basename(file)}: unknown ${unknown}; known: ${FIELDS.join(', ')}`);
}
