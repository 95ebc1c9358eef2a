import { columns, findResource, resource, type World } from '../../ecs';
import {
  type SpanRun,
  TEXT_BIDI,
  TEXT_LINES,
  TEXT_SPANS,
  Text,
  TextLines,
  type TextMarks,
  TextSpans,
} from '../../ecs/stores';

/** Most records that some lines of a row's text may take; `lines` holds the first and the end. */
export function recordsOf(
  world: World,
  row: number,
  marks: TextMarks | undefined,
  lines: Int32Array,
): number {
  const { runLength, lineStart, lineCount, flags } = columns(world, Text);
  let from = 0;
  let to = runLength[row]!;
  let count = lineCount[row]!;
  if ((flags[row]! & TEXT_LINES) !== 0 && lines[1]! - lines[0]! < count) {
    const table = resource(world, TextLines);
    count = lines[1]! - lines[0]!;
    from = table.first[lineStart[row]! + lines[0]!]!;
    to = table.end[lineStart[row]! + lines[1]! - 1]!;
  }
  const clusters = Math.max(0, to - from);
  // An ellipsis stands for at least one glyph; a hyphen may come after each line.
  let records = clusters + count;
  if (marks && (marks.row === row || marks.ringRow === row)) {
    // Pieces of each line, more where directions mix.
    const pieces = (flags[row]! & TEXT_BIDI) !== 0 ? clusters + 1 : 2 * count + 1;
    records += (marks.row === row ? pieces : 0) + (marks.ringRow === row ? pieces : 0);
  }
  const spans =
    (flags[row]! & TEXT_SPANS) === 0 ? undefined : findResource(world, TextSpans)?.of(row);
  if (!spans) return records;
  return records + 3 * (spanAt(spans, to) - spanAt(spans, from) + 1 + count);
}

/** The span that a cluster belongs to. */
export function spanAt(spans: SpanRun, cluster: number): number {
  let low = 0;
  let high = spans.count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans.ends[middle]! > cluster) high = middle;
    else low = middle + 1;
  }
  return low;
}
