import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTINUED,
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
        fc.record({
          width: fc.integer({ min: 0, max: 160 }),
          breaksWords: fc.boolean(),
          keepsSpaces: fc.boolean(),
          hyphenAdvance: fc.constantFrom(0, 6, 14),
        }),
        (content, some) => {
          const run = runOf(content);
          breaker.wrap(run, 0, content.length, options(some));
          expect(linesOf(breaker, content)).toEqual(oracle(content, some));
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

  it('measures a line without its kerning against what begins the next', () => {
    const content = 'あいうえ';
    const run = runOf(content);
    run.levels.fill(LINE_MAY_BREAK, 1);
    // い and う are 4 px nearer to each other than their widths say.
    run.x.set([0, 10, 16, 26, 36]);
    const kerning = (glyph: number, after: number) =>
      String.fromCharCode(glyph, after) === 'いう' ? -4 : 0;
    const breaker = createLineBreaker();
    breaker.wrap(run, 0, 4, options({ width: 20, kerning }));
    expect(linesOf(breaker, content)).toEqual(['あい', 'うえ']);
    expect([...breaker.width.subarray(0, 2)]).toEqual([20, 20]);
    breaker.wrap(run, 0, 4, options({ width: 19, kerning }));
    expect(linesOf(breaker, content)).toEqual(['あ', 'いう', 'え']);
    // Also where only a word too wide for its line may be divided.
    run.levels.fill(0);
    breaker.wrap(run, 0, 4, options({ width: 19, kerning, breaksWords: true }));
    expect(linesOf(breaker, content)).toEqual(['あ', 'いう', 'え']);
  });

  it('measures a closing bracket that gives up its half at the end of a line without it', () => {
    const content = 'あ」い';
    const run = runOf(content);
    run.levels[2] = LINE_MAY_BREAK;
    const trimOf = (glyph: number) => (glyph === 0x300d ? 5 : 0);
    const breaker = createLineBreaker();
    breaker.wrap(run, 0, 3, options({ width: 17, trimOf }));
    expect(linesOf(breaker, content)).toEqual(['あ」', 'い']);
    expect(breaker.width[0]).toBe(15);
    breaker.wrap(run, 0, 3, options({ width: 25, trimOf }));
    expect(breaker.width[0]).toBe(20);
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

  it('ends at its first soft hyphen where no hyphen has room and nothing else ends the line', () => {
    const { breaker } = wrapped('abcdef\u00adghijkl', { width: 62, hyphenAdvance: 6 });
    expect([...breaker.first.subarray(0, breaker.count)]).toEqual([0, 7]);
    expect([breaker.flags[0]! & LINE_HYPHEN, breaker.width[0]]).toEqual([LINE_HYPHEN, 66]);
    const firstOf = (content: string, some: Partial<WrapOptions>) =>
      wrapped(content, { hyphenAdvance: 6, ...some }).breaker.first[1];
    expect(firstOf('abcde\u00adf\u00adghijkl', { width: 66 })).toBe(8);
    expect(firstOf('abcde\u00adf\u00adghijkl', { width: 55 })).toBe(6);
    expect(firstOf('abc\u00add\u00adefgh', { width: 42, hyphenAdvance: 14 })).toBe(4);
    expect(firstOf('abcd-e\u00adfghi', { width: 62 })).toBe(5);
    expect(firstOf('abcdef\u00ad ghi', { width: 62 })).toBe(8);
  });

  it('divides a word before its soft hyphen where the hyphen has no room and the word may be divided', () => {
    const { breaker } = wrapped('abcdef\u00adghijkl', {
      width: 62,
      hyphenAdvance: 6,
      breaksWords: true,
    });
    expect([...breaker.first.subarray(0, breaker.count)]).toEqual([0, 5, 7]);
    expect([breaker.flags[0]! & LINE_HYPHEN, breaker.width[0]]).toEqual([0, 50]);
    const shaped = runOf('abcdef\u00adghijkl');
    shaped.glyphs.fill(CONTINUED, 1, 6);
    const apart = createLineBreaker();
    apart.wrap(shaped, 0, 13, options({ width: 62, hyphenAdvance: 6, breaksWords: true }));
    expect([apart.first[1], apart.divided]).toEqual([5, true]);
    const narrow = wrapped('a\u00adb', { width: 12, hyphenAdvance: 6, breaksWords: true });
    expect([...narrow.breaker.first.subarray(0, 2)]).toEqual([0, 2]);
  });

  it('keeps white space before a line feed and at the end as far as it fits, and hangs the rest', () => {
    const linesAt = (width: number, some: Partial<WrapOptions> = {}) => {
      const { breaker } = wrapped('aa bb   \ncc  ', { width, keepsSpaces: true, ...some });
      return Array.from({ length: breaker.count }, (_, line) => [
        breaker.shown[line]! - breaker.first[line]!,
        breaker.width[line],
      ]);
    };
    expect(linesAt(100)).toEqual([
      [8, 80],
      [4, 40],
    ]);
    // A line that wraps hangs its space in any case.
    expect(linesAt(30)).toEqual([
      [2, 20],
      [3, 30],
      [3, 30],
    ]);
    expect(linesAt(65)).toEqual([
      [6, 65],
      [4, 40],
    ]);
    expect(linesAt(65, { rtl: true })[0]).toEqual([6, 60]);
    expect(linesAt(65, { keepsSpaces: false })).toEqual([
      [5, 50],
      [2, 20],
    ]);
    expect(wrapped('aaa  ', { width: 15, keepsSpaces: true }).breaker.width[0]).toBe(30);
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

  it.each([false, true])(
    'keeps a letter where nothing fits, in its middle %s',
    (ellipsisInMiddle) => {
      for (const width of [0, 5, 15]) {
        const { breaker } = wrapped('abcd', {
          ...{ wraps: false, width, ellipsis: true, ellipsisInMiddle, ellipsisAdvance: 10 },
        });
        expect([breaker.shown[0], breaker.tail[0], breaker.width[0]]).toEqual([1, 0, 20]);
      }
    },
  );

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
        const most = Math.max(...content.split('\n').map(widthOf));
        expect([...out]).toEqual([least, most]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** A text of words, spaces and line feeds in which every cluster but soft hyphens is 10 wide. */
function text() {
  const parts = ['a', 'bc', 'def', 'ghijk', 'l\u00admn\u00adopq', ' ', ' ', '  ', '-', '\n'];
  return fc.array(fc.constantFrom(...parts), { maxLength: 24 }).map((parts) => parts.join(''));
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

function widthOf(content: string): number {
  return content.replaceAll('\u00ad', '').length * WIDTH;
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
    keepsSpaces: false,
    maxLines: 0,
    ellipsis: false,
    ellipsisInMiddle: false,
    ellipsisAdvance: 0,
    hyphenAdvance: 0,
    tabAdvance: 80,
    tabMinimum: 0,
    trimOf: () => 0,
    kerning: () => 0,
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
function oracle(
  content: string,
  {
    width,
    breaksWords,
    keepsSpaces,
    hyphenAdvance,
  }: Pick<WrapOptions, 'width' | 'breaksWords' | 'keepsSpaces' | 'hyphenAdvance'>,
): string[] {
  const lines: string[] = [];
  const paragraphs = content.split('\n');
  if (paragraphs.length > 1 && paragraphs.at(-1) === '') paragraphs.pop();
  for (const paragraph of paragraphs) {
    let rest = paragraph;
    do {
      let end = rest.length;
      const isSoft = (to: number) => rest[to - 1] === '\u00ad' && to < rest.length;
      const fits = (to: number) =>
        widthOf(rest.slice(0, to).trimEnd()) + (isSoft(to) ? hyphenAdvance : 0) <= width + 0.01;
      const ends = Array.from({ length: rest.length }, (_, i) => i + 1).filter(
        (i) => i === rest.length || mayBreak(rest, i),
      );
      const fitting = ends.filter(fits);
      if (fitting.length > 0) end = fitting.at(-1)!;
      else if (breaksWords) {
        const tight = ends.find((to) => isSoft(to) && widthOf(rest.slice(0, to)) <= width);
        const room = width - (tight === undefined ? 0 : hyphenAdvance);
        end = 0;
        while (end < rest.length && widthOf(rest.slice(0, end + 1)) <= room) end++;
        // Spaces never overflow: they hang at the end of the line that they follow.
        if (end === 0 && tight !== undefined) end = tight;
        else if (end === 0) {
          end = 1;
          while (/[ \u00ad]/.test(rest[end] ?? '') && !mayBreak(rest, end)) end++;
        } else if (tight === undefined) while (rest[end] === ' ') end++;
      } else end = ends[0] ?? rest.length;
      let shown = rest.slice(0, end).trimEnd().length;
      while (keepsSpaces && end === rest.length && shown < end) {
        if (widthOf(rest.slice(0, shown + 1)) > width) break;
        shown++;
      }
      lines.push(rest.slice(0, shown));
      rest = rest.slice(end);
    } while (rest !== '');
  }
  return lines;
}
