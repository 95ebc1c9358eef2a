import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import {
  Box,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_LAST,
  type ParagraphStyle,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_START,
  Text,
  TextGeometry,
  TextKind,
  TextLines,
  TextPort,
  TextRuns,
} from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../src/testing/deterministic-text';
import { testFamilies } from '../../fonts';

/** A word that fits no line, so that the one before it ends there. */
export const LONG_WORD = 'W'.repeat(60);

const SIZE = 16;
const LINE_HEIGHT = 40;
const FAMILY = testFamilies.map(({ family }) => `"${family}"`).join(', ');
/** What is that far apart before a line is justified, CSS pixels, is another matter: letters within shaped words, most of all. */
const OTHER_PX = 0.25;
const SLACK = 1 / 64;
/** What it has measured it measures once for all pairs. */
const measurer = createCanvasMeasurer();

/** Where a cluster stands; undefined where it has no room. */
type Place = { left: number; right: number; line: number } | undefined;

/** What a comparison found. */
export type Tally = {
  lines: number;
  letters: number;
  /** Of these, letters that stand elsewhere in their line before it is justified: what counts is how far they move. */
  otherLetters: number;
  /** Largest distance of a letter from where the browser has it, CSS pixels, and where that was. */
  largest: number;
  worst: string;
  /** Not compared: lines that end elsewhere or are of another width before they are justified. */
  otherLines: number;
  /** Lines before an ellipsis, and which of them show less or more than the browser. */
  cuts: number;
  otherCuts: string[];
};

export function createTally(): Tally {
  return {
    lines: 0,
    letters: 0,
    otherLetters: 0,
    largest: 0,
    worst: '',
    otherLines: 0,
    cuts: 0,
    otherCuts: [],
  };
}

export function addTally(to: Tally, tally: Tally): void {
  for (const key of ['lines', 'letters', 'otherLines', 'otherLetters', 'cuts'] as const) {
    to[key] += tally[key];
  }
  to.otherCuts.push(...tally.otherCuts);
  if (tally.largest <= to.largest) return;
  to.largest = tally.largest;
  to.worst = tally.worst;
}

export type PairOptions = {
  language: string;
  style?: Partial<ParagraphStyle>;
  /** The same for the page. */
  css?: string;
};

export type Pair = {
  /** Shows a text in both. White space must be as it is shown. */
  show(content: string): void;
  /** Compares every letter of every justified line that fits a width. */
  compare(width: number, tally: Tally): void;
  /** What the letters of each text are wider by in a line of their own, in the page and in the row: to compare. */
  spread(contents: readonly string[]): { theirs: string[]; own: string[] };
  dispose(): void;
};

