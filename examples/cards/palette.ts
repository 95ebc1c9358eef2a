import { darkTheme, lightTheme, type Theme } from 'rafter-ui';

export type Palette = {
  theme: Theme;
  page: string;
  card: string;
  ink: string;
  quiet: string;
  line: string;
  /** Under the pointer. */
  raised: string;
  shadow: string;
  /** One for each icon. */
  hues: readonly string[];
};

export const dark: Palette = {
  theme: darkTheme,
  page: 'linear-gradient(160deg, #171a24, #0f1117 60%)',
  card: '#1e222d',
  ink: '#eceef4',
  quiet: '#9aa2b5',
  line: '#38405a',
  raised: '#262b39',
  shadow: '0 8px 24px rgb(0 0 0 / 0.35)',
  hues: ['#ffd166', '#5cc8ff', '#ff7a90', '#b9a5ff', '#ffb457', '#8ee3a8'],
};

export const light: Palette = {
  theme: lightTheme,
  page: 'linear-gradient(160deg, #f6f7fb, #e6eaf3)',
  card: '#ffffff',
  ink: '#1d2230',
  quiet: '#5d6780',
  line: '#c7cfe0',
  raised: '#eef1f8',
  shadow: '0 8px 24px rgb(30 40 80 / 0.14)',
  hues: ['#b97800', '#0077b8', '#c8304f', '#6a48d7', '#b85c00', '#1d8a4c'],
};
