import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { parseRun } from '../../src/benchmark/report';
import {
  AGAINST,
  BAD,
  BOTH,
  BYTES,
  ENDLESS,
  GOOD,
  PRINTS,
  WORK,
  withChromium,
} from './command-benches';
import { createProject, type Project } from './project';

const QUICK = ['--mode', 'quick', '--rounds', '3'];

// Each takes many processes and 5 s or more; what they rest on has unit tests of its own.
const inLongTier = it.runIf(process.env.RAFTER_LONG === '1');

/** A signal, a mode, and the exit code. */
const SIGNALS: readonly (readonly [NodeJS.Signals, string, number])[] =
  process.env.RAFTER_LONG === '1'
    ? [
        ['SIGINT', 'continuous', 0],
        ['SIGINT', 'standard', 130],
        ['SIGTERM', 'continuous', 143],
      ]
    : [['SIGINT', 'standard', 130]];

let project: Project;

/** The command in a process of its own in the long tier, in this one where time is short. */
const runHere: Project['call'] = (argv) =>
  process.env.RAFTER_LONG === '1' ? project.run(argv) : project.call(argv);

beforeAll(async () => {
  project = await createProject();
});

afterAll(() => project.dispose());

beforeEach(() => {
  project.write('bench/good.bench.ts', GOOD);
  project.write('CHANGELOG.md', '# Changelog\n\n- Rows have a badge, one draw more.\n');
});

