import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../../src/benchmark/report/index';

describe('interactive progress', () => {
  it('rewrites one line with a bar, the percentage, the time left and the label', () => {
    const { progress, clock, written } = display();
    progress.plan(200);
    for (let i = 0; i < 70; i++) {
      clock.ms += 1_000;
      progress.step('virt/resize');
    }
    const last = written.at(-1) ?? '';
    expect(last.startsWith('\r')).toBe(true);
    expect(last).toContain('███████░░░░░░░░░░░░░');
    expect(last).toContain('35 %  ~2 m 10 s left  virt/resize');
    expect(written.join('')).not.toContain('\n');
  });

  it('fits into the columns and erases the line before', () => {
    const { progress, clock, written } = display({ columns: 40 });
    progress.plan(2);
    clock.ms = 1_000;
    progress.step('a/label-that-is-far-too-long-for-a-narrow-terminal');
    const [line = '', rest] = (written[0] ?? '').slice(1).split(String.fromCharCode(27));
    expect([...line].length).toBe(39);
    expect(line.endsWith('…')).toBe(true);
    expect(rest).toBe('[K');
  });

  it('does not redraw more than ten times a second, but draws the last step', () => {
    const { progress, clock, written } = display();
    progress.plan(100);
    for (let i = 0; i < 100; i++) {
      clock.ms += 10;
      progress.step('fast');
    }
    expect(written.length).toBeLessThanOrEqual(12);
    expect(written.at(-1)).toContain('100 %');
  });

  it('clears its line at the end, once', () => {
    const { progress, written } = display();
    progress.plan(1);
    progress.step('only');
    progress.done();
    progress.done();
    progress.step('late');
    expect(written).toHaveLength(2);
    expect(written.at(-1)).toBe(`\r${String.fromCharCode(27)}[K`);
  });

  it('uses seven bits where asked', () => {
    const { progress, written } = display({ unicode: false });
    progress.plan(2);
    progress.step('half');
    expect(written[0]).toContain('[##########..........]');
  });
});

describe('time left', () => {
  it('falls steadily while steps take equally long', () => {
    const left = estimates(Array.from({ length: 20 }, () => 1_000));
    expect(left).toEqual(Array.from({ length: 20 }, (_, i) => 19 - i));
  });

  it('does not jump at one step that takes 60 times as long', () => {
    const steps = Array.from({ length: 40 }, (_, i) => (i === 20 ? 60_000 : 1_000));
    const left = estimates(steps);
    expect(Math.abs((left[20] ?? 0) - (left[19] ?? 0))).toBeLessThanOrEqual(5);
  });

  it('follows steps that really become slower', () => {
    const left = estimates([...Array(20).fill(1_000), ...Array(40).fill(4_000)], 80);
    expect(left.at(-1)).toBeGreaterThan(40);
  });

  it('is never negative nor n/a, whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 90_000 }), { minLength: 1 }),
        fc.nat(60),
        (steps, planned) => {
          const { progress, clock, written } = display({ interactive: false });
          progress.plan(planned);
          for (const ms of steps) {
            clock.ms += ms;
            progress.step('x');
          }
          expect(written.join('')).not.toMatch(/n\/a|~-|NaN|-\d+ %|1[1-9]\d %/);
        },
      ),
    );
  });
});

describe('progress in a log', () => {
  it('adds a line for every tenth', () => {
    const { progress, clock, written } = display({ interactive: false });
    progress.plan(1_000);
    for (let i = 0; i < 1_000; i++) {
      clock.ms += 10;
      progress.step('same');
    }
    progress.done();
    expect(written).toHaveLength(10);
    expect(written[0]).toBe(' 10 %  ~9 s left  same\n');
    expect(written.join('')).not.toMatch(/[\r█]/);
  });

  it('adds a line for a new bench every 5 seconds at most', () => {
    const { progress, clock, written } = display({ interactive: false });
    progress.plan(10_000);
    for (let i = 0; i < 100; i++) {
      clock.ms += 1_000;
      progress.step(`bench ${i}`);
    }
    expect(written).toHaveLength(20);
  });

  it('stays quiet while the same slow bench goes on', () => {
    const { progress, clock, written } = display({ interactive: false });
    progress.plan(10_000);
    for (let i = 0; i < 100; i++) {
      clock.ms += 6_000;
      progress.step('slow');
    }
    expect(written).toHaveLength(1);
  });
});

function display(options: { columns?: number; interactive?: boolean; unicode?: boolean } = {}) {
  const clock = { ms: 0 };
  const written: string[] = [];
  const progress = createProgress({
    write: (text) => written.push(text),
    now: () => clock.ms,
    interactive: true,
    ...options,
  });
  return { progress, clock, written };
}

/** Seconds left that are shown after each step. */
function estimates(steps: readonly number[], planned = steps.length): number[] {
  const { progress, clock, written } = display();
  progress.plan(planned);
  for (const ms of steps) {
    clock.ms += ms;
    progress.step('x');
  }
  return written.map((line) => {
    const [, minutes, amount, unit] = /~(?:(\d+) m )?([\d.]+) (m?s) left/.exec(line) ?? [];
    return Number(minutes ?? 0) * 60 + Number(amount) / (unit === 'ms' ? 1_000 : 1);
  });
}
