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

/** Loads what a text needs of `ALL_SCRIPTS`. */
export async function loadFonts(text: string): Promise<void> {
  const faces = await document.fonts.load(`14px ${ALL_SCRIPTS}`, [...new Set(text)].join(''));
  if (faces.length === 0) throw new Error('no font for these texts is there');
}
