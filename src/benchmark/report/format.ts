import type { Parameters } from '../definition';

/** A number with as many digits as a reader needs: two to three significant ones, thousands in groups; `n/a` where there is none. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9) return value.toExponential(2);
  // Half a unit below the power of ten, so that 9.996 reads 10.0 and not 10.00.
  if (size >= 999.5) return Math.round(value).toLocaleString('en-US');
  if (size >= 99.95) return value.toFixed(0);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.995) return value.toFixed(2);
  return value.toPrecision(2);
}

/** A count in full, thousands in groups. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** A parameter's value, shortened only where that loses nothing: `1k`, `2.5M`, `1,234`. */
export function size(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  for (const [unit, letter] of SIZES) {
    const scaled = value / unit;
    if (Math.abs(scaled) >= 1 && Number.isInteger(scaled * 10)) return `${scaled}${letter}`;
  }
  return count(value);
}

const SIZES: readonly (readonly [number, string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A share as a percentage: 0.031 is `3.1 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return 'n/a';
  const value = share * 100;
  return `${Math.abs(value) >= 9.95 ? Math.round(value).toLocaleString('en-US') : Number(value.toFixed(1))} %`;
}

/** A ratio: `0.61x`. */
export function times(ratio: number): string {
  return Number.isFinite(ratio) ? `${figure(ratio)}x` : 'n/a';
}

/** A probability in five characters at most: `<.001`, `.012`, `1`. */
export function probability(p: number): string {
  if (!Number.isFinite(p)) return 'n/a';
  if (p < 0.001) return '<.001';
  return p > 0.9995 ? '1' : p.toFixed(3).slice(1);
}

/** A time span for people, from ms: `250 ms`, `4.2 s`, `2 m 10 s`, `1 h 05 m`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return 'n/a';
  const span = Math.max(0, ms);
  if (span < 999.5) return `${Math.round(span)} ms`;
  if (span < 9_950) return `${Number((span / 1000).toFixed(1))} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}

/** Parameters as a reader wants them: `rows=10k, depth=3`; empty where there are none. */
export function parametersText(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${size(value)}`)
    .join(', ');
}

/** A text on one line and without control characters, so that no name can move a terminal's cursor or break a table. */
export function plainText(text: string): string {
  return text
    .replace(ANSI_COLORS, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

// Built from a string: a control character in a literal is refused by the linter.
const ANSI_COLORS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** A text of `length` code points at most; what is cut off is replaced by an ellipsis. */
export function shorten(text: string, length: number, ellipsis = '…'): string {
  const points = [...text];
  if (points.length <= length) return text;
  return (
    points.slice(0, Math.max(0, length - ellipsis.length)).join('') + ellipsis.slice(0, length)
  );
}
