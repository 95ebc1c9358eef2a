import { ValueError } from '../ecs';

/** Most columns, and widest, CSS pixels. */
const MAX_COLUMNS = 2 ** 24;
const MAX_WIDTH = 2 ** 20;

export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ValueError(`${name} is ${value}; give a whole number from ${least} to ${most}`);
}

export function checkColumns(name: string, count: number): void {
  checkWhole(name, count, 0, MAX_COLUMNS);
}

export function checkWidth(name: string, width: number): void {
  if (width >= 0 && width <= MAX_WIDTH) return;
  throw new ValueError(`${name} is ${width}; give CSS pixels from 0 to ${MAX_WIDTH}`);
}

export function checkHeight(name: string, height: number, least: number): void {
  if (height >= least && height < 1e6) return;
  throw new ValueError(`${name} is ${height}; give CSS pixels, at least ${least}`);
}

export function checkNumber(name: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new ValueError(`${name} is ${value}; give a finite number`);
}

export function checkCalls(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new ValueError(`${name} is ${String(value)}; give a function`);
}
