import { ValueError } from '../ecs';

/** A share from 0 to 1; throws `ValueError` naming it otherwise. */
export function share(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new ValueError(`${name} is ${value}; give a number from 0 to 1`);
}

/** A function; throws `ValueError` naming it otherwise. */
export function callable<T>(name: string, value: T): T {
  if (typeof value === 'function') return value;
  throw new ValueError(`${name} is ${String(value)}; give a function`);
}

/** One of some words; throws `ValueError` naming it otherwise. */
export function oneOf<T extends string>(name: string, value: T, words: readonly T[]): T {
  if (words.includes(value)) return value;
  throw new ValueError(`${name} is '${value}'; give one of ${words.join(', ')}`);
}
