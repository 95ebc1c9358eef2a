import type {
  Bench,
  BenchOptions,
  BenchSpec,
  Contender,
  HostName,
  LazyContender,
  NamedContender,
  Role,
  Suite,
} from './definition';
import { BenchError } from './errors';
import { referenceLoop } from './reference';

/** What the body of a suite is handed. */
export type SuiteBuilder = {
  /** Adds a bench under the suite's name. Throws `BenchError` for an unknown option or a value that cannot be. */
  bench<S>(id: string, spec: BenchSpec<S>): void;
};

/** Name of the contender that `{ setup, run }` without `contenders` makes. */
export const OURS = 'ours';
/** Name of the fixed loop that times are divided by. */
export const REFERENCE = 'reference loop';

const NAME = /^[\w.-]+$/;
const HOSTS: readonly HostName[] = ['node', 'chromium', 'app'];
const ROLES: readonly Role[] = ['subject', 'peer', 'control', 'reference'];
const KINDS = ['run', 'frame', 'system', 'measure'] as const;
const OPTIONS: ReadonlySet<string> = new Set([
  ...['category', 'unit', 'hosts', 'parameters', 'quantities', 'allocation', 'collect', 'safe'],
  ...['effort', 'minimumEffect', 'limitMs', 'notes', 'gate', 'reference', 'contenders'],
]);
const CONTENDER_FIELDS: ReadonlySet<string> = new Set([
  ...['role', 'controls', 'setup', 'teardown', 'counters', 'operations', 'before', 'edit'],
  ...['frames', 'turns', 'load', ...KINDS],
]);

/**
 * Registers a suite of benches, which `rafter-bench` and `collectSuites` find, and returns it. Throws `BenchError` for a name
 * that is no word, an id given twice, here or in a suite that is registered, or a bench that cannot be run.
 */
export function suite(name: string, build: (s: SuiteBuilder) => void): Suite {
  checkName('suite', name);
  const benches: Bench[] = [];
  build({
    bench(id, spec) {
      checkName('bench', id);
      const fullId = `${name}/${id}`;
      if (benches.some((bench) => bench.id === fullId)) {
        throw new BenchError(`${fullId} is defined twice; give one of them another id`);
      }
      if (isRegistered(fullId)) {
        throw new BenchError(
          `${fullId} is defined already by another suite named ${name}; give one of them another name or id`,
        );
      }
      benches.push(makeBench(name, fullId, spec));
    },
  });
  if (benches.length === 0) throw new BenchError(`suite ${name} has no bench; call s.bench in it`);
  const made: Suite = { name, benches };
  registry().push(made);
  return made;
}

/** Takes every suite registered since the last call. */
export function collectSuites(): Suite[] {
  return registry().splice(0);
}

/** Every suite registered that was not taken by `collectSuites`; leaves them registered. */
export function registeredSuites(): Suite[] {
  return [...registry()];
}

function isRegistered(id: string): boolean {
  return registry().some(({ benches }) => benches.some((bench) => bench.id === id));
}

// Found by name: a bench file may have been bundled with its own copy of this module.
function registry(): Suite[] {
  const key = Symbol.for('rafter-ui/benchmark/suites');
  const holder = globalThis as { [key]?: Suite[] };
  holder[key] ??= [];
  return holder[key];
}

