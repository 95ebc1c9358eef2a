import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_LAST,
  LINE_MAY_BREAK,
  type TextRuns,
} from '../../../../src/ecs/stores';
import {
  createLineBreaker,
  intrinsicWidths,
  type WrapOptions,
} from '../../../../src/systems/text/wrap';

const RUNS = process.env.RAFTER_LONG === '1' ? 100_000 : 1_000;
const WIDTH = 10;

describe('wrap', () => {
  it('ends lines where an oracle ends them that tries every end', () => {
    const breaker = createLineBreaker();
    fc.assert(
      fc.property(
        text(),
        fc.integer({ min: 0, max: 160 }),
        fc.boolean(),
        (content, width, breaksWords) => {
          const run = runOf(content);
          breaker.wrap(run, 0, content.length, options({ width, breaksWords }));
          expect(linesOf(breaker, content)).toEqual(oracle(content, width, breaksWords));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('is the same wherever the run stands in the arena', () => {
    const breaker = createLineBreaker();
    const content = 'one two  three\nfour-five six';
    const run = runOf(content);
    const moved = movedBy(run, 7, content.length);
    breaker.wrap(run, 0, content.length, options({ width: 80 }));
    const lines = linesOf(breaker, content);
    breaker.wrap(moved, 7, content.length, options({ width: 80 }));
    expect(linesOf(breaker, content)).toEqual(lines);
    expect(lines.length).toBeGreaterThan(3);
  });

  it('lets white space hang at the end of a line, and measures without it', () => {
    const { breaker } = wrapped('aaaa    bb', { width: 45 });
    expect([...breaker.shown.subarray(0, 2)]).toEqual([4, 10]);
    expect([...breaker.first.subarray(0, 2)]).toEqual([0, 8]);
    expect([...breaker.width.subarray(0, 2)]).toEqual([40, 20]);
  });

  it('shows a hyphen where a line ends at a soft one that has room, and none elsewhere', () => {
    const soft = 'abc\u00addefg hi';
    const { breaker } = wrapped(soft, { width: 45, hyphenAdvance: 10 });
    expect(breaker.count).toBe(3);
    expect(breaker.flags[0]! & LINE_HYPHEN).toBe(LINE_HYPHEN);
    expect(breaker.width[0]).toBe(40);
    expect(breaker.flags[1]! & LINE_HYPHEN).toBe(0);
    expect(wrapped('xy abc\u00addefg', { width: 65, hyphenAdvance: 10 }).breaker.first[1]).toBe(3);
    expect(wrapped('xy abc\u00addefg', { width: 70, hyphenAdvance: 10 }).breaker.first[1]).toBe(7);
  });

  it('ends the last of the lines it may have in an ellipsis, and what it says is all there', () => {
    const { breaker } = wrapped('aa bb cc dd ee', {
      width: 55,
      maxLines: 2,
      ellipsis: true,
      ellipsisAdvance: 10,
    });
    expect(breaker.count).toBe(2);
    expect(breaker.flags[1]! & LINE_ELLIPSIS).toBe(LINE_ELLIPSIS);
    expect([breaker.first[1], breaker.shown[1], breaker.width[1]]).toEqual([6, 10, 50]);
    const whole = wrapped('aa bb cc dd', {
      width: 55,
      maxLines: 2,
      ellipsis: true,
      ellipsisAdvance: 10,
    });
    expect(whole.breaker.flags[1]! & LINE_ELLIPSIS).toBe(0);
  });

  it('cuts a line that does not wrap at its end or in its middle', () => {
    const end = wrapped('abcdefghij', {
      wraps: false,
      width: 65,
      ellipsis: true,
      ellipsisAdvance: 10,
    }).breaker;
    expect([end.shown[0], end.width[0], end.flags[0]! & LINE_ELLIPSIS]).toEqual([
      5,
      60,
      LINE_ELLIPSIS,
    ]);
    const middle = wrapped('abcdefghij', {
      wraps: false,
      width: 65,
      ellipsis: true,
      ellipsisInMiddle: true,
      ellipsisAdvance: 10,
    }).breaker;
    expect([middle.shown[0], middle.tail[0], middle.end[0], middle.width[0]]).toEqual([
      2, 7, 10, 60,
    ]);
  });

  it('moves what follows a tab to the next stop of its line', () => {
    const { run, breaker } = wrapped('a\tbcde\tf\ng\th', { wraps: false, tabAdvance: 40 });
    expect([...run.x.subarray(0, 8)]).toEqual([0, 10, 40, 50, 60, 70, 80, 120]);
    expect(run.x[11]! - run.x[9]!).toBe(40);
    expect(breaker.count).toBe(2);
    breaker.wrap(run, 0, 12, options({ wraps: false, tabAdvance: 40 }));
    expect(run.x[11]! - run.x[9]!).toBe(40);
  });

  it('begins no line after a line feed at the very end, and an empty one between two', () => {
    expect(wrapped('a\n', {}).breaker.count).toBe(1);
    expect(wrapped('a\n\nb', {}).breaker.count).toBe(3);
    expect(wrapped('a\nb', {}).breaker.flags[0]! & LINE_LAST).toBe(LINE_LAST);
  });
});

describe('tabs', () => {
  it('end at stops of their line, however often and in however narrow lines the run was divided before', () => {
    const breaker = createLineBreaker();
    const content = fc
      .array(fc.constantFrom('a', 'bcd', '\t', '\t\t', ' ', '\n'), { maxLength: 30 })
      .map((parts) => parts.join(''));
    const widths = fc.array(fc.integer({ min: 10, max: 400 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(content, widths, fc.constantFrom(0, 5, 12), (text, all, tabMinimum) => {
        const run = runOf(text);
        for (const width of all) {
          breaker.wrap(run, 0, text.length, options({ width, tabAdvance: 32, tabMinimum }));
        }
        for (let line = 0; line < breaker.count; line++) {
          let pen = 0;
          for (let i = breaker.first[line]!; i < breaker.end[line]!; i++) {
            expect(run.x[i]! - run.x[breaker.first[line]!]!).toBeCloseTo(pen, 3);
            if (text[i] !== '\t') {
              pen += WIDTH;
              continue;
            }
            const stop = (Math.floor(pen / 32) + 1) * 32;
            pen = stop - pen < tabMinimum ? stop + 32 : stop;
          }
        }
        expect(run.x.every((value, i) => i === 0 || value >= run.x[i - 1]!)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('move what follows the last line that may be shown too', () => {
    const { run } = wrapped('a\tb cccccc dd', { width: 120, maxLines: 1, tabAdvance: 80 });
    expect(run.x[2]).toBe(80);
    expect([...run.x.subarray(3, 15)].every((value, i) => value === 90 + i * WIDTH)).toBe(true);
  });

  it('of a text of 100,000 are placed in a moment', () => {
    const text = 'a\t'.repeat(50_000);
    const run = runOf(text);
    const begin = performance.now();
    createLineBreaker().wrap(run, 0, text.length, options({ width: 300 }));
    // Moving the rest of the text for each took seconds.
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

describe('intrinsicWidths', () => {
  it('count the hyphen of a part that may end at a soft one', () => {
    const out = new Float64Array(2);
    intrinsicWidths(runOf('abcd\u00adef'), 0, 7, false, out, 6);
    expect([...out]).toEqual([46, 60]);
    intrinsicWidths(runOf('abc\u00addefgh'), 0, 9, false, out, 6);
    expect(out[0]).toBe(50);
  });

  it('are those of the widest word and the widest line, as an oracle finds them', () => {
    const out = new Float64Array(2);
    fc.assert(
      fc.property(text(), (content) => {
        intrinsicWidths(runOf(content), 0, content.length, false, out);
        const breaker = createLineBreaker();
        breaker.wrap(runOf(content), 0, content.length, options({ width: 0 }));
        const least = Math.max(0, ...breaker.width.subarray(0, breaker.count));
        const most = Math.max(...content.split('\n').map((line) => line.trimEnd().length * WIDTH));
        expect([...out]).toEqual([least, most]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** A text of words, spaces and line feeds in which every cluster is 10 wide. */
function text() {
  return fc
    .array(fc.constantFrom('a', 'bc', 'def', 'ghijk', ' ', ' ', '  ', '-', '\n'), { maxLength: 24 })
    .map((parts) => parts.join(''));
}

function mayBreak(content: string, i: number): boolean {
  const before = content[i - 1];
  const own = content[i];
  if (own === ' ' || own === '\n') return before === '\n';
  return (
    before === ' ' || before === '\n' || before === '\u00ad' || (before === '-' && own !== '-')
  );
}

function runOf(content: string): TextRuns {
  const run = {
    glyphs: new Uint32Array(content.length),
    x: new Float32Array(content.length + 1),
    levels: new Uint8Array(content.length),
  };
  for (let i = 0; i < content.length; i++) {
    run.glyphs[i] = content.charCodeAt(i);
    run.x[i + 1] = run.x[i]! + (content[i] === '\u00ad' ? 0 : WIDTH);
    run.levels[i] = i > 0 && mayBreak(content, i) ? LINE_MAY_BREAK : 0;
  }
  return run;
}

function movedBy(run: TextRuns, by: number, length: number): TextRuns {
  const glyphs = new Uint32Array(by + length);
  const x = new Float32Array(by + length + 1);
  const levels = new Uint8Array(by + length);
  glyphs.set(run.glyphs, by);
  x.set(
    run.x.map((value) => value + 333),
    by,
  );
  levels.set(run.levels, by);
  return { glyphs, x, levels };
}

function options(some: Partial<WrapOptions>): WrapOptions {
  return {
    width: Number.POSITIVE_INFINITY,
    wraps: true,
    breaksWords: false,
    maxLines: 0,
    ellipsis: false,
    ellipsisInMiddle: false,
    ellipsisAdvance: 0,
    hyphenAdvance: 0,
    tabAdvance: 80,
    tabMinimum: 0,
    trimOf: () => 0,
    trimBefore: () => 0,
    rtl: false,
    ...some,
  };
}

function wrapped(content: string, some: Partial<WrapOptions>) {
  const run = runOf(content);
  const breaker = createLineBreaker();
  breaker.wrap(run, 0, content.length, options(some));
  return { run, breaker };
}

function linesOf(breaker: ReturnType<typeof createLineBreaker>, content: string): string[] {
  return Array.from({ length: breaker.count }, (_, line) =>
    content.slice(breaker.first[line]!, breaker.shown[line]!),
  );
}

/** Lines by definition: the longest start of what is left that may be a line, tried from the longest. */
function oracle(content: string, width: number, breaksWords: boolean): string[] {
  const lines: string[] = [];
  const paragraphs = content.split('\n');
  if (paragraphs.length > 1 && paragraphs.at(-1) === '') paragraphs.pop();
  for (const paragraph of paragraphs) {
    let rest = paragraph;
    do {
      let end = rest.length;
      const fits = (to: number) => rest.slice(0, to).trimEnd().length * WIDTH <= width + 0.01;
      const ends = Array.from({ length: rest.length }, (_, i) => i + 1).filter(
        (i) => i === rest.length || mayBreak(rest, i),
      );
      const fitting = ends.filter(fits);
      if (fitting.length > 0) end = fitting.at(-1)!;
      else if (breaksWords) end = Math.max(1, Math.floor((width + 0.01) / WIDTH));
      else end = ends[0] ?? rest.length;
      // Spaces never overflow: they hang at the end of the line that they follow.
      if (fitting.length === 0 && breaksWords) while (rest[end] === ' ') end++;
      lines.push(rest.slice(0, end).trimEnd());
      rest = rest.slice(end);
    } while (rest !== '');
  }
  return lines;
}
