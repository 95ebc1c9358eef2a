import { darkTheme, lightTheme, type Theme } from 'rafter-ui';

export type Palette = {
  theme: Theme;
  bar: string;
  line: string;
  /** Ground of what others say, and of what you say. */
  bubble: string;
  ownBubble: string;
  ink: string;
  quiet: string;
  accent: string;
};

export const dark: Palette = {
  theme: darkTheme,
  bar: '#1a1d25',
  line: '#2a2f3b',
  bubble: '#20242e',
  ownBubble: '#1f3a5f',
  ink: '#e8eaf0',
  quiet: '#949cae',
  accent: '#6ea8fe',
};

export const light: Palette = {
  theme: lightTheme,
  bar: '#ffffff',
  line: '#dde1ea',
  bubble: '#ffffff',
  ownBubble: '#d9e8ff',
  ink: '#1d2230',
  quiet: '#5f6880',
  accent: '#1f5fc4',
};
