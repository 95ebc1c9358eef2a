// Openly licensed fonts of the dev dependencies, in the subsets that their packages are cut into. None is shipped.

import { atFileEnd } from './endings';

/** A family of the test fonts and what it is for. */
export type TestFamily = {
  readonly script: string;
  /** Name for `fontFamily`. */
  readonly family: string;
  readonly package: string;
  /** What the style sheet calls the family, if not that. */
  readonly named?: string;
  /** The package's style sheet as text. */
  css(): Promise<{ default: string }>;
};

/** One for each script. Latin, Greek and Cyrillic share theirs. */
export const testFamilies: readonly TestFamily[] = [
  variable('Latin', 'noto-sans', () => import('@fontsource-variable/noto-sans/index.css?raw')),
  variable(
    'Armenian',
    'noto-sans-armenian',
    () => import('@fontsource-variable/noto-sans-armenian/index.css?raw'),
  ),
  variable(
    'Georgian',
    'noto-sans-georgian',
    () => import('@fontsource-variable/noto-sans-georgian/index.css?raw'),
  ),
  variable(
    'Hebrew',
    'noto-sans-hebrew',
    () => import('@fontsource-variable/noto-sans-hebrew/index.css?raw'),
  ),
  variable(
    'Arabic',
    'noto-sans-arabic',
    () => import('@fontsource-variable/noto-sans-arabic/index.css?raw'),
  ),
  variable(
    'Devanagari',
    'noto-sans-devanagari',
    () => import('@fontsource-variable/noto-sans-devanagari/index.css?raw'),
  ),
  variable(
    'Bengali',
    'noto-sans-bengali',
    () => import('@fontsource-variable/noto-sans-bengali/index.css?raw'),
  ),
  variable(
    'Gurmukhi',
    'noto-sans-gurmukhi',
    () => import('@fontsource-variable/noto-sans-gurmukhi/index.css?raw'),
  ),
  variable(
    'Gujarati',
    'noto-sans-gujarati',
    () => import('@fontsource-variable/noto-sans-gujarati/index.css?raw'),
  ),
  variable(
    'Tamil',
    'noto-sans-tamil',
    () => import('@fontsource-variable/noto-sans-tamil/index.css?raw'),
  ),
  variable(
    'Telugu',
    'noto-sans-telugu',
    () => import('@fontsource-variable/noto-sans-telugu/index.css?raw'),
  ),
  variable(
    'Kannada',
    'noto-sans-kannada',
    () => import('@fontsource-variable/noto-sans-kannada/index.css?raw'),
  ),
  variable(
    'Malayalam',
    'noto-sans-malayalam',
    () => import('@fontsource-variable/noto-sans-malayalam/index.css?raw'),
  ),
  variable(
    'Sinhala',
    'noto-sans-sinhala',
    () => import('@fontsource-variable/noto-sans-sinhala/index.css?raw'),
  ),
  variable(
    'Thai',
    'noto-sans-thai',
    () => import('@fontsource-variable/noto-sans-thai/index.css?raw'),
  ),
  variable(
    'Lao',
    'noto-sans-lao',
    () => import('@fontsource-variable/noto-sans-lao/index.css?raw'),
  ),
  variable(
    'Khmer',
    'noto-sans-khmer',
    () => import('@fontsource-variable/noto-sans-khmer/index.css?raw'),
  ),
  {
    script: 'Myanmar',
    family: 'Noto Sans Myanmar',
    package: '@fontsource/noto-sans-myanmar',
    css: () => import('@fontsource/noto-sans-myanmar/400.css?raw'),
  },
  variable(
    'Ethiopic',
    'noto-sans-ethiopic',
    () => import('@fontsource-variable/noto-sans-ethiopic/index.css?raw'),
  ),
  variable('Han', 'noto-sans-sc', () => import('@fontsource-variable/noto-sans-sc/index.css?raw')),
  variable('Kana', 'noto-sans-jp', () => import('@fontsource-variable/noto-sans-jp/index.css?raw')),
  variable(
    'Hangul',
    'noto-sans-kr',
    () => import('@fontsource-variable/noto-sans-kr/index.css?raw'),
  ),
  {
    script: 'Emoji',
    family: 'Twemoji',
    package: 'twemoji-colr-font',
    css: () => import('twemoji-colr-font/twemoji.css?raw'),
  },
];

/** Faces that shape what stands beside each other in ways of their own. */
export const shapingFamilies: readonly TestFamily[] = [
  {
    script: 'Latin',
    family: 'Roboto',
    package: '@fontsource/roboto',
    css: () => import('@fontsource/roboto/latin-400.css?raw'),
  },
  {
    script: 'Latin',
    family: 'Inter Variable',
    package: '@fontsource-variable/inter',
    css: () => import('@fontsource-variable/inter/index.css?raw'),
  },
  {
    script: 'Latin',
    family: 'Inter Optical',
    named: 'Inter Variable',
    package: '@fontsource-variable/inter',
    css: () => import('@fontsource-variable/inter/opsz.css?raw'),
  },
  {
    script: 'Latin',
    family: 'Fira Code',
    package: '@fontsource/fira-code',
    css: () => import('@fontsource/fira-code/latin-400.css?raw'),
  },
  {
    script: 'Icons',
    family: 'Material Icons',
    package: '@fontsource/material-icons',
    css: () => import('@fontsource/material-icons/400.css?raw'),
  },
];

function variable(script: string, name: string, css: TestFamily['css']): TestFamily {
  const words = name.split('-').map((word) => {
    // SC, JP, KR.
    return word.length === 2 ? word.toUpperCase() : word[0]!.toUpperCase() + word.slice(1);
  });
  return {
    script,
    family: `${words.join(' ')} Variable`,
    package: `@fontsource-variable/${name}`,
    css,
  };
}

