import { darkTheme, lightTheme, type Theme } from 'rafter-ui';
import { families } from './fonts';

/** Colours of the specimen beyond the theme's: ink and paper. All are six hex digits, so that tests can weigh them. */
export type Palette = {
  name: 'dark' | 'light';
  theme: Theme;
  paper: string;
  ink: string;
  /** Captions and notes. */
  quiet: string;
  /** What should catch the eye: links, keywords, rules over things. */
  accent: string;
  line: string;
  /** Behind code and buttons, the latter also under the pointer. */
  panel: string;
  panelHover: string;
  /** A felt pen over text. */
  marker: string;
  /** The scrollbar, at rest and under the pointer. */
  thumb: string;
  thumbHover: string;
};

type Inks = Omit<Palette, 'name' | 'theme'>;

export const dark = paletteOf('dark', darkTheme, {
  paper: '#131417',
  ink: '#ebe8e1',
  quiet: '#a09c92',
  accent: '#ff9f6b',
  line: '#2b2c31',
  panel: '#1b1c20',
  panelHover: '#24252a',
  marker: '#5a4210',
  thumb: '#3b3b40',
  thumbHover: '#55545a',
});

export const light = paletteOf('light', lightTheme, {
  paper: '#fbfaf6',
  ink: '#1d1b18',
  quiet: '#6a655b',
  accent: '#ad3d14',
  line: '#e2ddd2',
  panel: '#f2efe7',
  panelHover: '#eae6db',
  marker: '#ffe58a',
  thumb: '#cdc7bb',
  thumbHover: '#b0a99b',
});

function paletteOf(name: Palette['name'], base: Theme, inks: Inks): Palette {
  const { paper, ink, quiet, accent, line, panel, panelHover, thumb, thumbHover } = inks;
  const theme: Theme = {
    ...base,
    fontFamily: families.latin,
    fontSize: 16,
    text: ink,
    muted: quiet,
    background: paper,
    surface: panel,
    border: line,
    surfaceHover: panelHover,
    surfacePressed: line,
    accent,
    thumb,
    thumbHover,
  };
  return { name, theme, ...inks };
}