function makeBench(suiteName: string, id: string, spec: BenchSpec): Bench {
  const known = 'contenders' in spec ? OPTIONS : new Set([...OPTIONS, ...CONTENDER_FIELDS]);
  refuseUnknown(id, spec, known);
  const options: BenchOptions = spec;
  const { category = suiteName, unit = 'ms', safe = false, notes, reference = true } = options;
  const hosts = options.hosts ?? (safe ? ['node', 'app'] : ['node']);
  for (const host of hosts) oneOf(`${id}: host`, host, HOSTS);
  oneOf(`${id}: unit`, unit, ['ms', 'µs', 'ns']);
  const contenders =
    'contenders' in spec
      ? Object.entries(spec.contenders).map(([name, given], at) =>
          makeContender(id, name, given, at === 0 ? 'subject' : 'peer'),
        )
      : [makeContender(id, OURS, contenderOf(spec), 'subject')];
  if (!contenders.some(({ role }) => role === 'subject')) {
    throw new BenchError(`${id} has no contender with role 'subject'; give the one of interest it`);
  }
  if (reference && !contenders.some(({ role }) => role === 'reference')) {
    contenders.push(makeContender(id, REFERENCE, referenceLoop, 'reference'));
  }
  return {
    id,
    suite: suiteName,
    category,
    unit,
    hosts,
    parameters: checkParameters(id, options.parameters ?? {}),
    quantities: options.quantities ?? {},
    allocation: options.allocation ?? 'none',
    collect: options.collect ?? true,
    safe,
    gate: options.gate ?? true,
    reference,
    effort: checkEffort(id, options.effort ?? {}),
    minimumEffect: positive(`${id}: minimumEffect`, options.minimumEffect ?? 0.02),
    limitMs: positive(`${id}: limitMs`, options.limitMs ?? 60_000),
    notes,
    contenders,
  };
}

/** The contender's fields of a bench that has one. */
function contenderOf(spec: object): Contender {
  const entries = Object.entries(spec).filter(([name]) => CONTENDER_FIELDS.has(name));
  return Object.fromEntries(entries) as Contender;
}

function makeContender(
  id: string,
  name: string,
  given: Contender | LazyContender,
  usualRole: Role,
): NamedContender {
  const role = given.role ?? usualRole;
  oneOf(`${id}: role of ${name}`, role, ROLES);
  const { controls } = given;
  if ('load' in given) {
    refuseUnknown(`${id}: ${name}`, given, new Set(['role', 'controls', 'load']));
    const load = async () => checkContender(`${id}: ${name}`, await given.load());
    return { name, role, controls, load };
  }
  checkContender(`${id}: ${name}`, given);
  return { name, role, controls, load: () => given };
}

function checkContender(where: string, contender: Contender): Contender {
  refuseUnknown(where, contender, CONTENDER_FIELDS);
  const kinds = KINDS.filter((kind) => kind in contender);
  if (kinds.length !== 1) {
    const has = kinds.length === 0 ? 'none of them' : kinds.join(' and ');
    throw new BenchError(`${where} needs one of ${KINDS.join(', ')}; it has ${has}`);
  }
  const [kind] = kinds;
  const wanted = kind === 'system' ? 'setup' : kind!;
  if (typeof (contender as Record<string, unknown>)[wanted] !== 'function') {
    throw new BenchError(`${where}: ${wanted} must be a function`);
  }
  if ('operations' in contender) positive(`${where}: operations`, contender.operations ?? 1);
  return contender;
}

function checkParameters(id: string, parameters: NonNullable<BenchOptions['parameters']>) {
  for (const [name, values] of Object.entries(parameters)) {
    const good = Array.isArray(values) && values.length > 0 && values.every(Number.isFinite);
    if (!good) {
      throw new BenchError(
        `${id}: parameter ${name} is ${JSON.stringify(values)}; give a list of numbers`,
      );
    }
  }
  return parameters;
}

const EFFORT_FIELDS: ReadonlySet<string> = new Set([
  ...['rounds', 'minMs', 'maxMs', 'minSamples', 'warmMs', 'frames', 'warmFrames'],
]);

function checkEffort(id: string, effort: NonNullable<BenchOptions['effort']>) {
  refuseUnknown(`${id}: effort`, effort, EFFORT_FIELDS);
  for (const [name, value] of Object.entries(effort)) {
    // Warming up can be left out, the rest cannot.
    if (value !== 0 || !name.startsWith('warm')) positive(`${id}: effort.${name}`, value);
  }
  return effort;
}

function checkName(what: string, name: string): void {
  if (NAME.test(name)) return;
  throw new BenchError(
    `${what} is named ${JSON.stringify(name)}; use letters, digits, '.', '_' and '-'`,
  );
}

function refuseUnknown(where: string, given: object, known: ReadonlySet<string>): void {
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new BenchError(`${where}: unknown option ${unknown}; known: ${[...known].join(', ')}`);
}

function oneOf(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new BenchError(`${what} is ${JSON.stringify(value)}; give one of ${known.join(', ')}`);
}

function positive(what: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new BenchError(`${what} is ${value}; give a number above 0`);
}
