import { type Color, darkTheme, lightTheme, type Theme } from 'rafter-ui';
import type { Level } from './level';

export const MONO =
  '"JetBrains Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** Colours of the log beyond the theme's. */
export type Palette = {
  theme: Theme;
  bar: Color;
  line: Color;
  rowHover: Color;
  /** Ground of a line that was found, and of the one that is shown. */
  found: Color;
  current: Color;
  /** The mark before a line, and its text. */
  mark: Record<Level, Color>;
  ink: Record<Level, Color>;
};

const none = '#00000000';

export const dark: Palette = {
  theme: { ...darkTheme, surface: '#191c22', border: '#262b35' },
  bar: '#191c22',
  line: '#262b35',
  rowHover: '#1a1e26',
  found: '#3a3008',
  current: '#6b5407',
  mark: { error: '#e5616b', warn: '#e0a23b', info: none, debug: none, none },
  ink: { error: '#ff9aa1', warn: '#f0be68', info: '#d5d9e3', debug: '#848c9c', none: '#a4abba' },
};

export const light: Palette = {
  theme: { ...lightTheme, background: '#ffffff', surface: '#f7f8fa' },
  bar: '#f7f8fa',
  line: '#dde1e8',
  rowHover: '#f4f6fa',
  found: '#fff3cc',
  current: '#ffdf7a',
  mark: { error: '#d13a46', warn: '#d98b12', info: none, debug: none, none },
  ink: { error: '#9c1c27', warn: '#8a5605', info: '#1b1f27', debug: '#6b7280', none: '#4b5563' },
};
