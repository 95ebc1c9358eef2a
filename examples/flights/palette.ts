import { type Color, darkTheme, lightTheme, type Theme } from 'rafter-ui';
import { type DelayLooks, darkDelays, lightDelays } from './flight-looks';

const fontFamily = 'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Colours of the demo beyond the theme's. */
export type Palette = {
  theme: Theme;
  name: 'dark' | 'light';
  header: Color;
  headerLine: Color;
  rowLine: Color;
  rowHover: Color;
  delays: DelayLooks;
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
  delays: darkDelays,
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
  delays: lightDelays,
  segmentOn: '#dbe7ff',
  segmentOnText: '#1d4ed8',
};
