/** What a glyph-run kernel reads and writes; see glyph-run.wat. */
export type GlyphTables = {
  keys: Uint32Array;
  slots: Int32Array;
  bitmaps: Int32Array;
  glyphs: Uint32Array;
  x: Float32Array;
  words: Uint32Array;
  floats: Float32Array;
  dirty: Uint32Array;
  ink: Float32Array;
};

/** `write` of glyph-run.wat. */
export type GlyphKernel = (
  record: number,
  start: number,
  shown: number,
  last: number,
  font: number,
  penX: number,
  scale: number,
  baseline: number,
  layer: number,
  color: number,
  room: number,
) => number;

const ELLIPSIS = 0x2026;
const MAX_QUARTERS = 2 ** 29;
const GOLDEN = 0x9e3779b1;
const KIND_GLYPH = 3;
const FAR = 2 ** 30;

/** The kernel of glyph-run.wat in TypeScript over the same tables: tells what packing them is worth without WebAssembly. */
export function createPackedKernel(tables: GlyphTables): GlyphKernel {
  const { keys, slots, bitmaps, glyphs, x, words, floats, dirty, ink } = tables;
  const mask = keys.length - 1;
  const shift = Math.clz32(keys.length) + 1;
  return (record, start, shown, last, font, penX, scale, baseline, layer, color, room) => {
    // In device pixels: dividing once at the end gives the same edges.
    let left = FAR;
    let top = FAR;
    let right = -FAR;
    let bottom = -FAR;
    const head = KIND_GLYPH | (layer << 8);
    const end = record + room;
    let at = record;
    for (let i = 0; i < last && at < end; i++) {
      const place = Math.round((penX + x[start + i]!) * scale * 4);
      if (!(Math.abs(place) < MAX_QUARTERS)) continue;
      const quarters = place | 0;
      const glyph = i < shown ? glyphs[start + i]! : ELLIPSIS;
      const key = ((glyph << 12) | (font << 2) | (quarters & 3)) >>> 0;
      let spot = Math.imul(key, GOLDEN) >>> shift;
      while (keys[spot] !== key && keys[spot] !== 0) spot = (spot + 1) & mask;
      if (keys[spot] === 0 || slots[spot]! < 0) continue;
      const bitmap = slots[spot]! * 8;
      const deviceX = (quarters >> 2) + bitmaps[bitmap]!;
      const deviceY = baseline + bitmaps[bitmap + 1]!;
      const width = bitmaps[bitmap + 2]!;
      const height = bitmaps[bitmap + 3]!;
      const word = at * 16;
      floats[word] = deviceX / scale;
      floats[word + 1] = deviceY / scale;
      floats[word + 2] = width / scale;
      floats[word + 3] = height / scale;
      words[word + 4] = head;
      words[word + 5] = color;
      words[word + 10] = bitmaps[bitmap + 4]!;
      words[word + 11] = bitmaps[bitmap + 5]!;
      words[word + 12] = bitmaps[bitmap + 6]!;
      if (deviceX < left) left = deviceX;
      if (deviceY < top) top = deviceY;
      if (deviceX + width > right) right = deviceX + width;
      if (deviceY + height > bottom) bottom = deviceY + height;
      at++;
    }
    if (at === record) return 0;
    ink[0] = Math.min(ink[0]!, left / scale);
    ink[1] = Math.min(ink[1]!, top / scale);
    ink[2] = Math.max(ink[2]!, right / scale);
    ink[3] = Math.max(ink[3]!, bottom / scale);
    for (let each = record; each < at; each++) dirty[each >> 5]! |= 1 << (each & 31);
    return at - record;
  };
}
