import { collectSuites, type Suite } from 'rafter-ui/benchmark';
import { beforeAll, describe, expect, it } from 'vitest';

const files = import.meta.glob('../../../bench/**/*.bench.ts');

let suites: Suite[] = [];
const emptyFiles: string[] = [];

beforeAll(async () => {
  // Whatever was registered before is not from a file.
  collectSuites();
  for (const [file, load] of Object.entries(files)) {
    await load();
    const found = collectSuites();
    if (found.length === 0) emptyFiles.push(file);
    suites = [...suites, ...found];
  }
}, 60_000);

describe('the bench files', () => {
  it('each define a suite', () => {
    expect(Object.keys(files).length).toBeGreaterThan(5);
    expect(emptyFiles).toEqual([]);
  });

  it('give no id twice, also where suites share a name', () => {
    const ids = allBenches().map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('keep the ids that reports are compared by', () => {
    const ids = allBenches().map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        ...['ecs/spawn-10k', 'ecs/touch-10k', 'layout/full-10k', 'layout/one-leaf'],
        ...['layout/full-1k', 'layout/build-10k', 'layout/resize-root', 'layout/text-1k'],
        ...[
          'virt/resize-1m',
          'virt/insert-1m',
          'virt/mount-1m',
          'virt/measured-1m',
          'virt/find-1m',
        ],
        ...[
          'render/moving-50k',
          'render/moving-50k-cpu',
          'render/rebuild',
          'render/idle',
          'scroll/cpu',
          'scroll/raster',
        ],
        ...['ecs/spawn', 'layout/full', 'virt/find', 'virt/memory-1m'],
        ...['systems/layout', 'systems/projection', 'systems/batching'],
        ...['load/elements', 'load/tasks', 'load/network', 'load/fling'],
        ...['app/scroll', 'app/one-counter', 'app/idle', 'app/hover'],
        ...['load/together', 'load/together-page', 'bench/overhead', 'bench/false-alarms'],
        ...['text/changing-1k', 'text/changing-1k-cpu', 'text/paragraph-1k', 'text/cold'],
        ...['text/paragraph-1k-cpu', 'text/cold-alphabets', 'text/numbers', 'text/numbers-styled'],
        'text/numbers-decimals',
      ]),
    );
  });

  it('name a subject of each bench and every contender once', () => {
    for (const { id, contenders } of allBenches()) {
      const names = contenders.map(({ name }) => name);
      expect(new Set(names).size, id).toBe(names.length);
      const subjects = contenders.filter(({ role }) => role === 'subject');
      expect(subjects.length, id).toBeGreaterThan(0);
      for (const { name } of subjects) expect(name, id).not.toBe('');
    }
  });

  it('say what is measured beside the numbers', () => {
    const silent = allBenches().filter(({ notes }) => notes === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('take parameters from small to large, sizes from 1 up', () => {
    for (const { id, parameters } of allBenches()) {
      for (const values of Object.values(parameters)) {
        expect(values[0], id).toBeGreaterThanOrEqual(1);
        for (let i = 1; i < values.length; i++) {
          expect(values[i], id).toBeGreaterThan(values[i - 1]!);
        }
      }
    }
  });
});

function allBenches() {
  return suites.flatMap(({ benches }) => benches);
}
