import { columns, findResource, PAINT, resource, touch, type World } from '../../ecs';
import {
  Handlers,
  Text,
  type TextGeometry,
  type TextMarks,
  TextPort,
  type TextRange,
  TextRuns,
} from '../../ecs/stores';

const LINE_FEED = 0x0a;

/** What a drag selects whole: clusters, words or paragraphs. */
export const BY_CLUSTER = 1;
export const BY_WORD = 2;
export const BY_PARAGRAPH = 3;

/** The one selection of a world. Its ends: `anchor` stays, `head` moves. */
export type TextSelection = {
  /** Row of the anchor, 0 if there is none; it stays when nothing is selected, for what extends it. */
  readonly row: number;
  readonly head: number;
  /** Whether the head stands after the cluster before it. */
  readonly upstream: boolean;
  /** Starts at a caret, or with the word or paragraph there. */
  begin(row: number, index: number, upstream: boolean, granularity: number): void;
  /** Moves the head, by what `begin` was told. */
  extend(index: number, upstream: boolean): void;
  /** Lets the head move by clusters from here on, however the selection was begun. */
  byCluster(): void;
  /** Starts anew with both ends. */
  set(row: number, anchor: number, head: number): void;
  clear(): void;
  selected(): TextRange | undefined;
  copied(): string;
  /** The text of the row was set anew. */
  check(): void;
  forget(row: number): void;
};

/** Makes the selection of a world, of nothing. */
export function createTextSelection(
  world: World,
  geometry: TextGeometry,
  marks: TextMarks,
): TextSelection {
  const result: TextRange = { row: 0, from: 0, to: 0 };
  const unit = new Uint32Array(2);
  let anchorRow = 0;
  let head = 0;
  let upstream = false;
  let granularity = BY_CLUSTER;
  // What stays selected wherever the head is: nothing, or the first word or paragraph.
  let baseFrom = 0;
  let baseTo = 0;
  /** What the row showed when something of it was selected. */
  let content = '';

  function lengthOf(row: number): number {
    return columns(world, Text).runLength[row]!;
  }

  function tell(row: number): void {
    findResource(world, Handlers)?.emit(row, 'selectionchange');
  }

  function show(row: number, from: number, to: number): void {
    const before = marks.row;
    const shown = to > from ? row : 0;
    if (shown === before && (shown === 0 || (from === marks.from && to === marks.to))) return;
    marks.row = shown;
    marks.from = from;
    marks.to = to;
    touch(world, before, PAINT);
    if (shown !== before) {
      touch(world, shown, PAINT);
      content = shown === 0 ? '' : resource(world, TextPort).contentOf(shown);
      if (before !== 0) tell(before);
    }
    // Who was told first may have selected something else.
    if (shown !== 0 && marks.row === shown) tell(shown);
  }

  /** Writes what the granularity takes whole at a caret. */
  function unitAt(row: number, index: number, isUpstream: boolean): void {
    const cluster = isUpstream ? index - 1 : index;
    if (granularity === BY_WORD) {
      if (cluster < unit[0]! || cluster >= unit[1]!) geometry.wordAt(row, cluster, unit);
    } else if (granularity === BY_PARAGRAPH) paragraphAt(row, cluster);
    else unit.fill(index);
  }

  function paragraphAt(row: number, cluster: number): void {
    const { glyphs } = resource(world, TextRuns);
    const start = columns(world, Text).runStart[row]!;
    const length = lengthOf(row);
    let from = Math.max(0, Math.min(cluster, length));
    let to = from;
    while (from > 0 && glyphs[start + from - 1] !== LINE_FEED) from--;
    while (to < length && glyphs[start + to] !== LINE_FEED) to++;
    unit[0] = from;
    unit[1] = to;
  }

  function extend(index: number, isUpstream: boolean): void {
    if (anchorRow === 0) return;
    const length = lengthOf(anchorRow);
    const at = Math.min(index, length);
    unitAt(anchorRow, at, isUpstream);
    const isBackwards = unit[0]! < baseFrom;
    head = granularity === BY_CLUSTER ? at : isBackwards ? unit[0]! : unit[1]!;
    upstream = isUpstream;
    const to = Math.max(baseTo, unit[1]!);
    show(anchorRow, Math.min(baseFrom, unit[0]!, length), Math.min(to, length));
  }

  function clear(): void {
    anchorRow = 0;
    show(0, 0, 0);
  }

  return {
    get row() {
      return anchorRow;
    },
    get head() {
      return head;
    },
    get upstream() {
      return upstream;
    },
    begin(row, index, isUpstream, by) {
      anchorRow = row;
      granularity = by;
      unit.fill(0);
      unitAt(row, index, isUpstream);
      baseFrom = unit[0]!;
      baseTo = unit[1]!;
      extend(index, isUpstream);
    },
    extend,
    byCluster() {
      const anchor = head <= baseFrom ? baseTo : baseFrom;
      baseFrom = anchor;
      baseTo = anchor;
      granularity = BY_CLUSTER;
    },
    set(row, anchor, nextHead) {
      anchorRow = row;
      granularity = BY_CLUSTER;
      baseFrom = anchor;
      baseTo = anchor;
      extend(nextHead, nextHead > anchor);
    },
    clear,
    selected() {
      if (marks.row === 0) return undefined;
      result.row = marks.row;
      result.from = marks.from;
      result.to = marks.to;
      return result;
    },
    copied() {
      const { row, from, to } = marks;
      if (row === 0) return '';
      const shown = resource(world, TextPort).contentOf(row);
      return shown.slice(geometry.unitOf(row, from), geometry.unitOf(row, to));
    },
    check() {
      if (marks.row === 0) return;
      if (resource(world, TextPort).contentOf(marks.row) !== content) clear();
      else touch(world, marks.row, PAINT);
    },
    forget(row) {
      if (row === marks.row) marks.row = 0;
      if (row === anchorRow) anchorRow = 0;
    },
  };
}
