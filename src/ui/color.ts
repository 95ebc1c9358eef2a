import { ValueError } from '../ecs';

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()`/`rgba()`, `transparent`, or RGBA8 as a number with red in the low byte. */
export type Color = string | number;

const cache = new Map<string, number>([['transparent', 0]]);
const CACHE_LIMIT = 4096;
const hexForm = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const functionForm = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$/i;

/** A colour as columns hold it: RGBA8, red in the low byte. Throws `ValueError` naming what cannot be read. */
export function parseColor(color: Color): number {
  if (typeof color === 'number') {
    if (color >= 0 && color <= 0xffffffff && Number.isInteger(color)) return color;
    throw new ValueError(`colour ${color} is not an unsigned 32-bit RGBA number; give one, or a string like '#1e1e2e'`);
  }
  const known = cache.get(color);
  if (known !== undefined) return known;
  const value = parseHex(color) ?? parseFunction(color);
  if (value === undefined) {
    throw new ValueError(`colour '${color}' is not known; give '#rgb', '#rrggbb', '#rrggbbaa', 'rgb(...)', 'rgba(...)' or 'transparent'`);
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(color, value);
  return value;
}

/** Packs channels 0..255 as columns hold them. */
export function rgba(red: number, green: number, blue: number, alpha = 255): number {
  return (red | (green << 8) | (blue << 16) | (alpha << 24)) >>> 0;
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
  return rgba(channel(match[1]!), channel(match[2]!), channel(match[3]!), channel(String(alpha * 255)));
}

function channel(digits: string): number {
  return Math.max(0, Math.min(255, Math.round(Number(digits))));
}
