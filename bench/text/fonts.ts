// Fonts of the dev dependencies: a plain machine has none for most scripts. The browser takes the files it needs of them.
import '@fontsource-variable/noto-sans/index.css';
import '@fontsource-variable/noto-sans-arabic/index.css';
import '@fontsource-variable/noto-sans-devanagari/index.css';
import '@fontsource-variable/noto-sans-hebrew/index.css';
import '@fontsource-variable/noto-sans-jp/index.css';
import '@fontsource-variable/noto-sans-kr/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
import '@fontsource-variable/noto-sans-thai/index.css';

import { ALL_SCRIPTS } from './paragraphs';
import { linesOf, type Screen, type ScreenLine } from './screens';

/** Loads what a text needs of `ALL_SCRIPTS`. */
export async function loadFonts(text: string): Promise<void> {
  const faces = await document.fonts.load(`14px ${ALL_SCRIPTS}`, [...new Set(text)].join(''));
  if (faces.length === 0) throw new Error('no font for these texts is there');
}

/** The lines of a screen, whose fonts are then loaded. */
export async function loadScreen(screen: Screen): Promise<readonly ScreenLine[]> {
  const { loaded } = screen;
  if (loaded === undefined) return linesOf(screen, () => true);
  const lines = linesOf(screen, coverageOf(loaded));
  await loadFonts(lines.map(({ content }) => content).join(''));
  return lines;
}

/** Which characters the files of a family have. Measuring them would make the browser know them. */
function coverageOf(family: string): (code: number) => boolean {
  const covered = new Set<number>();
  for (const face of document.fonts) {
    if (face.family.replace(/^["']|["']$/g, '') !== family) continue;
    for (const range of face.unicodeRange.split(',')) {
      const [from, to = from] = range.trim().replace(/^U\+/i, '').split('-');
      const end = Number.parseInt(to!, 16);
      for (let code = Number.parseInt(from!, 16); code <= end; code++) covered.add(code);
    }
  }
  return (code) => covered.has(code);
}
