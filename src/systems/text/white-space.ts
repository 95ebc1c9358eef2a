import type { ParagraphStyle } from '../../ecs/stores';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;

/**
 * Collapses white space in place as CSS does before it divides a text into lines, and returns how many clusters are left. Ends of
 * parts (`partEnds`) move with what they end.
 */
export function collapseWhiteSpace(
  glyphs: Uint32Array,
  count: number,
  mode: ParagraphStyle['whiteSpace'],
  partEnds: number[],
): number {
  if (mode === 'pre' || mode === 'pre-wrap') return count;
  const keepsLines = mode === 'pre-line';
  const keepsSpaces = mode === 'nowrap';
  let length = 0;
  let part = 0;
  for (let i = 0; i < count; i++) {
    while (partEnds[part] === i) partEnds[part++] = length;
    let glyph = glyphs[i]!;
    if (glyph === TAB || (glyph === LINE_FEED && !keepsLines)) glyph = SPACE;
    if (!keepsSpaces) {
      const before = length > 0 ? glyphs[length - 1]! : LINE_FEED;
      if (glyph === SPACE && (before === SPACE || before === LINE_FEED)) continue;
      if (glyph === LINE_FEED && before === SPACE) length--;
    }
    glyphs[length++] = glyph;
  }
  if (!keepsSpaces && length > 0 && glyphs[length - 1] === SPACE) length--;
  while (part < partEnds.length) partEnds[part++] = length;
  for (let i = 0; i < partEnds.length; i++) partEnds[i] = Math.min(partEnds[i]!, length);
  return length;
}
