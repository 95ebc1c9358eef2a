import { existsSync } from 'node:fs';
import type { Effort, HostName } from '../definition';
import { BenchError } from '../errors';
import { modes } from '../modes';
import type { ModeName } from '../result';

/** A command line that cannot be understood; the command prints the usage after it. */
export class UsageError extends BenchError {
  override name = 'UsageError';
}

export type Arguments = {
  files: string[];
  only: string[];
  category: string[];
  host: HostName[];
  mode: ModeName;
  effort: Partial<Effort>;
  seed: number;
  fresh: boolean;
  headed: boolean;
  list: boolean;
  help: boolean;
  gate: boolean;
  strict: boolean;
  save: boolean;
  /** undefined: no blessing asked for; '': without a reason. */
  bless?: string;
  against?: string;
  baseline?: string;
  pictures?: string;
  json?: string;
  markdown?: string;
  html?: string;
  junit?: string;
  config?: string;
};

export const USAGE = `Usage: rafter-bench [files] [options]

What to run
  files                 bench files (default: bench/**/*.bench.{ts,mts,js,mjs})
  --only <id,...>       these benches, * stands for anything: virt/*
  --category <name,...> benches of these categories
  --host <node,chromium> where (default: both, as each bench says)
  --list                print the ids and stop

How much
  --mode <name>         ${Object.keys(modes).join(', ')} (default standard)
  --rounds, --frames, --warm <n>   rounds, frames of a pass, frames before it
  --fresh               a new process or page for every round
  --seed <n>            seed of the contenders' order and data (default 1)
  --headed              show the browser

What to compare with
  --against <revision>  the same benches on another revision of the repository
  --baseline <file>     a JSON report of an earlier run
  --gate                ours alone: counters must not grow (exit 1), times are judged by history
  --save                add this run to the history of this environment
  --bless[="reason"]    take this run's counters as the new ones; a grown one needs a reason that a CHANGELOG line holds
  --strict              exit 3 when time got worse, too

What comes out
  --json, --markdown, --html, --junit <file>
  --pictures <folder>   only save a picture of every contender in a browser
  --config <file>       default rafter-bench.config.mjs

Exit codes: 0 fine, 1 a bench failed or a counter grew, 2 wrong command line, 3 slower (--strict).`;

const TEXT = [
  'against',
  'baseline',
  'pictures',
  'json',
  'markdown',
  'html',
  'junit',
  'config',
] as const;
const LISTS = ['only', 'category', 'host'] as const;
const SWITCHES = ['fresh', 'headed', 'list', 'help', 'gate', 'strict', 'save'] as const;
const NUMBERS = { rounds: 'rounds', frames: 'frames', warm: 'warmFrames' } as const;
const GATE_ROUNDS = 4;
const BENCH_FILE = /\.bench\.[mc]?[jt]s$/;
const HOSTS: readonly string[] = ['node', 'chromium'];

/** Reads a command line. Throws `UsageError` for what it does not know. */
export function parseArguments(argv: readonly string[]): Arguments {
  const args: Arguments = {
    files: [],
    only: [],
    category: [],
    host: [],
    mode: 'standard',
    effort: {},
    seed: 1,
    fresh: false,
    headed: false,
    list: false,
    help: false,
    gate: false,
    strict: false,
    save: false,
  };
  let modeGiven = false;
  for (let i = 0; i < argv.length; i++) {
    const given = argv[i]!;
    if (!given.startsWith('-')) {
      args.files.push(given);
      continue;
    }
    const [flag = '', joined] = splitOnce(given.replace(/^--?/, ''));
    const value = () => {
      const next = joined ?? argv[++i];
      if (next === undefined || next === '') throw new UsageError(`${given} needs a value`);
      return next;
    };
    if (oneOf(SWITCHES, flag)) args[flag] = true;
    else if (flag === 'h') args.help = true;
    else if (oneOf(TEXT, flag)) args[flag] = value();
    else if (flag === 'host') args.host = value().split(',').map(hostOf);
    else if (oneOf(LISTS, flag)) args[flag] = value().split(',').filter(Boolean) as never;
    else if (flag === 'mode') {
      args.mode = modeOf(value());
      modeGiven = true;
    } else if (flag === 'seed') args.seed = wholeNumber(flag, value());
    else if (flag === 'bless') {
      args.bless = joined ?? (isReason(argv[i + 1]) ? argv[++i]! : '');
    } else if (oneOf(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[], flag)) {
      args.effort[NUMBERS[flag]] = wholeNumber(flag, value());
    } else throw new UsageError(`unknown option ${given}`);
  }
  // A gate runs at every change and compares nothing within the run: it must be quick unless somebody says otherwise.
  if ((args.gate || args.bless !== undefined) && !modeGiven) {
    args.mode = 'quick';
    args.effort.rounds ??= GATE_ROUNDS;
  }
  if (args.against !== undefined && !modeGiven) args.mode = 'regression';
  checkContradictions(args);
  return args;
}

/** What follows `--bless` may be a bench file or folder instead. */
function isReason(text: string | undefined): boolean {
  if (text === undefined || text.startsWith('-') || !/\s/.test(text.trim())) return false;
  return !BENCH_FILE.test(text) && !existsSync(text);
}

/** Another revision is judged by itself, not by what is stored. */
function checkContradictions({ against, gate, save, bless, baseline }: Arguments): void {
  if (against === undefined) return;
  const others = { gate, save, bless: bless !== undefined, baseline: baseline !== undefined };
  for (const [name, isGiven] of Object.entries(others)) {
    if (!isGiven) continue;
    throw new UsageError(
      `--against ${against} and --${name} exclude each other: another revision is compared with this one alone; give one of them`,
    );
  }
}

function splitOnce(text: string): [string, string?] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function oneOf<const T extends string>(known: readonly T[], value: string): value is T {
  return (known as readonly string[]).includes(value);
}

function modeOf(value: string): ModeName {
  if (Object.hasOwn(modes, value)) return value as ModeName;
  throw new UsageError(`--mode is ${value}; give one of ${Object.keys(modes).join(', ')}`);
}

function hostOf(value: string): HostName {
  if (HOSTS.includes(value)) return value as HostName;
  throw new UsageError(`--host is ${value}; give ${HOSTS.join(' or ')}`);
}

function wholeNumber(flag: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`--${flag} is ${value}; give a whole number from 1 up`);
}
