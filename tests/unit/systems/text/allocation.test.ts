import { describe, expect, it } from 'vitest';
import { numberFormat, type ParagraphStyle } from '../../../../src/ecs/stores';
import { createDeterministicMeasurer } from '../../../../src/testing/deterministic-text';
import { heapSlope } from '../../../heap-slope';
import { createFixture } from './fixture';

const LONG = process.env.RAFTER_LONG === '1';
const BATCHES = LONG ? 10_000 : 4_000;
const STYLED_BATCHES = LONG ? 2_000 : 1_000;
const BATCH = 50;
const ALLOWED_BYTES = 16;

const STYLES: { name: string; style: Partial<ParagraphStyle>; width: number }[] = [
  { name: 'a line height', style: { lineHeight: 1.2 }, width: 0 },
  { name: 'a line height, in a box', style: { lineHeight: 1.2 }, width: 400 },
  { name: 'letter spacing', style: { letterSpacing: 0.5 }, width: 400 },
  { name: 'overflow that is clipped', style: { textOverflow: 'clip' }, width: 400 },
  { name: 'an ellipsis', style: { lineHeight: 1.2 }, width: 40 },
  { name: 'an ellipsis in the middle', style: { textOverflow: 'ellipsis-middle' }, width: 40 },
];

describe('in steady state nothing is allocated by', () => {
  it('setNumber', () => {
    const { port, rows, dirty } = createRows();
    // Beside something that is no number, which keeps them boxed: an array of doubles boxes each one that it hands out.
    const values: unknown[] = [null];
    for (let i = 1; i < BATCH * 2; i++) values.push((i - 40) * 1234.567);
    const format = numberFormat({ decimals: 2, group: ',', prefix: '€', suffix: ' net' });
    let turn = 1;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setNumber(rows[i]!, values[i + turn] as number, format);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = 1 + (turn % (BATCH - 1));
    });
  });

  it('setNumber where a font shapes signs with digits', async () => {
    const reacts = (text: string) => /[-−]\d|\d\)|\d%/.test(text);
    const { port, rows, dirty, system, glyphsOf } = createRows({
      measurer: {
        ...createDeterministicMeasurer(),
        ligates: (_, text) => reacts(text),
        // Those with digits: more than pairs depend on each other.
        ligateEach: (_, texts) => texts.map((text) => /\d/.test(text)),
      },
    });
    const format = numberFormat({ decimals: 1, group: ',', suffix: '%)' });
    port.setNumber(rows[0]!, 1, format);
    await system.ready();
    const values: unknown[] = [null];
    for (let i = 1; i < BATCH * 2; i++) values.push((i - 40) * 1234.5);
    let turn = 1;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setNumber(rows[i]!, values[i + turn] as number, format);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = 1 + (turn % (BATCH - 1));
    }, STYLED_BATCHES);
    port.setNumber(rows[0]!, -12.5, format);
    expect(glyphsOf(rows[0]!).map((glyph) => glyph === 0)).toEqual([
      false,
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('setTextId', () => {
    const { port, rows, dirty } = createRows();
    const ids = Array.from({ length: BATCH * 2 }, (_, i) => port.intern(`Gate ${i * 37}`));
    let turn = 1;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setTextId(rows[i]!, ids[i + turn]!);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = 1 + (turn % (BATCH - 1));
    });
  });

  it('setText of short strings without joined units', () => {
    const { port, rows, dirty } = createRows();
    const strings = Array.from(
      { length: BATCH * 2 },
      (_, i) => `Oslo – ${'Ærø ΓД 東京'.slice(i % 9)}`,
    );
    let turn = 1;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setText(rows[i]!, strings[i + turn]!);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = 1 + (turn % (BATCH - 1));
    });
  });

  // One of three in the short tier: they share most of what they do.
  const styles = STYLES.filter((_, i) => process.env.RAFTER_LONG || i % 3 === 1);

  it.each(styles)('setText, setTextId and setNumber of one line with $name', ({ style, width }) => {
    const { port, rows, dirty, text } = createRows();
    const paragraph = port.paragraph(style);
    for (const row of rows) {
      text.paragraph[row] = paragraph;
      port.setText(row, '');
      if (width > 0) port.wrap(row, width);
    }
    const strings = Array.from(
      { length: BATCH * 2 },
      (_, i) => `Oslo – ${'Ærø ΓД 東京'.slice(i % 9)} ${i}`,
    );
    const ids = strings.map((content) => port.intern(`${content} interned`));
    const format = numberFormat({ group: ',', suffix: ' net' });
    let turn = 1;
    for (const set of [
      (i: number) => port.setText(rows[i]!, strings[i + turn]!),
      (i: number) => port.setTextId(rows[i]!, ids[i + turn]!),
      (i: number) => port.setNumber(rows[i]!, (i + turn) ** 3, format),
    ]) {
      expectNoGarbage(() => {
        for (let i = 0; i < BATCH; i++) set(i);
        dirty.take();
        dirty.length = 0;
        dirty.taken = 0;
        turn = 1 + (turn % (BATCH - 1));
      }, STYLED_BATCHES);
    }
  });

  it('GlyphCache.slot on a hit, rasterise and flushUploads without news', () => {
    const { cache, port, system, element } = createFixture();
    system.attach({ resizeAtlas() {}, uploadGlyphs() {} });
    port.setText(element(), '👍👍🏽');
    const glyphs = [0x41, 0x20, 0x4e00, 0xfffd, 0x10000, 0x10001];
    for (const glyph of glyphs) for (let sub = 0; sub < 4; sub++) cache.slot(0, glyph, sub, 1.5);
    cache.rasterise();
    expectNoGarbage(() => {
      cache.rasterise();
      for (let i = 0; i < BATCH; i++) cache.slot(0, glyphs[i % glyphs.length]!, i & 3, 1.5);
      system.flushUploads();
    });
  });
});

describe('the measure', () => {
  it('sees one small object a batch', () => {
    const kept: object[] = [{}];
    expect(() =>
      expectNoGarbage(() => {
        kept[0] = { x: kept[0], y: 1 };
        kept[0] = {};
      }),
    ).toThrow();
  });
});

function createRows(options?: Parameters<typeof createFixture>[0]) {
  const fixture = createFixture(options);
  return { ...fixture, rows: Array.from({ length: BATCH }, () => fixture.element()) };
}

function expectNoGarbage(batch: () => void, batches = BATCHES) {
  expect(heapSlope(batch, batches)).toBeLessThanOrEqual(ALLOWED_BYTES);
}
