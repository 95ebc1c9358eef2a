import { type App, Box, box, columns, resolve, text } from 'rafter-ui';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCanvasMeasurer } from '../../../src/render/text';
import { frames, pixelsOf, until } from '../../app/page';
import { familiesFor, loadTestFonts } from '../../fonts';
import { type ScriptStrings, textStrings } from '../../text-strings';
import { mountOffscreen } from '../offscreen';

const SIZE = 16;
const LEFT = 8;
const ROW = 44;
const WIDTH = 760;
/** Share of a string's ink that may differ. */
const LIMIT = 0.02;
/**
 * A cluster whose position lies within some thousandths of a pixel of the middle between two quarters may be drawn at the other one,
 * which is up to so much of a short string's ink. So many strings have one.
 */
const MOST = 0.12;
const EXCEPTIONS = 0.03;
/** Those that have one as they are compared in the short tier. */
const HALF_WAY = [
  'մնում են',
  ...['שלום world שוב', 'בית־ספר', '3 מכתב שוק חורף 2024 בוקר!', 'מספר לחם, 2024 לפתוח, 3!'],
  ...['السعر ٢٥٫٥٠', 'اُردو زبان ہے', '2024 نافذة ٣ افتح؟', 'ماء خبز، ٤٢، لا خبز، صباح!'],
  ...['အိမ်ရေရေအိမ်ပေါင်မုန့်၃', '፲፪ ሰዓት'],
];
/** Strings of a script, of 25, that may have one elsewhere: more where words stand among others at positions of their own. */
const EXCEPTIONS_OF_SCRIPT: Readonly<Record<string, number>> = { Hebrew: 6, Arabic: 5 };
const OTHER_EXCEPTIONS = 2;
/** Scripts whose words are drawn as one glyph each. In the long tier, words of all scripts are compared. */
const WORD_SCRIPTS = [
  ...['Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu'],
  ...['Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Khmer', 'Myanmar'],
];
/** Words that differ. Of those of the first line a letter stands half-way between two quarters of a pixel. */
const APART = [
  ...['בְּרֵאשִׁית', 'מספר'],
  ...['fluffy', 'щука', 'жужжит', 'ու', 'մնում', 'ջուր', 'տուն', 'լույս', 'թուղթ'],
];
/** Browsers take away the blank half between these brackets on pages, as Rafter does, but not on a canvas without a language. */
const AS_ON_PAGES = '（括号）【方】';

const schemes = {
  light: { ink: '#000000', paper: '#ffffff' },
  dark: { ink: '#ffffff', paper: '#000000' },
} as const;

type Scheme = keyof typeof schemes;

const lines: string[] = [];

beforeAll(async () => {
  await Promise.all(
    textStrings.map(({ script, strings }) => loadTestFonts(familiesFor(script), strings.join(''))),
  );
});

afterAll(() => console.info(lines.join('\n')));

/** A quarter of each script's where there is no time for all. */
const tested = import.meta.env.RAFTER_LONG
  ? textStrings
  : textStrings.map((each) => ({ ...each, strings: each.strings.filter((_, i) => i % 4 === 0) }));

/** Every string so far, and those of which more differs. */
let compared = 0;
const over: string[] = [];

/** The others in the long tier: each takes some ten seconds. */
const runs: readonly (readonly [Scheme, number])[] = import.meta.env.RAFTER_LONG
  ? [
      ['light', 1],
      ['light', 2],
      ['dark', 1],
      ['dark', 2],
    ]
  : [['light', 1]];