/** The same text twice: in an element of the page and in a row of a world. */
export async function createPair({ language, style = {}, css = '' }: PairOptions): Promise<Pair> {
  const world = createWorld();
  const system = createTextSystem({
    world,
    measurer,
    rasteriser: createDeterministicRasteriser(),
    locale: language,
  });
  const port = resource(world, TextPort);
  const geometry = resource(world, TextGeometry);
  const lines = resource(world, TextLines);
  const runs = resource(world, TextRuns);
  const text = columns(world, Text);
  const box = columns(world, Box);
  const row = resolve(world, spawn(world, TextKind));
  const out = new Float64Array(4);
  const ellipsis = advanceOf('…');
  const hyphen = advanceOf('-');
  const element = createElement(language, css);
  const node = document.createTextNode('');
  element.append(node);
  text.font[row] = port.font({ family: FAMILY, size: SIZE, weight: 400, italic: false });
  text.paragraph[row] = port.paragraph({ whiteSpace: 'normal', ...style });
  box.height[row] = 10_000;
  // Of the text that is shown: where its clusters begin.
  let units: number[] = [];

  function show(content: string): void {
    node.data = content;
    port.setText(row, content);
    if (port.contentOf(row) !== content) throw new Error(`'${content}' is shown otherwise`);
    units = Array.from({ length: text.runLength[row]! + 1 }, (_, i) => geometry.unitOf(row, i));
  }

  function ownPlaces(align: number): Place[] {
    text.align[row] = align;
    return units.slice(1).map((_, i) => {
      if (geometry.rangeRects(row, i, i + 1, out) === 0) return undefined;
      return { left: out[0]!, right: out[0]! + out[2]!, line: geometry.lineOf(row, i, false) };
    });
  }

  function wrap(width: number): void {
    box.width[row] = width;
    port.wrap(row, width);
    element.style.width = `${width}px`;
  }

  function compare(width: number, tally: Tally): void {
    wrap(width);
    const ownPlain = ownPlaces(TEXT_ALIGN_START);
    const own = ownPlaces(TEXT_ALIGN_JUSTIFY);
    element.style.textAlign = 'start';
    const theirPlain = placesIn(node, units);
    element.style.textAlign = 'justify';
    const their = placesIn(node, units);
    const from = text.lineStart[row]!;
    for (let line = 0; line < text.lineCount[row]!; line++) {
      const at = from + line;
      const flags = lines.flags[at]!;
      const isCut = (flags & LINE_ELLIPSIS) !== 0;
      const first = lines.first[at]!;
      const end = isCut ? seenEnd(first, lines.end[at]!) : lines.shown[at]!;
      const start = text.runStart[row]!;
      const natural = runs.x[start + end]! - runs.x[start + first]!;
      const size = isCut ? natural : lines.width[at]! - ((flags & LINE_HYPHEN) !== 0 ? hyphen : 0);
      if (size > width) continue;
      const isSame =
        their.findIndex((place) => place?.line === line) === firstSeen(their, first) &&
        seenEnd(first, theirEnd(their, first, line)) === seenEnd(first, end);
      // Where the next word has a soft hyphen that the line has no room for, the browser counts a gap more.
      const isQuirk = /^ \S*\u00ad/.test(node.data.slice(units[end]!));
      const isOther = Math.abs(widthOf(theirPlain.slice(first, end)) - size) > OTHER_PX;
      if (!isSame || isQuirk || isOther) {
        tally.otherLines++;
        continue;
      }
      tally.lines++;
      const apart = tally.otherLetters;
      for (let i = first; i < end; i++) {
        const place = own[i];
        const theirPlace = their[i];
        if (!theirPlace || !place) continue;
        const before = ownPlain[i];
        const wasApart = before ? before.left - theirPlain[i]!.left : 0;
        const isApart = Math.abs(wasApart) > OTHER_PX;
        tally.letters++;
        if (isApart) tally.otherLetters++;
        const distance = Math.abs(place.left - theirPlace.left - (isApart ? wasApart : 0));
        if (distance <= tally.largest) continue;
        tally.largest = distance;
        tally.worst = `'${stringOf(i, i + 1)}' of '${stringOf(first, end)}' at ${width} px`;
      }
      if (!isCut || (flags & LINE_LAST) !== 0 || tally.otherLetters > apart) continue;
      // The page tells of the whole line: it shows what its ellipsis leaves room for.
      const isRtl = widthOf([their[first]]) > 0 && their[first]!.right > width - SLACK;
      const fits = ({ left, right }: NonNullable<Place>) =>
        (isRtl ? width - left : right) + ellipsis <= width + SLACK;
      const theirShown = their.filter((place, i) => i >= first && i < end && place && fits(place));
      const ownShown = own.filter((place, i) => i >= first && i < end && place);
      tally.cuts++;
      if (theirShown.length !== ownShown.length) {
        tally.otherCuts.push(`'${stringOf(first, end)}' at ${width} px`);
      }
    }
  }

  /** Without the white space at its end. */
  function seenEnd(first: number, end: number): number {
    let seen = end;
    while (seen > first && /^[ \t\n\u2000-\u200b\u3000]/.test(stringOf(seen - 1, seen))) seen--;
    return seen;
  }

  function stringOf(from: number, to: number): string {
    return node.data.slice(units[from], units[to]);
  }

  /** What is wider in a line of 500 px. */
  function spread(contents: readonly string[]): { theirs: string[]; own: string[] } {
    const rows = contents.map((content) => {
      const line = document.createElement('div');
      line.style.cssText = 'width: 500px; text-align: justify';
      line.append(`${content} ${LONG_WORD}`);
      element.append(line);
      return line;
    });
    const theirs = rows.map((line, i) => {
      const all = placesIn(line.firstChild as globalThis.Text, [0, 1, contents[i]!.length - 1]);
      return told(all);
    });
    for (const line of rows) line.remove();
    const own = contents.map((content) => {
      show(`${content} ${LONG_WORD}`);
      wrap(500);
      return told(ownPlaces(TEXT_ALIGN_JUSTIFY).slice(0, 2));
    });
    return { theirs, own };
  }

  // The first justified line loads the rules.
  show(`字 ${LONG_WORD} א`);
  wrap(100);
  ownPlaces(TEXT_ALIGN_JUSTIFY);
  await system.ready();
  return { show, compare, spread, dispose: () => element.remove() };
}

/** Whether the first of two letters has more room than it needs, and the second. */
function told([first, second]: Place[]): string {
  const isWide = (place: Place) => (widthOf([place]) > 50 ? 'wide' : 'narrow');
  return `${isWide(first)} ${isWide(second)}`;
}

function createElement(language: string, css: string): HTMLElement {
  const element = document.createElement('div');
  element.lang = language;
  element.dir = 'auto';
  element.style.cssText = `position: absolute; left: 0; top: 0; font: ${SIZE}px ${FAMILY}; line-height: ${LINE_HEIGHT}px; text-rendering: geometricPrecision; ${css}`;
  document.body.append(element);
  return element;
}

function advanceOf(glyph: string): number {
  const canvas = document.createElement('canvas').getContext('2d')!;
  canvas.font = `${SIZE}px ${FAMILY}`;
  return canvas.measureText(glyph).width;
}

function placesIn(node: globalThis.Text, units: readonly number[]): Place[] {
  const range = document.createRange();
  const { top } = (node.parentElement as HTMLElement).getBoundingClientRect();
  return units.slice(1).map((end, i) => {
    range.setStart(node, units[i]!);
    range.setEnd(node, end);
    const rects = range.getClientRects();
    const rect = rects[rects.length - 1];
    if (!rect || !(rect.width > 0)) return undefined;
    const line = Math.floor((rect.top - top + rect.height / 2) / LINE_HEIGHT);
    return { left: rect.left, right: rect.right, line };
  });
}

function widthOf(places: Place[]): number {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    if (!place) continue;
    left = Math.min(left, place.left);
    right = Math.max(right, place.right);
  }
  return Math.max(0, right - left);
}

function firstSeen(places: Place[], from: number): number {
  return places.findIndex((place, i) => i >= from && place);
}

/** The cluster with which the line after this one begins. */
function theirEnd(places: Place[], first: number, line: number): number {
  const next = places.findIndex((place, i) => i >= first && place && place.line > line);
  return next < 0 ? places.length : next;
}