// Apart from its use: Vite takes the two together for an asset to bundle.
const HERE = import.meta.url;

type Subset = { url: string; weight: string; ranges: [number, number][] };

const EVERYTHING: [number, number][] = [[0, 0x10ffff]];

const subsets = new Map<string, Promise<Subset[]>>();
const loaded = new Map<string, Promise<FontFace>>();

/**
 * Adds families of the test fonts to the page's faces, by default those of all scripts. Of each the files that `text` needs are loaded,
 * without a text all. They stay until the page goes, which is when a test file ends.
 */
export async function loadTestFonts(
  families: readonly string[] = testFamilies.map(({ family }) => family),
  text?: string,
): Promise<void> {
  const codes = text === undefined ? undefined : [...new Set(text)].map((c) => c.codePointAt(0)!);
  await Promise.all(
    families.map(async (family) => {
      const known = [...testFamilies, ...shapingFamilies].find((each) => each.family === family);
      if (!known) throw new Error(`there is no test font '${family}'; see testFamilies`);
      const needed = (await subsetsOf(known)).filter(
        ({ ranges }) =>
          !codes || codes.some((code) => ranges.some(([from, to]) => code >= from && code <= to)),
      );
      // Read from the last, and added in the order of the style sheet.
      await Promise.all(needed.reverse().map((subset) => load(family, subset)));
    }),
  );
}

/**
 * Families for strings of a script: its own, then those of Latin and Hebrew, which are mixed into others. Those of Han, kana and
 * Hangul stand after that of Latin: in their runs browsers choose another shape of their digits than for a digit by itself.
 */
export function familiesFor(script: string): string[] {
  const of = (name: string) => testFamilies.find((each) => each.script === name)?.family;
  const latin = of('Latin')!;
  const own = of(script) ?? latin;
  // Emoji fonts have digits that are to be seen in keycaps only.
  const first = ['Han', 'Kana', 'Hangul', 'Emoji'].includes(script) ? [latin, own] : [own, latin];
  return [...new Set([...first, of('Hebrew')!])];
}

/** Address of a file of the test fonts that holds a character in a family. */
export async function testFontUrl(family: string, character: string): Promise<string> {
  const known = [...testFamilies, ...shapingFamilies].find((each) => each.family === family);
  const code = character.codePointAt(0)!;
  const subset =
    known &&
    (await subsetsOf(known)).find(({ ranges }) =>
      ranges.some(([from, to]) => code >= from && code <= to),
    );
  if (!subset) throw new Error(`no file of '${family}' has '${character}'`);
  return subset.url;
}

function subsetsOf(known: TestFamily): Promise<Subset[]> {
  const own = subsets.get(known.family) ?? readSubsets(known);
  subsets.set(known.family, own);
  return own;
}

async function readSubsets(known: TestFamily): Promise<Subset[]> {
  const { default: css } = await known.css();
  const blocks = css.match(/@font-face\s*{[^}]*}/g) ?? [];
  if (blocks.length === 0) throw new Error(`the style sheet of ${known.package} has no faces`);
  // Of two faces for a character CSS takes the later one, the API the one that was added later: here no character is in two.
  const claimed = new Set<number>();
  const all = blocks.reverse().map((block) => {
    const value = (name: string): string =>
      new RegExp(`${name}:\\s*([^;}]+)`).exec(block)?.[1]?.trim() ?? '';
    const file = /url\(["']?([^"')]+)/.exec(block)?.[1] ?? '';
    if (value('font-family').replace(/["']/g, '') !== (known.named ?? known.family)) {
      throw new Error(`${known.package} calls its family ${value('font-family')}`);
    }
    const range = value('unicode-range');
    return {
      url: new URL(`../node_modules/${known.package}/${file}`, HERE).href,
      weight: value('font-weight') || '400',
      ranges: range === '' ? EVERYTHING : unclaimed(range, claimed),
    };
  });
  // The file of the script itself has spaces, digits and punctuation too, and kerns them with its letters: taken whole, as an
  // installed font is. Cut by ranges, a browser draws a digit from one file or another depending on what stands beside it.
  const name = new RegExp(`-${known.script.toLowerCase()}-(wght|standard|400)-`);
  const own = all.find(({ url }) => name.test(url));
  return own && known.script !== 'Latin' ? [{ ...own, ranges: EVERYTHING }] : all;
}

/** What a list of ranges has that is not claimed yet; claims it. */
function unclaimed(unicodeRange: string, claimed: Set<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const part of unicodeRange.split(',')) {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    const end = Number.parseInt(to.replaceAll('?', 'F'), 16);
    for (let code = Number.parseInt(from.replaceAll('?', '0'), 16); code <= end; code++) {
      if (claimed.has(code)) continue;
      claimed.add(code);
      const last = ranges.at(-1);
      if (last && last[1] === code - 1) last[1] = code;
      else ranges.push([code, code]);
    }
  }
  return ranges;
}

function load(family: string, { url, weight, ranges }: Subset): Promise<FontFace> {
  const known = loaded.get(url);
  if (known) return known;
  const unicodeRange = ranges
    .map(([from, to]) => `U+${from.toString(16)}-${to.toString(16)}`)
    .join();
  const face = new FontFace(family, `url("${url}")`, { weight, unicodeRange });
  // In the order of the list, not in that of arrival: it decides which of a family's files is its first, whose measures count.
  document.fonts.add(face);
  // The next file of tests finds its own first, too.
  atFileEnd(() => {
    document.fonts.delete(face);
    loaded.delete(url);
  });
  const result = face.load();
  loaded.set(url, result);
  return result;
}
