import { describe, expect, it } from 'vitest';
import { heapSlope } from '../../../../src/benchmark/heap-slope';
import { numberFormat } from '../../../../src/ecs/stores';
import { createFixture } from './fixture';

const BATCHES = 10_000;
const BATCH = 50;
const ALLOWED_BYTES = 16;

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

function createRows() {
  const fixture = createFixture();
  return { ...fixture, rows: Array.from({ length: BATCH }, () => fixture.element()) };
}

function expectNoGarbage(batch: () => void) {
  expect(heapSlope(batch, BATCHES)).toBeLessThanOrEqual(ALLOWED_BYTES);
}