describe.each(runs)('text on %s at %d device pixels a CSS pixel', (scheme, dpr) => {
  it.each(tested)('is what canvas draws: $script', async (script) => {
    const [ours, theirs] = [await shown(script, scheme, dpr), drawn(script, scheme, dpr)];
    expect(ours.length).toBe(theirs.length);
    const shares = script.strings.map((content, row) => ({
      content,
      share: difference(ours, theirs, row, scheme, dpr),
    }));
    report(`${script.script} ${scheme} ${dpr}x`, shares);
    const before = over.length;
    for (const { content, share } of shares) {
      if (content === AS_ON_PAGES) continue;
      compared++;
      if (!(share <= LIMIT)) over.push(`${(share * 100).toFixed(1)} % of ${content}`);
      const isNamed = scheme !== 'light' || dpr !== 1 || HALF_WAY.includes(content);
      expect(share, content).toBeLessThanOrEqual(isNamed ? MOST : LIMIT);
    }
    const most = EXCEPTIONS_OF_SCRIPT[script.script] ?? OTHER_EXCEPTIONS;
    expect(over.length - before).toBeLessThanOrEqual(most);
  });
});

describe('single words, white on black', () => {
  // The browser itself draws other colours a little heavier or lighter, which the shader repeats to a 64th.
  it.each(
    textStrings.filter(({ script }) =>
      import.meta.env.RAFTER_LONG ? script !== 'Emoji' : WORD_SCRIPTS.includes(script),
    ),
  )('are drawn as canvas draws them, to the last bit: $script', async (script) => {
    const words = script.strings.join(' ').match(/(?<=^|\s)[\p{L}\p{M}]+(?=\s|$)/gu) ?? [];
    const strings = [...new Set(words)].slice(0, import.meta.env.RAFTER_LONG ? 25 : 10);
    expect(strings.length).toBeGreaterThanOrEqual(10);
    const each = { ...script, strings };
    const [ours, theirs] = [await shown(each, 'dark', 1), drawn(each, 'dark', 1)];
    const apart = strings.filter(
      (word, row) => difference(ours, theirs, row, 'dark', 1) !== 0 && !APART.includes(word),
    );
    expect(apart).toEqual([]);
  });
});

describe('all strings', () => {
  it(`differ in no more than ${LIMIT * 100} % of their ink, but for ${EXCEPTIONS * 100} in 100`, () => {
    lines.push(`${over.length} of ${compared} over the limit:`, ...over);
    expect(over.length).toBeLessThanOrEqual(compared * EXCEPTIONS);
    expect(compared).toBeGreaterThanOrEqual(
      (import.meta.env.RAFTER_LONG ? 500 : 150) * runs.length,
    );
  });
});

describe('the comparison', () => {
  it('sees a letter that is missing, another letter and a shift of half a pixel', () => {
    const [latin] = textStrings as [ScriptStrings];
    const strings = ['Hamburgefonstiv', 'Hamburgefonstiv', 'Hamburgefonstiv'];
    const right = drawn({ ...latin, strings }, 'light', 1);
    const wrong = drawn(
      { ...latin, strings: ['Hamburgefonsti', 'Hamburgefonstiw', 'Hamburgefonstiv'] },
      'light',
      1,
      [0, 0, 0.5],
    );
    for (const row of [0, 1, 2]) {
      expect(difference(right, right, row, 'light', 1)).toBe(0);
      expect(difference(wrong, right, row, 'light', 1)).toBeGreaterThan(LIMIT);
    }
  });

  it('does not pass strings that draw nothing', () => {
    const [latin] = textStrings as [ScriptStrings];
    const empty = drawn({ ...latin, strings: [' '] }, 'light', 1);
    expect(difference(empty, empty, 0, 'light', 1)).toBeNaN();
  });
});

/** A screen of the strings, one a row, drawn by an app. */
async function shown(script: ScriptStrings, scheme: Scheme, dpr: number): Promise<Uint32Array> {
  const { ink, paper } = schemes[scheme];
  const { app, canvas, errors } = await mountOffscreen({
    cssWidth: WIDTH,
    cssHeight: ROW * script.strings.length,
    dpr,
    background: paper,
  });
  const page = box(app.world, { flexGrow: 1 });
  const { width, y } = columns(app.world, Box);
  const top = topOf(script);
  const elements = script.strings.map((content, row) =>
    text(app.world, {
      parent: page,
      position: 'absolute',
      left: LEFT,
      top: row * ROW + top,
      content,
      fontFamily: listFor(script),
      fontSize: SIZE,
      color: ink,
    }),
  );
  app.start();
  await settled(app);
  elements.forEach((element, row) => {
    const at = resolve(app.world, element);
    expect(y[at]).toBe(row * ROW + top);
    expect(width[at]).toBeLessThan(WIDTH - LEFT);
  });
  const pixels = pixelsOf(canvas);
  app.dispose();
  expect(errors).toEqual([]);
  return pixels;
}

