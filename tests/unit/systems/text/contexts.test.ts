import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, type Row, resource } from '../../../../src/ecs';
import { Box, type FontSpec, numberFormat, TextGeometry } from '../../../../src/ecs/stores';
import { createClusterTable } from '../../../../src/systems/text/clusters';
import { createContexts } from '../../../../src/systems/text/contexts';
import { createFaces } from '../../../../src/systems/text/face';
import { createDeterministicMeasurer } from '../../../../src/testing/deterministic-text';
import { assertInParts, createFixture, createKerningMeasurer, LONG, SANS } from './fixture';

const CASES = LONG ? 5_000 : 200;

/** What faces shape together, by family. Each letter is 6 px wide, an icon 10. */
const FACES: Readonly<Record<string, RegExp>> = {
  threes: /ff[il]/,
  code: /<!--|-->|www|#\{/,
  near: /[A-Z0-9] ?[:-]|[(:-] ?[A-Z0-9]|[1-9]\d* ?x ?\d|->/,
  // Signs that a digit on either side does not turn, but both.
  between: /\d:\d/,
  // Such as most have, of which pairs tell as well.
  pairs: /ff|fi/,
  dash: /[A-Z]-[A-Z]/,
  script: /[a-z]{2}|BB/,
  icons: /^$/,
};
const ICONS = /home|menu|arrow_back/g;

describe('faces without contexts', () => {
  it('are looked at once, whatever their size and text, and load nothing', async () => {
    const { show, looks, asked, system } = await setUp('plain');
    show('(A-B) 12:30 office');
    show('<!-- www', { size: 24 });
    show('12:30', { weight: 700 });
    await system.ready();
    expect(show('12:30')).toBe('12:30');
    expect(looks).toEqual(['400 plain', '700 plain']);
    // No more than pairs.
    expect(asked.filter((text) => text.length !== 2)).toEqual([]);
  });
});

describe('faces in which only Han, kana and Hangul were shown', () => {
  it.each(['A-B', 'é-A', 'a\u0302\u0303', '…'])(
    'are not looked at before another comes: %s',
    async (other) => {
      const { show, looks } = await setUp('near');
      show('天地 かな 한글、。');
      expect(looks).toEqual([]);
      show(`天${other}`);
      expect(looks).toEqual(['400 near']);
      expect(show('天A-B')).toBe('天W.B');
    },
  );
});

describe('ligatures of three', () => {
  it('are not looked for where two of their letters are one', async () => {
    const { measurer, show } = await setUp('pairs');
    expect(
      createFaces(measurer)
        .of({ ...SANS, family: 'pairs' })
        .look(),
    ).toBe(0);
    expect(
      createFaces(measurer)
        .of({ ...SANS, family: 'threes' })
        .look(),
    ).not.toBe(0);
    expect(show('office')).toBe('oW..ce');
  });

  it('are found where no two of their letters are one', async () => {
    const { show, looks } = await setUp('threes');
    expect(show('office off ffi affl offer')).toBe('oW..ce off W.. aW.. offer');
    expect(looks).toHaveLength(1);
  });

  it('are divided evenly', async () => {
    const { show, xOf, row } = await setUp('threes', createKerningMeasurer());
    show('ffi');
    const width = createKerningMeasurer().measure(SANS, 'ffi');
    [0, 1, 2, 3].forEach((i) => {
      expect(xOf(row)[i]).toBeCloseTo((width * i) / 3, 5);
    });
  });
});

describe('signs', () => {
  it('are one with each other where the face has a shape for them', async () => {
    const { show } = await setUp('code');
    expect(show('<!-- a --> a);')).toBe('W... a W.. a);');
    expect(show('www.ww www#{')).toBe('W...ww W..W.');
    expect(show('(A-B) 12:30')).toBe('(A-B) 12:30');
  });

  it('are one with the capitals and digits that they react to', async () => {
    const { show } = await setUp('near');
    expect(show('(A) a-a -5 a:')).toBe('W.) a-a W. a:');
    expect(show('12:30:45')).toBe('1W.3W.45');
    expect(show('(A-B-C)')).toBe('W..W.C)');
    expect(show('a->b A->B')).toBe('aW.b W...');
  });

  it('are one with both where either alone does nothing', async () => {
    const { show } = await setUp('between');
    expect(show('12:30:45 1:2:3 a:1')).toBe('1W..W..5 W.... a:1');
  });

  it('react across a space in a single line, and not in lines that may end there', async () => {
    const { show } = await setUp('near');
    expect(show('A - B')).toBe('W.. B');
    expect(show('A - B', { whiteSpace: 'normal' })).toBe('A - B');
    expect(show('3 x 9')).toBe('W....');
    expect(show('3 x 9', { whiteSpace: 'normal' })).toBe('3 x 9');
  });

  it('between numbers take these whole, and an x after a lone 0 is one of a hexadecimal number', async () => {
    const { show } = await setUp('near');
    expect(show('10x20 0x20 ax20 x20')).toBe('W.... 0x20 ax20 x20');
    expect(show('1x2x30')).toBe('W.....');
  });

  it('are shaped in parts where their line ends between them', async () => {
    const { show, port, row, kinds } = await setUp('dash');
    expect(show('A-B', { whiteSpace: 'normal' })).toBe('W..');
    port.wrap(row, 13);
    expect(kinds(row)).toBe('W.W');
    expect(port.contentOf(row)).toBe('A-B');
    port.wrap(row, 30);
    expect(kinds(row)).toBe('W..');
  });

  it('stay apart where letters are spaced, directions change or parts have other fonts', async () => {
    const { show, port, row, kinds } = await setUp('near');
    expect(show('12:30', { letterSpacing: 1 })).toBe('12:30');
    expect(show('\u05d0 (A) \u05d0')).toBe('\u05d0 (A) \u05d0');
    expect(show('\u05d0 #{ \u05d0', { family: 'code' })).toBe('\u05d0 #{ \u05d0');
    const other = port.font({ ...SANS, family: 'near', size: 24 });
    const part = { color: 0, background: 0, decorations: 0, link: undefined };
    const first = port.font({ ...SANS, family: 'near' });
    port.setSpans(row, [
      { ...part, text: '(', font: first },
      { ...part, text: 'A', font: other },
    ]);
    expect(kinds(row)).toBe('(A');
    port.setSpans(row, [
      { ...part, text: '(', font: first },
      { ...part, text: 'A', font: first },
    ]);
    expect(kinds(row)).toBe('W.');
    expect(port.contentOf(row)).toBe('(A');
  });
});

describe('fractions', () => {
  it('are one in any face', async () => {
    const { show } = await setUp('plain');
    expect(show('1⁄2 and 12⁄345, ⁄2 1⁄ a')).toBe('W.. and W....., ⁄2 1⁄ a');
    expect(show('1⁄2', { letterSpacing: 1 })).toBe('1⁄2');
  });
});

describe('words', () => {
  it('are whole in faces whose letters react to each other', async () => {
    const { show } = await setUp('script');
    expect(show('abc de, f gh-i')).toBe('W.. W.. f W...');
    expect(show('a'.repeat(70))).toBe(`W${'.'.repeat(63)}W.....`);
    expect(show('abc', { letterSpacing: 1 })).toBe('abc');
  });

  it('that name an icon are divided evenly, also where letters are spaced', async () => {
    const { show, xOf, row } = await setUp('icons');
    expect(show('home menu')).toBe('W... W...');
    expect(xOf(row)).toEqual([0, 2.5, 5, 7.5, 10, 16, 18.5, 21, 23.5, 26]);
    expect(show('home', { letterSpacing: 1 })).toBe('W...');
    expect(xOf(row).at(-1)).toBe(11);
  });

  it('keep numbers in digits', async () => {
    const { port, row, kinds, show } = await setUp('script');
    show('ab');
    port.setNumber(row, 1234, numberFormat({ decimals: 0, suffix: ' km' }));
    expect(kinds(row)).toBe('1234 km');
  });
});

describe('numbers', () => {
  it('have signs that are one with digits, which are not kerned', async () => {
    const { port, row, kinds, xOf, show } = await setUp('near', createKerningMeasurer());
    show('x');
    const format = numberFormat({ decimals: 0 });
    for (const value of [7, -5, -6, -61]) port.setNumber(row, value, format);
    expect(kinds(row)).toBe('W.1');
    const { measure } = createKerningMeasurer();
    const spec = { ...SANS, family: 'near' };
    expect(xOf(row)[2]).toBeCloseTo(measure(spec, '-6'), 5);
    expect(xOf(row)[3]).toBeCloseTo(measure(spec, '-6') + measure(spec, '1'), 5);
    port.setNumber(row, -61, format);
    expect(port.contentOf(row)).toBe('-61');
  });
});

describe('what is known of a face', () => {
  it('is bounded: after 10,000 looks it takes no more room than after 5,000, and the answers are the same', () => {
    let looks = 0;
    const faces = createFaces({
      ...createDeterministicMeasurer(),
      ligates(_, text) {
        looks++;
        return text.endsWith('7');
      },
    });
    const face = faces.of(SANS);
    const { state } = face;
    const answer = (i: number) => {
      expect(face.ligates(`<${i}`)).toBe(i % 10 === 7);
      return faces.bytes;
    };
    let most = 0;
    for (let i = 0; i < 5_000; i++) most = Math.max(most, answer(i));
    for (let i = 5_000; i < 10_000; i++) expect(answer(i)).toBeLessThanOrEqual(most);
    // What others concluded from it goes too: they keep it by this object.
    expect(face.state).not.toBe(state);
    expect(looks).toBe(10_000);
    answer(9_999);
    expect(looks).toBe(10_000);
  });

  it('goes with the face, which its other sizes share while it is kept', () => {
    const faces = createFaces(createDeterministicMeasurer());
    const [kept, other] = [faces.of(SANS), faces.of({ ...SANS, weight: 700 })];
    faces.keep(new Set([kept]));
    expect(faces.of({ ...SANS, size: 99 })).toBe(kept);
    expect(faces.of({ ...SANS, weight: 700 })).not.toBe(other);
  });
});

describe('loading', () => {
  it('lays out again what was shown before, where it does not fail', async () => {
    const looks = hostOf(createDeterministicMeasurer());
    const fixture = createFixture({ measurer: looks.measurer });
    const { port, text, element, system } = fixture;
    const rows = [element(), element(), element()];
    rows.forEach((row, i) => {
      text.font[row] = port.font({ ...SANS, family: i === 2 ? 'plain' : 'near' });
    });
    port.setText(rows[0]!, '12:30');
    port.setTextId(rows[1]!, port.intern('12:30'));
    port.setText(rows[2]!, '12:30');
    expect(rows.map((row) => fixture.glyphsOf(row).includes(0))).toEqual([false, false, false]);
    await system.ready();
    expect(rows.map((row) => fixture.glyphsOf(row).includes(0))).toEqual([true, true, false]);
  });

  it('tells a failure once, and leaves letters by themselves', async () => {
    const errors: Error[] = [];
    const clusters = createClusterTable();
    let loads = 0;
    const contexts = createContexts({
      clusters,
      onReady: () => errors.push(new Error('ready')),
      onFailure: (error) => errors.push(error),
      importJoiner: () => {
        loads++;
        return Promise.reject(new TypeError('Failed to fetch'));
      },
    });
    const face = createFaces(hostOf(createDeterministicMeasurer()).measurer).of({
      ...SANS,
      family: 'near',
    });
    for (let turn = 0; turn < 3; turn++) {
      const count = clusters.decode('12:30');
      const { glyphs } = clusters;
      const style = { letterSpacing: 0 };
      expect(contexts.join(face, glyphs, 0, count, style, false, undefined, undefined)).toBe(true);
      expect(String.fromCharCode(...glyphs.subarray(0, count))).toBe('12:30');
      await contexts.ready();
    }
    expect(loads).toBe(1);
    expect(errors.map(({ message }) => message)).toEqual([
      'context-joiner did not load, so letters and signs do not depend on those beside them; serve its chunk beside the app',
    ]);
  });

  it('looks again at faces whose files came', async () => {
    const { show, system, looks } = await setUp('near');
    const before = FACES.near!;
    Object.assign(FACES, { near: /\d:|fi|>/ });
    expect(show('12:30 fi')).toBe('1W.30 W.');
    try {
      Object.assign(FACES, { near: /never/ });
      system.remeasure(['near']);
      expect(show('12:30 fi')).toBe('12:30 fi');
      expect(looks).toEqual(['400 near', '400 near']);
    } finally {
      Object.assign(FACES, { near: before });
    }
  });
});

describe('words of few units', () => {
  it('are told apart, and known by their letters after others were forgotten', () => {
    const clusters = createClusterTable();
    const wordOf = (text: string) =>
      clusters.wordOfGlyphs(
        Uint32Array.from(text, (unit) => unit.charCodeAt(0)),
        0,
        text.length,
      );
    const words = ['-i', '-é', 'fi', 'ffi', 'fffi', 'ffffi', 'if', '1:2'];
    const ids = words.map(wordOf);
    expect(new Set(ids).size).toBe(words.length);
    expect(ids.map((id) => clusters.textOf(id))).toEqual(words);
    expect(words.map(wordOf)).toEqual(ids);
    clusters.beginSweep();
    clusters.endSweep();
    const again = [...words].reverse().map(wordOf);
    expect(again.map((id) => clusters.textOf(id))).toEqual([...words].reverse());
  });
});

describe('any text in any such face', () => {
  it('keeps its string, its order and its place among lines', async () => {
    const { show, port, row, xOf, text, world } = await setUp('near');
    const geometry = resource(world, TextGeometry);
    const out = new Float64Array(400);
    const { width: boxWidth } = columns(world, Box);
    await assertInParts(
      fc.property(
        fc.constantFrom(...Object.keys(FACES)),
        fc.string({
          unit: fc.constantFrom(...'ABab01:-()x fiw<!>#{_.\u05d0é⁄\u00ad'),
          maxLength: 40,
        }),
        fc.integer({ min: 4, max: 200 }),
        fc.constantFrom('nowrap', 'normal', 'pre-wrap'),
        (family, content, width, whiteSpace) => {
          boxWidth[row] = width;
          show(content, { family, whiteSpace, overflowWrap: 'anywhere' });
          const whole = port.contentOf(row);
          for (const limit of [width, width / 2, 1_000]) {
            port.wrap(row, limit);
            expect(port.contentOf(row)).toBe(whole);
            const x = xOf(row);
            for (let i = 1; i < x.length; i++) expect(x[i]).toBeGreaterThanOrEqual(x[i - 1]!);
          }
          const count = text.runLength[row]!;
          if (!/\u05d0/.test(content)) expect(count).toBe([...whole].length);
          let lines = -1;
          let [at, top] = [0, 0];
          for (let i = 0; i <= count && !/\u05d0/.test(content); i++) {
            geometry.caretRect(row, i, false, out);
            // Onwards, or at the start of the next line.
            const isNext = out[1]! > top || lines < 0;
            if (!isNext) expect(out[0]).toBeGreaterThanOrEqual(at);
            if (isNext) lines++;
            [at, top] = [out[0]!, out[1]!];
          }
        },
      ),
      CASES,
    );
  });
});

type Style = {
  family?: string;
  size?: number;
  weight?: number;
  whiteSpace?: 'nowrap' | 'normal' | 'pre-wrap';
  letterSpacing?: number;
  overflowWrap?: 'anywhere';
};

/** A world with a row of a family whose joiner has come, over a measurer that knows what `FACES` shape together. */
async function setUp(family: string, base = createDeterministicMeasurer()) {
  const host = hostOf(base);
  const fixture = createFixture({ measurer: host.measurer });
  const { port, text, element, system, glyphsOf } = fixture;
  const row = element();
  const kinds = (of: Row) =>
    glyphsOf(of)
      .map((glyph) => {
        if (glyph === 0) return '.';
        return glyph < 0x10000 ? String.fromCharCode(glyph) : 'W';
      })
      .join('');
  // Any face with contexts loads what handles all.
  text.font[row] = port.font({ ...SANS, family: 'code' });
  port.setText(row, 'x');
  await system.ready();
  host.looks.length = 0;
  host.asked.length = 0;
  return {
    ...fixture,
    ...host,
    row,
    kinds,
    /** The glyphs that a string is shown with: W for one of several clusters, of which the others are dots. */
    show(content: string, style: Style = {}): string {
      const { size = 10, weight = 400, whiteSpace = 'nowrap', letterSpacing = 0 } = style;
      const font = port.font({ ...SANS, family: style.family ?? family, size, weight });
      const { overflowWrap = 'normal' } = style;
      port.setText(row, '');
      port.setFont(row, font, port.paragraph({ whiteSpace, letterSpacing, overflowWrap }));
      port.setText(row, content);
      return kinds(row);
    },
  };
}

function hostOf(base: ReturnType<typeof createDeterministicMeasurer>) {
  const looks: string[] = [];
  const asked: string[] = [];
  const ligates = ({ family }: FontSpec, text: string) => FACES[family]?.test(text) ?? false;
  const measurer = {
    ...base,
    measure(font: FontSpec, text: string) {
      const shown = font.family === 'icons' ? text.replaceAll(ICONS, '字') : text;
      return base.measure(font, shown);
    },
    ligates(font: FontSpec, text: string) {
      asked.push(text);
      return ligates(font, text);
    },
    ligateEach(font: FontSpec, texts: readonly string[]) {
      looks.push(`${font.weight} ${font.family}`);
      return texts.map((text) => ligates(font, text));
    },
  };
  return { measurer, looks, asked };
}
