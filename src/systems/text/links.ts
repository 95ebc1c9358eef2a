import { columns, findResource, isRowAlive, PAINT, touch, type World } from '../../ecs';
import {
  Handlers,
  type SpanRun,
  STATE_SELECTABLE,
  State,
  type TextGeometry,
  type TextInputRecord,
  type TextMarks,
  TextSpans,
} from '../../ecs/stores';

/** Gives nothing but a count. */
const NO_ROOM = new Float64Array(0);

/** A link of a text: its number among them, in order, and its clusters. */
export type LinkRange = { from: number; to: number };

/** How many links a text has. Neighbouring spans that lead to the same place are one, those without text none. */
export function linkCount(spans: SpanRun): number {
  let count = 0;
  for (let i = 0; i < spans.count; i++) if (beginsLink(spans, i)) count++;
  return count;
}

/** Number of the link that a cluster belongs to, -1 for none. */
export function linkOf(spans: SpanRun, cluster: number): number {
  let link = -1;
  for (let i = 0; i < spans.count; i++) {
    if (beginsLink(spans, i)) link++;
    if (cluster < spans.ends[i]!) return spans.links[i] === undefined ? -1 : link;
  }
  return -1;
}

/** Writes the clusters of a link and returns where it leads; '' if there is no such link. */
export function readLink(spans: SpanRun, link: number, out: LinkRange): string {
  let at = -1;
  for (let i = 0; i < spans.count; i++) {
    if (!beginsLink(spans, i) || ++at < link) continue;
    const href = spans.links[i]!;
    out.from = startOf(spans, i);
    out.to = spans.ends[i]!;
    for (let k = i + 1; k < spans.count; k++) {
      if (spans.ends[k] === out.to) continue;
      if (spans.links[k] !== href) break;
      out.to = spans.ends[k]!;
    }
    return href;
  }
  return '';
}

function startOf(spans: SpanRun, i: number): number {
  return i === 0 ? 0 : spans.ends[i - 1]!;
}

function beginsLink(spans: SpanRun, i: number): boolean {
  const href = spans.links[i];
  if (href === undefined || spans.ends[i]! === startOf(spans, i)) return false;
  // Spans without text between do not divide a link.
  let before = i - 1;
  while (before >= 0 && spans.ends[before]! === startOf(spans, before)) before--;
  return before < 0 || spans.links[before] !== href;
}

/** The links of a world's texts: which one has focus, which one is pressed. */
export type TextLinks = {
  has(row: number): boolean;
  /** Number of the link under a point of the row's layer, -1 for none. */
  at(row: number, point: Float64Array): number;
  /** Where a link of a row leads; '' for -1. */
  hrefOf(row: number, link: number): string;
  /** A link, or -1, was pressed: focus goes there without being shown. */
  press(row: number, link: number): void;
  tab(row: number, backwards: boolean): boolean;
  enter(row: number, backwards: boolean): void;
  focus(row: number, isVisible: boolean): void;
  /** Follows the link in focus. Returns whether there is one. */
  follow(row: number, record: TextInputRecord): boolean;
  tell(row: number, link: number, record: TextInputRecord): void;
  check(): void;
  forget(row: number): void;
};

/** Makes the links of a world, none in focus. */
export function createTextLinks(world: World, geometry: TextGeometry, marks: TextMarks): TextLinks {
  const range: LinkRange = { from: 0, to: 0 };
  // Row in focus, its link in focus (-1 none), and whether that is shown.
  let focused = 0;
  let current = -1;
  let isShown = false;
  // What a press has put focus on, before the input system does.
  let pressed = -1;
  let pressedRow = 0;

  function spansOf(row: number): SpanRun | undefined {
    return row === 0 ? undefined : findResource(world, TextSpans)?.of(row);
  }

  function countOf(row: number): number {
    const spans = spansOf(row);
    return spans ? linkCount(spans) : 0;
  }

  /** Whether something of a link is seen: what an ellipsis cut away is no stop. */
  function isVisible(row: number, link: number): boolean {
    readLink(spansOf(row)!, link, range);
    return geometry.rangeRects(row, range.from, range.to, NO_ROOM) > 0;
  }

  /** Puts the ring where focus is. */
  function showRing(): void {
    const isText =
      focused !== 0 &&
      isRowAlive(world, focused) &&
      ((columns(world, State).bits[focused]! & STATE_SELECTABLE) !== 0 || countOf(focused) > 0);
    range.from = 0;
    range.to = 0;
    if (isText && current >= 0) readLink(spansOf(focused)!, current, range);
    const row = isText && isShown ? focused : 0;
    if (row === marks.ringRow && range.from === marks.ringFrom && range.to === marks.ringTo) return;
    if (marks.ringRow !== 0) touch(world, marks.ringRow, PAINT);
    marks.ringRow = row;
    marks.ringFrom = range.from;
    marks.ringTo = range.to;
    touch(world, row, PAINT);
  }

  /** Moves focus from a link of a row to the next that is seen; -1 stands before the first or after the last. */
  function step(row: number, from: number, backwards: boolean): boolean {
    const count = countOf(row);
    let link = from;
    do {
      if (from < 0 && link < 0) link = backwards ? count - 1 : 0;
      else link += backwards ? -1 : 1;
    } while (link >= 0 && link < count && !isVisible(row, link));
    if (link < 0 || link >= count) return false;
    current = link;
    isShown = true;
    showRing();
    return true;
  }

  function hrefOf(row: number, link: number): string {
    const spans = spansOf(row);
    return spans && link >= 0 ? readLink(spans, link, range) : '';
  }

  function tell(row: number, link: number, record: TextInputRecord): void {
    const href = hrefOf(row, link);
    if (href !== '') findResource(world, Handlers)?.emit(row, 'link', href, record);
  }

  return {
    has: (row) => countOf(row) > 0,
    at(row, point) {
      const spans = spansOf(row);
      if (!spans) return -1;
      const cluster = geometry.clusterAt(row, point);
      return cluster < 0 ? -1 : linkOf(spans, cluster);
    },
    hrefOf,
    press(row, link) {
      pressedRow = row;
      pressed = link;
    },
    tab(row, backwards) {
      if (row === 0 || row !== focused) return false;
      // From the text itself, which a press has put focus on: forward to its first link, backwards out of it.
      if (current < 0 && backwards) return false;
      return step(row, current, backwards);
    },
    enter(row, backwards) {
      if (row === 0 || row !== focused) return;
      current = -1;
      if (!step(row, -1, backwards)) showRing();
    },
    focus(row, isVisible) {
      if (row !== focused) current = -1;
      if (row !== 0 && row === pressedRow && !isVisible) current = pressed;
      if (row !== 0) pressedRow = 0;
      focused = row;
      isShown = isVisible;
      showRing();
    },
    follow(row, record) {
      if (row === 0 || row !== focused || current < 0 || current >= countOf(row)) return false;
      tell(row, current, record);
      return true;
    },
    tell,
    check() {
      if (current >= countOf(focused)) current = -1;
      showRing();
    },
    forget(row) {
      if (row === marks.ringRow) marks.ringRow = 0;
      if (row === pressedRow) pressedRow = 0;
      if (row !== focused) return;
      focused = 0;
      current = -1;
    },
  };
}
