import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import { Text, TextKind, TextLines, TextPort } from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../src/testing/deterministic-text';
import { loadTestFonts, testFamilies } from '../../fonts';
import { type Language, languages, paragraphs } from '../../text-corpus';

const LONG = Boolean(import.meta.env.RAFTER_LONG);
/** 1,000 paragraphs at 10 widths in the long tier, fewer otherwise. */
const PER_LANGUAGE = LONG ? Math.ceil(1000 / languages.length) : 3;
const WIDTHS = LONG
  ? [90, 120, 151.5, 180, 213, 260, 320, 400.25, 520, 700]
  : [90, 151.5, 260, 400.25];
const SIZE = 16;
const SEED = 11;
/** Least shares of equal line ends: of all, and of each language. */
const LEAST = 0.995;
const LEAST_OF_LANGUAGE = 0.99;
const FAMILY = testFamilies.map(({ family }) => `"${family}"`).join(', ');

let element: HTMLElement | undefined;

beforeAll(async () => {
  const everything = languages.flatMap((language) => paragraphs(language, PER_LANGUAGE, SEED));
  await loadTestFonts(undefined, everything.join(''));
}, 60_000);

afterEach(() => {
  element?.remove();
  element = undefined;
});

describe('wrapped paragraphs', () => {
  it(`end their lines where the browser ends them: ${PER_LANGUAGE * languages.length} in ${languages.length} languages at ${WIDTHS.length} widths`, () => {
    const all = { equal: 0, total: 0, texts: 0, same: 0 };
    const rest: string[] = [];
    const below: string[] = [];
    for (const language of languages) {
      const counts = compareLanguage(language, rest);
      console.info(
        `${language}: ${counts.equal} of ${counts.total} line ends, ${counts.same} of ${counts.texts} paragraphs`,
      );
      if (!(counts.equal / counts.total >= LEAST_OF_LANGUAGE)) below.push(language);
      for (const key of ['equal', 'total', 'texts', 'same'] as const) all[key] += counts[key];
    }
    const share = all.equal / all.total;
    console.info(
      [
        `all: ${(share * 100).toFixed(3)} % of ${all.total} line ends, ${((all.same / all.texts) * 100).toFixed(2)} % of paragraphs`,
        ...rest,
      ].join('\n'),
    );
    expect(below).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(LEAST);
  }, 240_000);
});

function compareLanguage(language: Language, rest: string[]) {
  const { lineStartsAt, show } = createText(language);
  const counts = { equal: 0, total: 0, texts: 0, same: 0 };
  for (const content of paragraphs(language, PER_LANGUAGE, SEED)) {
    const node = place(content, language);
    const boundaries = graphemes(content, language);
    show(content);
    for (const width of WIDTHS) {
      element!.style.width = `${width}px`;
      const theirs = browserStarts(node, boundaries);
      const ours = lineStartsAt(width, boundaries);
      const both = ours.filter((start) => theirs.includes(start)).length;
      counts.equal += both;
      counts.total += Math.max(ours.length, theirs.length);
      counts.texts++;
      if (both === ours.length && both === theirs.length) counts.same++;
      else if (rest.length < 60) {
        const at = theirs.find((start, i) => ours[i] !== start) ?? ours.at(-1) ?? 0;
        const line = ours.findIndex((start, i) => theirs[i] !== start);
        const own = ours[line] ?? content.length;
        rest.push(
          `  ${language} ${width} px: theirs …${content.slice(Math.max(0, at - 24), at)}|${content.slice(at, at + 12)}… ours …${content.slice(Math.max(0, own - 12), own)}|${content.slice(own, own + 12)}…`,
        );
      }
    }
    element!.remove();
  }
  return counts;
}

/** An element with nothing but this text. Returns its text node. */
function place(content: string, language: string): globalThis.Text {
  element = document.createElement('div');
  element.lang = language;
  element.dir = 'auto';
  element.style.cssText = `position: absolute; left: 0; top: 0; font: ${SIZE}px ${FAMILY}; line-height: 40px; text-rendering: geometricPrecision`;
  const node = document.createTextNode(content);
  element.append(node);
  document.body.append(element);
  return node;
}

/** Units at which the browser's lines after the first start. */
function browserStarts(node: globalThis.Text, boundaries: readonly number[]): number[] {
  const range = document.createRange();
  const lineOf = (k: number): number => {
    range.setStart(node, boundaries[k]!);
    range.setEnd(node, boundaries[k + 1]!);
    const rects = range.getClientRects();
    const rect = rects[rects.length - 1];
    return rect ? Math.round(rect.top / 40) : -1;
  };
  const starts: number[] = [];
  const last = boundaries.length - 2;
  const lines = Math.round(element!.getBoundingClientRect().height / 40);
  let from = 0;
  for (let line = 1; line < lines; line++) {
    let low = from;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      // A space at the end of a line may have no rectangle: it belongs to the line before.
      let k = middle;
      while (k > from && lineOf(k) < 0) k--;
      if (lineOf(k) >= line) high = k < middle ? k : middle;
      else low = middle + 1;
    }
    // The space that hangs at the end of a line counts to either.
    while (low < last && node.data[boundaries[low]!] === ' ') low++;
    starts.push(boundaries[low]!);
    from = low;
  }
  return starts;
}

function graphemes(content: string, language: string): number[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'grapheme' });
  return [...[...segmenter.segment(content)].map(({ index }) => index), content.length];
}

function createText(language: string) {
  const world = createWorld();
  createTextSystem({
    world,
    measurer: createCanvasMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    locale: language,
  });
  const port = resource(world, TextPort);
  const text = columns(world, Text);
  const lines = resource(world, TextLines);
  const row = resolve(world, spawn(world, TextKind));
  text.font[row] = port.font({ family: FAMILY, size: SIZE, weight: 400, italic: false });
  text.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
  return {
    show: (content: string) => port.setText(row, content),
    lineStartsAt(width: number, boundaries: readonly number[]): number[] {
      port.wrap(row, width);
      const from = text.lineStart[row]!;
      const starts: number[] = [];
      for (let line = from + 1; line < from + text.lineCount[row]!; line++) {
        starts.push(boundaries[lines.first[line]!]!);
      }
      return starts;
    },
  };
}
