import { type Color, darkTheme, lightTheme, type Theme } from 'rafter-ui';
import type { DelayClass } from './data/derive';

const fontFamily = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Colours of the demo beyond the theme's. */
export type Palette = {
  theme: Theme;
  name: 'dark' | 'light';
  header: Color;
  headerLine: Color;
  rowLine: Color;
  rowHover: Color;
  barTrack: Color;
  bar: Record<DelayClass, Color>;
  badge: Record<DelayClass, Color>;
  badgeText: Record<DelayClass, Color>;
  segmentOn: Color;
  segmentOnText: Color;
};

export const dark: Palette = {
  name: 'dark',
  theme: { ...darkTheme, fontFamily },
  header: '#191c22',
  headerLine: '#262b35',
  rowLine: '#1d2129',
  rowHover: '#1a1e26',
  barTrack: '#20242d',
  bar: { early: '#3fb68b', onTime: '#4c6a94', late: '#e0a23b', veryLate: '#e5616b' },
  badge: { early: '#173229', onTime: '#1d2736', late: '#37290f', veryLate: '#3b1c22' },
  badgeText: { early: '#6fd6b0', onTime: '#9db8dd', late: '#f0be68', veryLate: '#ff9aa1' },
  segmentOn: '#2a4064',
  segmentOnText: '#cfe0ff',
};

export const light: Palette = {
  name: 'light',
  theme: { ...lightTheme, fontFamily, background: '#ffffff' },
  header: '#f7f8fa',
  headerLine: '#e3e6ec',
  rowLine: '#eef0f4',
  rowHover: '#f6f8fb',
  barTrack: '#eef0f4',
  bar: { early: '#2f9e77', onTime: '#8aa6cf', late: '#d98b12', veryLate: '#d13a46' },
  badge: { early: '#dff4ec', onTime: '#e8eef8', late: '#fbefd9', veryLate: '#fbe1e3' },
  badgeText: { early: '#186b4e', onTime: '#3c5680', late: '#8a5605', veryLate: '#9c1c27' },
  segmentOn: '#dbe7ff',
  segmentOnText: '#1d4ed8',
};
