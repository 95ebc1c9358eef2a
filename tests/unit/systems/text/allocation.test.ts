import { describe, expect, it } from 'vitest';
import { numberFormat } from '../../../../src/ecs/stores';
import { createFixture } from './fixture';

const BATCHES = 2_000;
const BATCH = 50;
const ALLOWED_BYTES = 16;

describe('in steady state nothing is allocated by', () => {
  it('setNumber', () => {
    const { port, rows, dirty } = createRows();
    // Numbers kept in objects' slots: a caller's own unboxed doubles are boxed on the way into any function.
    const values: unknown[] = Array.from({ length: BATCH * 2 }, (_, i) => (i - 40) * 1234.567);
    const format = numberFormat({ decimals: 2, group: ',', prefix: '€', suffix: ' net' });
    let turn = 0;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setNumber(rows[i]!, values[i + turn] as number, format);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = (turn + 1) % BATCH;
    });
  });

  it('setTextId', () => {
    const { port, rows, dirty } = createRows();
    const ids = Array.from({ length: BATCH * 2 }, (_, i) => port.intern(`Gate ${i * 37}`));
    let turn = 0;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setTextId(rows[i]!, ids[i + turn]!);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = (turn + 1) % BATCH;
    });
  });

  it('setText of short strings without joined units', () => {
    const { port, rows, dirty } = createRows();
    const strings = Array.from(
      { length: BATCH * 2 },
      (_, i) => `Oslo – ${'Ærø ΓД 東京'.slice(i % 9)}`,
    );
    let turn = 0;
    expectNoGarbage(() => {
      for (let i = 0; i < BATCH; i++) port.setText(rows[i]!, strings[i + turn]!);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
      turn = (turn + 1) % BATCH;
    });
  });

  it('GlyphCache.slot on a hit, and flushUploads without news', () => {
    const { cache, port, system, element } = createFixture();
    system.attach({ resizeAtlas() {}, uploadGlyphs() {} });
    port.setText(element(), '👍👍🏽');
    const glyphs = [0x41, 0x20, 0x4e00, 0xfffd, 0x10000, 0x10001];
    expectNoGarbage(() => {
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

/** Fails if a batch leaves more than 16 bytes on the heap, garbage included, in the median of ten stretches. */
function expectNoGarbage(batch: () => void) {
  const collect = (globalThis as { gc?: () => void }).gc!;
  for (let i = 0; i < BATCHES * 2; i++) batch();
  const slopes: number[] = [];
  for (let stretch = 0; stretch < 10; stretch++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < BATCHES; i++) batch();
    slopes.push((process.memoryUsage().heapUsed - before) / BATCHES);
  }
  slopes.sort((a, b) => a - b);
  expect(slopes[5]).toBeLessThanOrEqual(ALLOWED_BYTES);
}
