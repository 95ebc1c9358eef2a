import { describe, expect, it } from 'vitest';
import { createClusterTable } from '../../../../src/systems/text/clusters';
import { isFormatting, standsAlone } from '../../../../src/systems/text/single-units';

describe('units that stand alone', () => {
  it('are clusters of their own between any others, for every unit there is', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const alone: string[] = [];
    for (let code = 0; code < 0x10000; code++) {
      if ((standsAlone(code) || isFormatting(code)) && code !== 0x0d)
        alone.push(String.fromCharCode(code));
    }
    for (let i = 0; i < alone.length; i += 100) {
      // Each beside itself, its neighbour and a letter.
      const text = alone
        .slice(i, i + 100)
        .map((unit) => `${unit}${unit}a`)
        .join('');
      expect([...segmenter.segment(text)]).toHaveLength(text.length);
    }
    expect(alone.length).toBeGreaterThan(45_000);
  });

  it('leave out everything that may join a neighbour', () => {
    for (const code of [0x300, 0x483, 0x591, 0x600, 0x1100, 0x1161, 0x200d, 0x20d0, 0xfe0f]) {
      expect(standsAlone(code), code.toString(16)).toBe(false);
    }
    for (const code of [0x302a, 0x302f, 0x3099, 0x309a, 0xd83d, 0xdc00, 0xff9e]) {
      expect(standsAlone(code), code.toString(16)).toBe(false);
    }
    for (const code of [0x41, 0x3029, 0x3030, 0x3042, 0x4e00, 0xac00, 0x2026]) {
      expect(standsAlone(code), code.toString(16)).toBe(true);
    }
    for (const code of [0x200c, 0x200d, 0x2010, 0x2028, 0xfe0f]) {
      expect(isFormatting(code), code.toString(16)).toBe(false);
    }
  });
});

describe('the cluster table', () => {
  it('gives back the string of every id, and U+FFFD for ids it never gave', () => {
    const table = createClusterTable();
    expect(table.decode('👍a')).toBe(2);
    expect([...table.glyphs.subarray(0, 2)].map((glyph) => table.textOf(glyph))).toEqual([
      '👍',
      'a',
    ]);
    expect(table.textOf(0xfffff)).toBe('\ufffd');
  });

  it('needs no segmenter for units that set directions, and tells of those that lead to the left', () => {
    const { Segmenter } = Intl;
    try {
      Object.assign(Intl, { Segmenter: undefined });
      const table = createClusterTable();
      expect(table.decode('\u2066a\u2069\u200b\ufeff')).toBe(5);
      expect([table.complex, table.verbatim]).toEqual([false, true]);
      expect([...table.glyphs.subarray(0, 5)]).toEqual([0x2066, 0x61, 0x2069, 0x200b, 0xfeff]);
      for (const unit of ['\u200f', '\u202b', '\u202e', '\u2067']) {
        table.decode(`a${unit}`);
        expect(table.complex).toBe(true);
      }
    } finally {
      Object.assign(Intl, { Segmenter });
    }
    const table = createClusterTable();
    expect(table.decode('\u2067\u0301e\u0301\u2069👍\u200e')).toBe(6);
  });

  it('falls back to code points where the host has no segmenter', () => {
    const { Segmenter } = Intl;
    try {
      Object.assign(Intl, { Segmenter: undefined });
      expect(createClusterTable().decode('👍e\u0301')).toBe(3);
    } finally {
      Object.assign(Intl, { Segmenter });
    }
  });
});
