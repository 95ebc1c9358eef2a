import { ValueError } from '../ecs';

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`/`rgba()`, `transparent`, or RGBA8 as a number with red in the low byte. */
export type Color = string | number;

const cache = new Map<string, number>([['transparent', 0]]);
const CACHE_LIMIT = 4096;
const hexForm = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const functionForm =
  /^rgba?\(\s*(\d+\.?\d*|\.\d+)[\s,]+(\d+\.?\d*|\.\d+)[\s,]+(\d+\.?\d*|\.\d+)(?:[\s,/]+(\d+\.?\d*|\.\d+)(%?))?\s*\)$/i;

/** A colour as columns hold it: RGBA8, red in the low byte. Throws `ValueError` naming what cannot be read. */
export function parseColor(color: Color): number {
  if (typeof color === 'number') {
    if (color >= 0 && color <= 0xffffffff && Number.isInteger(color)) return color;
    throw new ValueError(
      `colour ${color} is not an unsigned 32-bit RGBA number; give one, or a string like '#1e1e2e'`,
    );
  }
  if (typeof color !== 'string') {
    throw new ValueError(
      `colour is ${String(color)}; give a string like '#1e1e2e' or an RGBA number`,
    );
  }
  const known = cache.get(color);
  if (known !== undefined) return known;
  const value = parseHex(color) ?? parseFunction(color);
  if (value === undefined) {
    throw new ValueError(
      `colour '${color}' is not known; give '#rgb', '#rrggbb', '#rrggbbaa', 'rgb(...)', 'rgba(...)' or 'transparent'`,
    );
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(color, value);
  return value;
}

/** Packs channels as columns hold them; each is rounded and kept within 0..255. */
export function rgba(red: number, green: number, blue: number, alpha = 255): number {
  return (byte(red) | (byte(green) << 8) | (byte(blue) << 16) | (byte(alpha) << 24)) >>> 0;
}

function parseHex(color: string): number | undefined {
  const match = hexForm.exec(color.trim());
  if (!match) return undefined;
  let digits = match[1]!;
  if (digits.length <= 4) digits = [...digits].map((digit) => digit + digit).join('');
  if (digits.length === 6) digits += 'ff';
  const value = Number.parseInt(digits, 16);
  return rgba(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function parseFunction(color: string): number | undefined {
  const match = functionForm.exec(color.trim());
  if (!match) return undefined;
  const alpha = match[4] === undefined ? 1 : Number(match[4]) / (match[5] === '%' ? 100 : 1);
  return rgba(Number(match[1]), Number(match[2]), Number(match[3]), alpha * 255);
}

function byte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
