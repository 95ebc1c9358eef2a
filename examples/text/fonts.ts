import type { App, FontOptions } from 'rafter-ui';

/** Families of the page by what they are for. Arabic to emoji are what every text falls back to. */
export const families = {
  latin: 'Noto Sans Variable',
  arabic: 'Noto Sans Arabic Variable',
  armenian: 'Noto Sans Armenian Variable',
  devanagari: 'Noto Sans Devanagari Variable',
  georgian: 'Noto Sans Georgian Variable',
  hebrew: 'Noto Sans Hebrew Variable',
  thai: 'Noto Sans Thai Variable',
  chinese: 'Noto Sans SC Variable',
  japanese: 'Noto Sans JP Variable',
  korean: 'Noto Sans KR Variable',
  emoji: 'Twemoji',
} as const;

/** Fixed-width letters, which no package of the project has: those of the machine. */
export const fixedWidth =
  'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

/** Time for a slow connection: the page is read meanwhile. */
const TIMEOUT_MS = 30_000;

// Of the three big scripts only the files with characters of this page: each is cut into a hundred.
const files = import.meta.glob<string>(
  [
    '../../node_modules/@fontsource-variable/noto-sans/files/noto-sans-{latin,greek,cyrillic}-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans/files/noto-sans-latin-wght-italic.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-armenian/files/noto-sans-armenian-armenian-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-georgian/files/noto-sans-georgian-georgian-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-thai/files/noto-sans-thai-thai-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-sc/files/noto-sans-sc-11[1-9]-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-jp/files/noto-sans-jp-{92,104,112,113,117,118,119}-wght-normal.woff2',
    '../../node_modules/@fontsource-variable/noto-sans-kr/files/noto-sans-kr-{102,112,116,117,118,119}-wght-normal.woff2',
    '../../node_modules/twemoji-colr-font/twemoji.woff2',
  ],
  { query: '?url', import: 'default', eager: true },
);

/** A file of the page's fonts: where it lies in the project, and how it is loaded. */
export type FontFile = { readonly path: string; readonly options: FontOptions };

/** Every font file of the page; the published library has none. */
export const fontFiles: readonly FontFile[] = Object.entries(files).map(([path, source]) => ({
  path,
  options: {
    family: familyOf(path),
    source,
    weight: path.includes('-wght-') ? [100, 900] : 400,
    style: path.includes('-italic') ? 'italic' : 'normal',
    timeoutMs: TIMEOUT_MS,
  },
}));

/** How loading goes: files that are settled, and of them those that did not come. */
export type FontProgress = { readonly settled: number; readonly missing: number };

/** Loads all of them at once. The page is read in what the machine has until they come. */
export function loadFonts(app: App, onProgress: (progress: FontProgress) => void): Promise<void> {
  const { latin, ...others } = families;
  app.fonts.setFallback([...Object.values(others), 'sans-serif']);
  let settled = 0;
  let missing = 0;
  for (const { options } of fontFiles) {
    app.fonts.load(options).then(({ status, error }) => {
      settled++;
      if (status !== 'ready') {
        missing++;
        console.warn(error?.message);
      }
      onProgress({ settled, missing });
    });
  }
  return app.fonts.ready;
}

/** Packages are named after their families. */
function familyOf(path: string): string {
  const name = /noto-sans(?:-[a-z]+)?(?=\/files)/.exec(path)?.[0];
  if (!name) return families.emoji;
  const words = name
    .split('-')
    .map((word) =>
      word.length === 2 ? word.toUpperCase() : word[0]!.toUpperCase() + word.slice(1),
    );
  return `${words.join(' ')} Variable`;
}
