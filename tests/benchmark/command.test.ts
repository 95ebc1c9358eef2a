import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseRun } from '../../src/benchmark/report';
import { createProject, type Project } from './project';

const QUICK = ['--mode', 'quick', '--rounds', '3'];

let project: Project;

beforeAll(async () => {
  project = await createProject();
});

afterAll(() => project.dispose());

beforeEach(() => {
  project.write('bench/good.bench.ts', GOOD);
  project.write('CHANGELOG.md', '# Changelog\n\n- Rows have a badge, one draw more.\n');
});

describe('rafter-bench', () => {
  it('runs what it finds, prints it and writes every report', async () => {
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

  it('tells bytes a run allocates from none', async () => {
    project.write('bench/bytes.bench.ts', BYTES);
    const { out } = await project.run([...QUICK, 'bench/bytes.bench.ts', '--json', 'a.json']);
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

  it('names an unknown id and runs the rest', async () => {
    const { code, out } = await project.run([...QUICK, '--only', 'good/sum,good/nope']);
    expect(code).toBe(1);
    expect(out).toMatch(/unknown bench good\/nope; known: good\/sum, good\/draws/);
    expect(out).toMatch(/time +ns/);
  });

  it('names an id that two files define, and runs the first', async () => {
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
  ])('exits with 2 and says why for %j', async (argv, message) => {
    const { code, err, out } = await project.run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('names what throws, never ends, dies or does not build, and measures the rest', async () => {
    project.write('bench/bad.bench.ts', BAD);
    project.write('bench/broken.bench.ts', "import { x } from './missing';\nx();\n");
    const { code, out } = await project.run(QUICK);
    project.write('bench/bad.bench.ts', '');
    project.write('bench/broken.bench.ts', '');
    expect(code).toBe(1);
    expect(out).toContain('bad/throws ours: boom');
    expect(out).toContain('bad/endless ours: ours took longer than 1500 ms');
    expect(out).toContain('bad/dies ours: its process ended (exit code 3)');
    expect(out).toMatch(/broken.bench.ts could not be built: .*missing/s);
    expect(out).toMatch(/good\/sum\n +time +ns +[\d.]+/);
    expect(out + project.root).not.toMatch(new RegExp(`could not.*${project.root}`));
  });

  it('stops at once when it is told to, and leaves nothing behind', async () => {
    const { code, err } = await project.run(['--mode', 'continuous'], (kill) =>
      setTimeout(() => kill('SIGINT'), 2_500),
    );
    expect([code, err.includes('stopped')]).toEqual([0, true]);
    expect(project.has('node_modules/.cache/rafter-bench')).toBe(true);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(`${project.root}/node_modules/.cache/rafter-bench`)).toEqual([]);
  });
});

describe('the gate', () => {
  it('holds counters: one draw more fails by name, until a line of the changelog excuses it', async () => {
    const gate = ['--gate', '--rounds', '2', '--only', 'good/draws'];
    expect((await project.run([...gate, '--bless'])).code).toBe(0);
    expect(project.read('bench/baselines/counters.json')).toContain('draws');
    expect((await project.run(gate)).code).toBe(0);

    project.write('bench/good.bench.ts', GOOD.replace('draws += 4', 'draws += 5'));
    const grown = await project.run(gate);
    expect(grown.code).toBe(1);
    expect(grown.out).toMatch(/good\/draws ours.*draws.*4.*5/);

    const silent = await project.run([...gate, '--bless']);
    expect(silent.code).toBe(2);
    expect(silent.err).toMatch(/draws/);
    expect((await project.run([...gate, '--bless', 'because I can, says nobody'])).code).toBe(2);
    expect((await project.run(gate)).code).toBe(1);

    expect((await project.run([...gate, '--bless', 'Rows have a badge, one draw more'])).code).toBe(
      0,
    );
    expect((await project.run(gate)).code).toBe(0);
    project.write('CHANGELOG.md', '# Changelog\n');
    expect((await project.run(gate)).code).toBe(1);
  });

  it('names a broken baseline, and still runs and judges the rest', async () => {
    project.write('bench/baselines/counters.json', '{"format":');
    const { code, out } = await project.run(['--gate', '--rounds', '2']);
    project.write('bench/baselines/counters.json', '{"format":"rafter-counters/1","counters":{}}');
    expect(code).toBe(1);
    expect(out).toMatch(/counter.*(JSON|broken|restore)/i);
    expect(out).toMatch(/good\/sum/);
  });

  it('leaves peers out', async () => {
    const { out } = await project.run(['--gate', '--rounds', '2', '--json', 'a.json']);
    expect(out).not.toContain('by reduce');
    const [sum] = parseRun(project.read('a.json')).benches;
    expect(sum!.cases[0]!.contenders.map(({ role }) => role)).toEqual(['subject', 'reference']);
  });

  it('keeps a history of its environment when asked, which later runs are judged by', async () => {
    const save = ['--gate', '--save', '--rounds', '2', '--only', 'good/sum'];
    await project.run(save);
    await project.run([...save, '--json', 'a.json']);
    const { trends } = parseRun(project.read('a.json'));
    expect(Object.values(trends!).map(({ values }) => values.length)).toEqual([2]);
  });
});

describe('--against', () => {
  it('finds the slower revision and the counter that grew, and nothing where nothing changed', async () => {
    project.write('.gitignore', 'node_modules\n');
    project.write('src/work.ts', WORK);
    project.write('bench/good.bench.ts', AGAINST);
    project.git('init', '-q');
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
  });
});

const GOOD = `import { suite } from 'rafter-ui/benchmark';
const numbers = Array.from({ length: 100 }, (_, i) => i);
suite('good', (s) => {
  s.bench('sum', {
    unit: 'ns',
    contenders: {
      'by a loop': { run() { let sum = 0; for (const n of numbers) sum += n; return sum; } },
      'by reduce': { run: () => numbers.reduce((a, b) => a + b, 0) },
    },
  });
  s.bench('draws', {
    setup: () => ({ draws: 0 }),
    run(state) { state.draws += 4; },
    counters: ({ draws }) => ({ draws }),
  });
});
`;

const BYTES = `import { suite } from 'rafter-ui/benchmark';
suite('bytes', (s) => {
  s.bench('none', { allocation: 'gate', run: () => Math.sqrt(2) });
  s.bench('some', { allocation: 'measure', run: () => new Array(10).fill(0) });
});
`;

const BAD = `import { suite } from 'rafter-ui/benchmark';
suite('bad', (s) => {
  s.bench('throws', { run() { throw new Error('boom'); } });
  s.bench('endless', { limitMs: 1500, run() { for (;;); } });
  s.bench('dies', { run() { process.exit(3); } });
});
`;

const WORK = `export const steps = 1;
export function work(): number {
  let sum = 0;
  for (let i = 0; i < 200; i++) sum += Math.imul(i, sum | 1);
  return sum;
}
`;

const AGAINST = `import { suite } from 'rafter-ui/benchmark';
import { steps, work } from '../src/work';
suite('good', (s) => {
  s.bench('work', {
    unit: 'ns',
    effort: { warmMs: 100, minMs: 20, maxMs: 100 },
    setup: () => ({ steps: 0 }),
    run(state) { state.steps += steps; return work(); },
    counters: (state) => ({ steps: state.steps }),
  });
});
`;
