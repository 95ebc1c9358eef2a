import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../../../src/benchmark/node/arguments';

describe('the command line', () => {
  it('is standard, of everything, without a word', () => {
    expect(parseArguments([])).toMatchObject({ files: [], only: [], mode: 'standard', seed: 1 });
  });

  it('takes files, lists and values, joined by = or not', () => {
    const args = parseArguments([
      ...['bench/a.bench.ts', '--only', 'virt/*,ecs/a', '--mode=full', '--rounds', '12'],
      ...['--warm', '300', '--host', 'chromium', '--json=out.json', '--headed', 'bench/b'],
    ]);
    expect(args).toMatchObject({
      files: ['bench/a.bench.ts', 'bench/b'],
      only: ['virt/*', 'ecs/a'],
      mode: 'full',
      effort: { rounds: 12, warmFrames: 300 },
      host: ['chromium'],
      json: 'out.json',
      headed: true,
    });
  });

  it('is quick for a gate and careful against a revision, unless told', () => {
    expect(parseArguments(['--gate']).mode).toBe('quick');
    expect(parseArguments(['--bless']).mode).toBe('quick');
    expect(parseArguments(['--against', 'main']).mode).toBe('regression');
    expect(parseArguments(['--gate', '--mode', 'standard']).mode).toBe('standard');
  });

  it('tells a blessing without a reason from one with', () => {
    expect(parseArguments(['--gate'])).not.toHaveProperty('bless');
    expect(parseArguments(['--bless', '--gate'])).toMatchObject({ bless: '', gate: true });
    expect(parseArguments(['--bless', 'rows have a badge'])).toMatchObject({
      bless: 'rows have a badge',
    });
  });

  it('takes no bench file or folder for a reason', () => {
    for (const file of ['bench/a.bench.ts', 'with a space.bench.mjs', 'src']) {
      expect(parseArguments(['--bless', file])).toMatchObject({ bless: '', files: [file] });
    }
    expect(parseArguments(['--bless=reason', 'src'])).toMatchObject({
      bless: 'reason',
      files: ['src'],
    });
  });

  it.each([
    [['--gate'], '--against main and --gate exclude'],
    [['--save'], '--save'],
    [['--bless'], '--bless'],
    [['--baseline', 'a.json'], '--baseline'],
  ])('refuses --against with %j', (argv, message) => {
    expect(() => parseArguments(['--against', 'main', ...argv])).toThrow(UsageError);
    expect(() => parseArguments([...argv, '--against', 'main'])).toThrow(message);
  });

  it.each([
    [['--nope'], 'unknown option --nope'],
    [['--only'], '--only needs a value'],
    [['--mode', 'fast'], '--mode is fast; give one of quick'],
    [['--host', 'firefox'], '--host is firefox; give node or chromium'],
    [['--rounds', '0'], '--rounds is 0; give a whole number from 1 up'],
    [['--seed', '1.5'], '--seed is 1.5'],
  ])('%j is refused: %s', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