/** Waits until nothing changes, not even once the library for mixed directions has arrived. */
async function settled(app: App): Promise<void> {
  await import('bidi-js');
  for (let i = 0; i < 3; i++) {
    await until(() => app.asleep);
    await frames(1);
  }
}

/** The same screen by canvas 2D, one call a string, the pen at the same place; rows may be shifted, CSS pixels. */
function drawn(
  script: ScriptStrings,
  scheme: Scheme,
  dpr: number,
  shifts: readonly number[] = [],
): Uint32Array {
  const { ink, paper } = schemes[scheme];
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * dpr;
  canvas.height = ROW * script.strings.length * dpr;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = `${SIZE * dpr}px ${listFor(script)}`;
  context.fontKerning = 'normal';
  context.textRendering = 'geometricPrecision';
  // At the left edge in either direction, as a text whose box is as wide as it is.
  context.textAlign = 'left';
  context.fillStyle = ink;
  const { ascent } = createCanvasMeasurer().metrics(fontOf(script));
  const top = topOf(script);
  script.strings.forEach((content, row) => {
    const baseline = Math.round((row * ROW + top + ascent) * dpr);
    context.direction = directionOf(content);
    context.fillText(content, (LEFT + (shifts[row] ?? 0)) * dpr, baseline);
  });
  return new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
}

/** Direction of a paragraph as `auto` finds it: that of its first letter. */
function directionOf(content: string): 'ltr' | 'rtl' {
  const [first = ''] = /\p{L}/u.exec(content) ?? [];
  return /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(first) ? 'rtl' : 'ltr';
}

/** Where a line begins so that it stands in the middle of its row, whole pixels. */
function topOf(script: ScriptStrings): number {
  const { lineHeight } = createCanvasMeasurer().metrics(fontOf(script));
  return Math.round((ROW - lineHeight) / 2);
}

function fontOf(script: ScriptStrings) {
  return { family: listFor(script), size: SIZE, weight: 400, italic: false };
}

function listFor({ script }: ScriptStrings): string {
  return familiesFor(script)
    .map((family) => `"${family}"`)
    .join(', ');
}

/** Share of the ink of `theirs` that differs in a row, all colours together; NaN where there is no ink. */
function difference(
  ours: Uint32Array,
  theirs: Uint32Array,
  row: number,
  scheme: Scheme,
  dpr: number,
): number {
  const width = WIDTH * dpr;
  const paper = scheme === 'light' ? 255 : 0;
  let apart = 0;
  let ink = 0;
  for (let at = row * ROW * dpr * width; at < (row + 1) * ROW * dpr * width; at++) {
    const [a, b] = [ours[at]!, theirs[at]!];
    for (let shift = 0; shift < 24; shift += 8) {
      apart += Math.abs(((a >>> shift) & 255) - ((b >>> shift) & 255));
      ink += Math.abs(((b >>> shift) & 255) - paper);
    }
  }
  return apart / ink;
}

function report(name: string, shares: readonly { share: number }[]): void {
  const sorted = shares.map(({ share }) => share * 100).sort((a, b) => a - b);
  const over = sorted.filter((share) => !(share <= LIMIT * 100)).length;
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)]!.toFixed(2);
  lines.push(
    `${name}: median ${at(0.5)} %, p90 ${at(0.9)} %, most ${at(1)} %, over the limit ${over} of ${sorted.length}`,
  );
}
