import { columns, findResource, resource, type World } from '../../ecs';
import {
  type ContentBox,
  contentBox,
  GlyphCache,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_RTL,
  PlacedLine,
  shareBefore,
  spreadOverSpaces,
  TEXT_LINES,
  TEXT_RTL,
  Text,
  TextLines,
  TextRuns,
  wordStart,
} from '../../ecs/stores';

/** As the glyph writer: a box sized from its own text must never cut it by a rounding error. CSS pixels. */
const SLACK = 0.02;

/** The clusters of one line from left to right, and their edges. Its arrays are used for every line. */
export class LineSlots {
  count = 0;
  /** Cluster of each, counted from the start of the text. */
  cluster = new Int32Array(64);
  left = new Float64Array(64);
  right = new Float64Array(64);
  /** 1: read from right to left. */
  backwards = new Uint8Array(64);
  /** First cluster of the line, and the one after the last that is shown before an ellipsis or hanging white space. */
  first = 0;
  shown = 0;
  /** x where an empty line begins, y of the line's top and bottom. */
  readonly edges = new Float64Array(3);

  private readonly world: World;
  private readonly placed = new PlacedLine();
  private readonly content: ContentBox = new Float64Array(3);

  constructor(world: World) {
    this.world = world;
  }

  /** Places a line of a row that has text; line 0 is all of a text without lines. */
  place(row: number, line: number): void {
    const { world, content, edges } = this;
    contentBox(world, row, content);
    this.count = 0;
    const text = columns(world, Text);
    const lines = findResource(world, TextLines);
    if ((text.flags[row]! & TEXT_LINES) !== 0 && lines) {
      const at = text.lineStart[row]! + line;
      const isLast = line + 1 >= text.lineCount[row]!;
      edges[1] = content[1]! + lines.top[at]!;
      edges[2] = content[1]! + (isLast ? text.height[row]! : lines.top[at + 1]!);
      this.placeLine(row, at, lines);
    } else {
      const height = text.height[row]! || resource(world, GlyphCache).lineHeight(text.font[row]!);
      edges[1] = content[1]!;
      edges[2] = content[1]! + height;
      this.placeOnly(row);
    }
  }

  private placeLine(row: number, at: number, lines: TextLines): void {
    const { world, placed, content } = this;
    const text = columns(world, Text);
    const runs = resource(world, TextRuns);
    const start = text.runStart[row]!;
    const flags = lines.flags[at]!;
    const first = start + lines.first[at]!;
    const shown = start + lines.shown[at]!;
    this.first = first - start;
    this.shown = shown - start;
    const { input } = placed;
    const free = content[2]! - lines.width[at]!;
    input[1] = free;
    spreadOverSpaces(runs, first, shown, text.align[row]!, flags, input);
    const extra = input[1]!;
    const isRtl = (flags & LINE_RTL) !== 0;
    const share = extra > 0 ? 0 : shareBefore(text.align[row]!, isRtl);
    const left = content[0]! + Math.max(0, free) * share;
    const mark = this.markAdvance(row, flags);
    const hasTail = lines.tail[at] !== 0;
    const tail = start + lines.tail[at]!;
    const end = start + lines.end[at]!;
    let pen = left;
    if (hasTail && isRtl) {
      // What comes after the ellipsis stands at its left.
      input.fill(0);
      input[0] = pen;
      placed.place(runs, tail, end, false);
      this.append(runs, start);
      pen = placed.left[placed.count]!;
    }
    input[0] = pen;
    input[1] = extra;
    input[2] = mark;
    placed.place(runs, first, shown, isRtl);
    this.append(runs, start);
    if (!hasTail || isRtl) return;
    input.fill(0);
    input[0] = placed.left[placed.count]! + mark;
    placed.place(runs, tail, end, false);
    this.append(runs, start);
  }

  private placeOnly(row: number): void {
    const { world, placed, content } = this;
    const text = columns(world, Text);
    const runs = resource(world, TextRuns);
    const start = text.runStart[row]!;
    const isRtl = (text.flags[row]! & TEXT_RTL) !== 0;
    const origin = runs.x[start]!;
    let end = start + text.runLength[row]!;
    let width = text.width[row]!;
    let mark = 0;
    if (width > content[2]! + SLACK) {
      const ellipsis = resource(world, GlyphCache).ellipsisAdvance(text.font[row]!);
      const room = content[2]! + SLACK - ellipsis;
      const whole = end;
      while (end > start && runs.x[end]! - origin > room) end--;
      if (end < whole) end = wordStart(runs.glyphs, start, end);
      if (room >= 0) mark = ellipsis;
      width = runs.x[end]! - origin + ellipsis;
    }
    this.first = 0;
    this.shown = end - start;
    const share = shareBefore(text.align[row]!, isRtl);
    const left = content[0]! + Math.max(0, content[2]! - width) * share;
    placed.input[0] = left;
    placed.input[1] = 0;
    placed.input[2] = mark;
    placed.place(runs, start, end, isRtl);
    this.append(runs, start);
  }

  private markAdvance(row: number, flags: number): number {
    if ((flags & (LINE_ELLIPSIS | LINE_HYPHEN)) === 0) return 0;
    const glyphs = resource(this.world, GlyphCache);
    const font = columns(this.world, Text).font[row]!;
    return (flags & LINE_ELLIPSIS) !== 0
      ? glyphs.ellipsisAdvance(font)
      : glyphs.hyphenAdvance(font);
  }

  /** Takes over what was placed. */
  private append({ levels }: TextRuns, start: number): void {
    const { placed } = this;
    const { count } = placed;
    if (this.count === 0) this.edges[0] = placed.left[0]!;
    if (this.count + count > this.cluster.length) this.grow(this.count + count);
    for (let k = 0; k < count; k++) {
      const to = this.count++;
      const at = placed.at[k]!;
      this.cluster[to] = at - start;
      this.left[to] = placed.left[k]!;
      this.right[to] = placed.left[k + 1]!;
      this.backwards[to] = levels[at]! & 1;
    }
  }

  private grow(count: number): void {
    const length = 2 ** Math.ceil(Math.log2(count));
    const { cluster, left, right, backwards } = this;
    this.cluster = new Int32Array(length);
    this.left = new Float64Array(length);
    this.right = new Float64Array(length);
    this.backwards = new Uint8Array(length);
    this.cluster.set(cluster);
    this.left.set(left);
    this.right.set(right);
    this.backwards.set(backwards);
  }
}
