import { columns, resource, type World } from '../../ecs';
import {
  type ContentBox,
  contentBox,
  GlyphCache,
  PlacedLine,
  TEXT_LINES,
  Text,
  TextLines,
  TextRuns,
} from '../../ecs/stores';

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
  private readonly settle: (row: number) => void;
  private readonly placed = new PlacedLine();
  private readonly content: ContentBox = new Float64Array(3);

  constructor(world: World, settle: (row: number) => void) {
    this.world = world;
    this.settle = settle;
  }

  /** Places a line of a row that has text; line 0 is all of a text without lines. */
  place(row: number, line: number): void {
    const { world, placed, content, edges } = this;
    const { input } = placed;
    this.settle(row);
    const text = columns(world, Text);
    const runs = resource(world, TextRuns);
    const lines = resource(world, TextLines);
    const start = text.runStart[row]!;
    const at = (text.flags[row]! & TEXT_LINES) === 0 ? -1 : text.lineStart[row]! + line;
    contentBox(world, row, content);
    placed.begin(world, row, content);
    placed.align(at);
    const { first, shown, isRtl } = placed;
    this.count = 0;
    this.first = first - start;
    this.shown = shown - start;
    let top = 0;
    let bottom = text.height[row]!;
    let tail = 0;
    let end = 0;
    if (at >= 0) {
      top = lines.top[at]!;
      if (line + 1 < text.lineCount[row]!) bottom = lines.top[at + 1]!;
      tail = lines.tail[at]!;
      end = lines.end[at]!;
    } else {
      bottom ||= resource(world, GlyphCache).lineHeight(text.font[row]!);
    }
    edges[1] = content[1]! + top;
    edges[2] = content[1]! + bottom;
    const mark = input[2]!;
    if (tail > 0 && isRtl) {
      // What comes after the ellipsis stands at its left.
      input[2] = 0;
      placed.place(runs, start + tail, start + end, false);
      this.append(runs, start);
      input[0] = placed.left[placed.count]!;
      input[2] = mark;
    }
    placed.place(runs, first, shown, isRtl);
    this.append(runs, start);
    if (tail === 0 || isRtl) return;
    input[0] = placed.left[placed.count]! + mark;
    input[2] = 0;
    placed.place(runs, start + tail, start + end, false);
    this.append(runs, start);
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
