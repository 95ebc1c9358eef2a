import { defineResource } from '../ecs';
import type { Color } from './color';

/** Colours and font that widgets use where their options name none. */
export type Theme = {
  fontFamily: string;
  fontSize: number;
  /** Text. */
  text: Color;
  /** Secondary text. */
  muted: Color;
  background: Color;
  surface: Color;
  surfaceHover: Color;
  surfacePressed: Color;
  border: Color;
  accent: Color;
  /** Behind selected text; let what is under it shine through. */
  selection: Color;
  /** Scrollbar thumb. */
  thumb: Color;
  thumbHover: Color;
};

export const Theme = defineResource<Theme>('Theme');

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';

/** The dark theme, which is the default. */
export const darkTheme: Theme = {
  fontFamily,
  fontSize: 14,
  text: '#e6e8ee',
  muted: '#8d95a5',
  background: '#14161b',
  surface: '#1e222a',
  surfaceHover: '#282d38',
  surfacePressed: '#323846',
  border: '#2c313c',
  accent: '#6ea8fe',
  selection: '#6ea8fe66',
  thumb: '#3a4150',
  thumbHover: '#4c5567',
};

/** The light theme. */
export const lightTheme: Theme = {
  fontFamily,
  fontSize: 14,
  text: '#1b1f27',
  muted: '#667085',
  background: '#f7f8fa',
  surface: '#ffffff',
  surfaceHover: '#eef1f5',
  surfacePressed: '#e2e6ec',
  border: '#dde1e8',
  accent: '#2563eb',
  selection: '#2563eb40',
  thumb: '#c6ccd6',
  thumbHover: '#a9b1bf',
};
