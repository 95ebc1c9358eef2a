import { type Color, darkTheme, lightTheme, type Theme } from 'rafter-ui';
import { type DelayLooks, darkDelays, lightDelays } from '../flights/flight-looks';

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
  delays: DelayLooks;
};

export const dark: Palette = {
  name: 'dark',
  theme: { ...darkTheme, fontFamily, surface: '#191c22', border: '#262b35' },
  bar: '#191c22',
  line: '#1f232c',
  rowHover: '#1a1e26',
  found: '#5c4708',
  foundText: '#ffe39a',
  delays: darkDelays,
};

export const light: Palette = {
  name: 'light',
  theme: { ...lightTheme, fontFamily, background: '#ffffff', surface: '#f7f8fa' },
  bar: '#f7f8fa',
  line: '#eef0f4',
  rowHover: '#f4f6fa',
  found: '#ffe9a8',
  foundText: '#5c4300',
  delays: lightDelays,
};