describe('rafter-bench', () => {
  inLongTier('runs what it finds, prints it and writes every report', async () => {
    const reports = [
      '--json',
      'out/a.json',
      '--markdown',
      'a.md',
      '--html',
      'a.html',
      '--junit',
      'a.xml',
    ];
    const { code, out } = await project.run([...QUICK, ...reports]);
    expect(code).toBe(0);
    expect(out).toContain('good/sum');
    const run = parseRun(project.read('out/a.json'));
    expect(run.benches.map(({ id }) => id)).toEqual(['good/sum', 'good/draws']);
    expect(run.environment).toMatchObject({ collection: true });
    expect(project.read('a.md')).toContain('good/sum');
    expect(project.read('a.html')).toMatch(/^<!doctype html>/i);
    expect(project.read('a.xml')).toContain('<testsuite');
  });

  inLongTier('tells bytes a run allocates from none', async () => {
    project.write('bench/bytes.bench.ts', BYTES);
    const { out } = await runHere([...QUICK, 'bench/bytes.bench.ts', '--json', 'a.json']);
    project.write('bench/bytes.bench.ts', '');
    const [none, some] = parseRun(project.read('a.json')).benches;
    expect(none!.cases[0]!.contenders[0]!.counters, out).toEqual({ allocatedBytes: 0 });
    const { allocated } = some!.cases[0]!.contenders[0]!.quantities;
    expect(allocated!.summary.median).toBeGreaterThan(64);
    expect(allocated!.summary.median).toBeLessThan(200);
  });

  it('lists ids without running anything', async () => {
    const { code, out } = await project.run(['--list']);
    expect([code, out]).toEqual([0, 'good/sum\ngood/draws\n']);
  });

  inLongTier('names an unknown id and runs the rest', async () => {
    const { code, out } = await runHere([...QUICK, '--only', 'good/sum,good/nope']);
    expect(code).toBe(1);
    expect(out).toMatch(/unknown bench good\/nope; known: good\/sum, good\/draws/);
    expect(out).toMatch(/time +ns/);
  });

  inLongTier('names an id that two files define, and runs the first', async () => {
    project.write('bench/zzz.bench.ts', GOOD);
    const { code, out } = await project.run([...QUICK, '--only', 'good/draws']);
    project.write('bench/zzz.bench.ts', '');
    expect(code).toBe(1);
    expect(out).toMatch(/zzz.bench.ts could not be loaded: good\/sum, good\/draws is defined in/);
    expect(out).toMatch(/good\/draws ours: draws 4/);
  });

  it.each([
    [['--only', 'nope'], /unknown bench nope; known: good\/sum/],
    [['--nope'], /unknown option --nope\n\nUsage: rafter-bench/],
    [['nowhere'], /there is no nowhere; give bench files or folders/],
    [['--json', 'bench'], /--json bench cannot be written/],
    [['--config', 'x.mjs'], /--config x.mjs: there is no such file/],
    [['--against', 'nope'], /--against nope: there is no such revision/],
    [['--category', 'nope'], /unknown category nope; known: good/],
    [['--against', 'HEAD', '--gate'], /--against HEAD and --gate exclude each other.*\n\nUsage/],
    [['--baseline', 'none.json'], /--baseline none.json: there is no such file/],
  ])('exits with 2 and says why for %j', async (argv, message) => {
    const { code, err, out } = await runHere(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  inLongTier(
    'names what throws, never ends, dies or does not build, and measures the rest',
    async () => {
      project.write('bench/bad.bench.ts', BAD);
      project.write('bench/broken.bench.ts', "import { x } from './missing';\nx();\n");
      const { code, out } = await runHere(QUICK);
      project.write('bench/bad.bench.ts', '');
      project.write('bench/broken.bench.ts', '');
      expect(code).toBe(1);
      expect(out).toContain('bad/throws ours: boom');
      expect(out).toContain('bad/endless ours: ours took longer than 1500 ms');
      expect(out).toContain('bad/dies ours: its process ended (exit code 3)');
      expect(out).toMatch(/broken.bench.ts could not be built: .*missing/s);
      expect(out).toMatch(/good\/sum\n +time +ns +[\d.]+/);
      expect(out + project.root).not.toMatch(new RegExp(`could not.*${project.root}`));
    },
  );

  inLongTier(
    'measures the rest where a file ends the process as it is loaded, and shows what benches print',
    async () => {
      project.write('bench/exits.bench.ts', 'process.exit(3);');
      project.write('bench/prints.bench.ts', PRINTS);
      const { code, out, err } = await project.run([...QUICK, '--only', 'good/draws,prints/a']);
      project.remove('bench/exits.bench.ts');
      project.remove('bench/prints.bench.ts');
      expect(code).toBe(1);
      expect(out).toMatch(/exits.bench.ts could not be loaded: its process ended \(exit code 3\)/);
      expect(out).toMatch(/good\/draws ours: draws 4/);
      expect(err).toContain('said by a bench');
      expect(out).not.toContain('said by a bench');
    },
  );

  inLongTier('measures in Node what it can where there is no browser', async () => {
    project.write('bench/both.bench.ts', BOTH);
    const env = { RAFTER_CHROMIUM: '/nowhere/chromium' };
    const only = ['--only', 'both/a', '--json', 'a.json'];
    const { code, err } = await project.run([...QUICK, ...only], undefined, env);
    project.remove('bench/both.bench.ts');
    expect(code, err).toBe(1);
    const { benches, failures } = parseRun(project.read('a.json'));
    expect(benches.map(({ id, host }) => [id, host])).toEqual([['both/a', 'node']]);
    expect(failures).toEqual([
      expect.stringMatching(/^both\/a did not run in Chromium: the browser is to be .*chromium/),
    ]);
  });

  inLongTier('gives pages only the files of the benches that run in them', async () => {
    project.write('bench/both.bench.ts', BOTH);
    project.write(
      'bench/zzz.bench.ts',
      `if ('document' in globalThis) throw new Error('in a page');`,
    );
    project.write('chromium.config.mjs', withChromium(project.read('rafter-bench.config.mjs')));
    const host = ['--host', 'chromium', '--config', 'chromium.config.mjs'];
    const env = { RAFTER_CHROMIUM: findChromium() };
    const { code, out } = await project.run([...QUICK, ...host], undefined, env);
    project.remove('bench/both.bench.ts');
    project.remove('bench/zzz.bench.ts');
    expect(code, out).toBe(0);
    expect(out).toContain('both/a');
  });

  it.each(SIGNALS)(
    'stops at once after %s in mode %s, and leaves nothing behind',
    async (signal, mode, exitCode) => {
      // Its step would go on for a minute, which is more than this test has.
      project.write('bench/endless.bench.ts', ENDLESS);
      const { code, err } = await project.run(['--mode', mode, '--only', 'endless/*'], (kill) => {
        const waiting = setInterval(() => {
          if (!project.has('started')) return;
          clearInterval(waiting);
          kill(signal);
        }, 50);
      });
      project.remove('bench/endless.bench.ts');
      project.remove('started');
      expect([code, err.includes('stopped')]).toEqual([exitCode, true]);
      const { readdirSync } = await import('node:fs');
      expect(readdirSync(`${project.root}/node_modules/.cache/rafter-bench`)).toEqual([]);
    },
  );
});

describe('the gate', () => {
  it('holds counters: one draw more fails by name, until a line of the changelog excuses it', async () => {
    const gate = ['--gate', '--mode', 'quick', '--rounds', '2', '--only', 'good/draws'];
    expect((await runHere([...gate, '--bless'])).code).toBe(0);
    expect(project.read('bench/baselines/counters.json')).toContain('draws');

    project.write('bench/good.bench.ts', GOOD.replace('draws += 4', 'draws += 5'));
    const grown = await runHere(gate);
    expect(grown.code).toBe(1);
    expect(grown.out).toMatch(/good\/draws ours.*draws.*4.*5/);

    if (process.env.RAFTER_LONG !== '1') return;
    const silent = await runHere([...gate, '--bless']);
    expect(silent.code).toBe(2);
    expect(silent.err).toMatch(/draws/);

    const line = 'Rows have a badge, one draw more';
    expect((await runHere([...gate, '--bless', line])).code).toBe(0);
    expect((await runHere(gate)).code).toBe(0);
  });

  inLongTier('takes no line that the changelog has not, or has no more', async () => {
    const gate = ['--gate', '--rounds', '2', '--only', 'good/draws'];
    project.remove('bench/baselines/counters.json');
    expect((await project.run([...gate, '--bless'])).code).toBe(0);
    project.write('bench/good.bench.ts', GOOD.replace('draws += 4', 'draws += 5'));
    expect((await project.run([...gate, '--bless', 'because I can, says nobody'])).code).toBe(2);
    expect((await project.run(gate)).code).toBe(1);
    const line = 'Rows have a badge, one draw more';
    expect((await project.run([...gate, '--bless', line])).code).toBe(0);
    project.write('CHANGELOG.md', '# Changelog\n');
    expect((await project.run(gate)).code).toBe(1);
  });

  inLongTier(
    'fails on a counter in no book, and on a bench that is no more, until they are blessed',
    async () => {
      const gate = ['--gate', '--rounds', '2'];
      project.remove('bench/baselines/counters.json');
      const unknown = await project.run(gate);
      expect(unknown.code).toBe(1);
      expect(unknown.out).toMatch(/good\/draws ours: draws is 4 and in no book yet; --bless/);
      expect(unknown.out).toMatch(/no history for .*; times were not judged; --save begins one/);
      expect((await project.run(['--gate', '--rounds', '2', '--bless'])).code).toBe(0);
      expect((await project.run(gate)).code).toBe(0);

      project.write('bench/good.bench.ts', GOOD.replace("'draws', {", "'paints', {"));
      const renamed = await project.run(gate);
      expect(renamed.code).toBe(1);
      expect(renamed.out).toMatch(
        /good\/draws ours: draws is no longer counted, for no file defines/,
      );
      // What was not asked for is not missed.
      const part = await project.run([...gate, '--only', 'good/sum']);
      expect(part.code).toBe(0);
      expect((await project.run([...gate, '--bless'])).code).toBe(2);
      const reason = '--bless=Rows have a badge, one draw more';
      expect((await project.run([...gate, reason])).code).toBe(0);
      expect((await project.run(gate)).code).toBe(0);
    },
  );

  inLongTier(
    'names a broken baseline, and still runs and judges the rest; peers are left out',
    async () => {
      project.write('bench/baselines/counters.json', '{"format":');
      const { code, out } = await runHere(['--gate', '--rounds', '2', '--json', 'a.json']);
      project.write(
        'bench/baselines/counters.json',
        '{"format":"rafter-counters/1","counters":{}}',
      );
      expect(code).toBe(1);
      expect(out).toMatch(/counter.*(JSON|broken|restore)/i);
      expect(out).toMatch(/good\/sum/);
      expect(out).not.toContain('by reduce');
      const [sum] = parseRun(project.read('a.json')).benches;
      expect(sum!.cases[0]!.contenders.map(({ role }) => role)).toEqual(['subject', 'reference']);
    },
  );

  inLongTier(
    'keeps a history of its environment when asked, which later runs are judged by',
    async () => {
      const save = ['--gate', '--save', '--rounds', '2', '--only', 'good/sum'];
      await project.run(save);
      await project.run([...save, '--json', 'a.json']);
      const { trends } = parseRun(project.read('a.json'));
      expect(Object.values(trends!).map(({ values }) => values.length)).toEqual([2]);
    },
  );
});

describe('--against', () => {
  inLongTier(
    'finds the slower revision and the counter that grew, and nothing where nothing changed',
    async () => {
      project.write('.gitignore', 'node_modules\n');
      project.write('src/work.ts', WORK);
      project.write('bench/good.bench.ts', AGAINST);
      project.git('add', '-A');
      project.git('commit', '-qm', 'first');
      const against = ['--against', 'HEAD', '--rounds', '8', '--only', 'good/*'];

      const same = await project.run([...against, '--json', 'a.json', '--strict']);
      expect(same.code, same.out).toBe(0);
      expect(parseRun(project.read('a.json')).findings).toEqual([]);

      project.write('src/work.ts', WORK.replace('200', '300').replace('steps = 1', 'steps = 2'));
      const slower = await project.run([...against, '--json', 'a.json']);
      const findings = parseRun(project.read('a.json')).findings ?? [];
      expect(findings.map(({ kind }) => kind).sort(), slower.out).toEqual(['alarm', 'counter']);
      const alarm = findings.find(({ kind }) => kind === 'alarm')!;
      expect(alarm.p).toBeLessThan(0.01);
      expect(alarm.severity).toMatch(/major|moderate|critical/);
      expect(slower.code).toBe(1);
      expect(project.git('worktree', 'list').split('\n')).toHaveLength(1);
    },
  );

  inLongTier(
    'takes the packages of the other revision where its lockfile is another, and names what it leaves out',
    async () => {
      project.write(
        'bench/both.bench.ts',
        `import { value } from 'dep';\n${BOTH.replace('+= 1', '+= value')}`,
      );
      project.write('.gitignore', 'node_modules\n');
      packDependency(1);
      project.git('add', '-A');
      project.git('commit', '-qm', 'with a package');
      packDependency(2);
      const { code, out } = await project.run(
        [...['--against', 'HEAD', '--rounds', '2', '--only', 'both/a'], '--json', 'a.json'],
        undefined,
        // Nor is a browser started for it.
        { RAFTER_CHROMIUM: '/nowhere/chromium' },
      );
      project.remove('bench/both.bench.ts');
      expect(code, out).toBe(1);
      const { findings = [], failures } = parseRun(project.read('a.json'));
      expect(failures).toEqual([]);
      expect(findings).toContainEqual(
        expect.objectContaining({
          kind: 'counter',
          series: 'both/a ours: made',
          before: 1,
          after: 2,
        }),
      );
      expect(findings).toContainEqual({
        kind: 'baseline',
        series: 'against',
        message: 'both/a@chromium was left out: --against compares what runs in Node',
      });
    },
  );
});

/** Makes a version of a package, installed and locked in the project. */
function packDependency(version: number): void {
  const manifest = JSON.stringify({
    name: 'dep',
    version: `${version}.0.0`,
    type: 'module',
    main: 'i.js',
  });
  const text = `export const value = ${version};`;
  project.write('node_modules/dep/package.json', manifest);
  project.write('node_modules/dep/i.js', text);
  project.write('packed/package/package.json', manifest);
  project.write('packed/package/i.js', text);
  const file = `dep-${version}.tgz`;
  execFileSync('tar', ['czf', file, '-C', 'packed', 'package'], { cwd: project.root });
  project.remove('packed');
  const dependencies = { dep: `file:${file}` };
  project.write('package.json', JSON.stringify({ name: 'p', version: '1.0.0', dependencies }));
  const packages = {
    '': { name: 'p', version: '1.0.0', dependencies },
    'node_modules/dep': { version: `${version}.0.0`, resolved: `file:${file}` },
  };
  const lock = { name: 'p', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  project.write('package-lock.json', JSON.stringify(lock));
}
