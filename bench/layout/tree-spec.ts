type Percent = `${number}%`;
type Distance = number | Percent;
type Length = Distance | 'auto';

/** CSS names and values that at least two of Rafter, Yoga and Taffy know; what is missing has CSS's initial value, but border-box. */
export type NodeStyle = {
  display?: 'flex' | 'none';
  position?: 'relative' | 'absolute' | 'static';
  boxSizing?: 'border-box' | 'content-box';
  overflow?: 'visible' | 'hidden' | 'scroll';
  flexDirection?: 'row' | 'column' | 'row-reverse' | 'column-reverse';
  flexWrap?: 'nowrap' | 'wrap' | 'wrap-reverse';
  justifyContent?: Distribution | Position;
  alignContent?: Distribution | Position | 'stretch';
  alignItems?: Alignment;
  alignSelf?: Alignment | 'auto';
  flexGrow?: number;
  flexShrink?: number;
  flexBasis?: Length;
  aspectRatio?: number;
  width?: Length;
  height?: Length;
  minWidth?: Distance;
  minHeight?: Distance;
  maxWidth?: Distance;
  maxHeight?: Distance;
  left?: Length;
  top?: Length;
  right?: Length;
  bottom?: Length;
  padding?: Distance;
  paddingLeft?: Distance;
  paddingTop?: Distance;
  paddingRight?: Distance;
  paddingBottom?: Distance;
  marginLeft?: Length;
  marginTop?: Length;
  marginRight?: Length;
  marginBottom?: Length;
  gap?: Distance;
  columnGap?: Distance;
  rowGap?: Distance;
  borderWidth?: number;
  borderLeftWidth?: number;
  borderTopWidth?: number;
  borderRightWidth?: number;
  borderBottomWidth?: number;
};

type Position = 'flex-start' | 'flex-end' | 'center';
type Alignment = Position | 'stretch' | 'baseline';
type Distribution = 'space-between' | 'space-around' | 'space-evenly';

/** What a leaf shows: so many words, each so wide, CSS pixels, space included; or `pieces`, words of their own widths. */
export type Words = { count: number; width: number; pieces?: readonly number[] };

/** One node of a tree as every contender builds it. With `words` a leaf that is measured. */
export type NodeSpec = {
  readonly style: NodeStyle;
  readonly words?: Readonly<Words>;
  readonly children: readonly NodeSpec[];
};

/** A measured size, CSS pixels. */
export type WordsSize = { width: number; height: number };

/** Height of a line, CSS pixels. */
export const LINE = 16;
const GLYPH = 10;
/** Texts that fit are not told to wrap by the last bits of a sum. */
const SLACK = 1 / 64;

/**
 * Writes how large words are where there is so much room: the one measure function of all contenders. As in CSS, what wraps fills
 * the room; 0 gives the narrowest, Infinity the widest. Takes the same time for any number of words, so that a bench is about
 * layout.
 */
export function measureWords(words: Readonly<Words>, room: number, out: WordsSize): void {
  if (words.pieces) {
    measurePieces(words.pieces, room, out);
    return;
  }
  const { count, width } = words;
  const perLine = Math.max(1, Math.min(count, Math.floor((room + SLACK) / width)));
  out.width = Math.min(count * width, Math.max(width, room));
  out.height = Math.ceil(count / perLine) * LINE;
}

/** As Chromium breaks a font of squares of 10 px, line height 10 px, with a space between words. */
function measurePieces(pieces: readonly number[], room: number, out: WordsSize): void {
  let lines = 1;
  let used = 0;
  let widest = 0;
  for (const piece of pieces) {
    if (used > 0 && used + GLYPH + piece > room + SLACK) {
      lines++;
      used = 0;
    }
    used += used > 0 ? GLYPH + piece : piece;
    widest = Math.max(widest, piece);
  }
  const all = pieces.reduce((sum, piece) => sum + piece + GLYPH, -GLYPH);
  out.width = Math.min(all, Math.max(widest, room));
  out.height = lines * GLYPH;
}

/** Nodes of a tree, depth first. */
export function flatten(spec: NodeSpec, into: NodeSpec[] = []): NodeSpec[] {
  into.push(spec);
  for (const child of spec.children) flatten(child, into);
  return into;
}
