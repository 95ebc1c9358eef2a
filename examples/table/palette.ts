import { type Color, darkTheme, lightTheme, type Theme } from 'rafter-ui';
import type { DelayClass } from '../flights/data/derive';

const fontFamily = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Colours of the table beyond the theme's. */
export type Palette = {
  theme: Theme;
  name: 'dark' | 'light';
  bar: Color;
  line: Color;
  rowHover: Color;
  found: Color;
  foundText: Color;
  track: Color;
  delay: Record<DelayClass, Color>;
  pill: Record<DelayClass, Color>;
  pillText: Record<DelayClass, Color>;
};

export const dark: Palette = {
  name: 'dark',
  theme: { ...darkTheme, fontFamily, surface: '#191c22', border: '#262b35' },
  bar: '#191c22',
  line: '#1f232c',
  rowHover: '#1a1e26',
  found: '#5c4708',
  foundText: '#ffe39a',
  track: '#20242d',
  delay: { early: '#3fb68b', onTime: '#4c6a94', late: '#e0a23b', veryLate: '#e5616b' },
  pill: { early: '#173229', onTime: '#1d2736', late: '#37290f', veryLate: '#3b1c22' },
  pillText: { early: '#6fd6b0', onTime: '#9db8dd', late: '#f0be68', veryLate: '#ff9aa1' },
};

export const light: Palette = {
  name: 'light',
  theme: { ...lightTheme, fontFamily, background: '#ffffff', surface: '#f7f8fa' },
  bar: '#f7f8fa',
  line: '#eef0f4',
  rowHover: '#f4f6fa',
  found: '#ffe9a8',
  foundText: '#5c4300',
  track: '#eef0f4',
  delay: { early: '#2f9e77', onTime: '#8aa6cf', late: '#d98b12', veryLate: '#d13a46' },
  pill: { early: '#dff4ec', onTime: '#e8eef8', late: '#fbefd9', veryLate: '#fbe1e3' },
  pillText: { early: '#186b4e', onTime: '#3c5680', late: '#8a5605', veryLate: '#9c1c27' },
};
