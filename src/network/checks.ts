import { ValueError } from '../ecs';

/** A number from 0 up, or Infinity; throws `ValueError` naming it otherwise. */
export function fromZero(name: string, value: number): number {
  if (value >= 0) return value;
  throw new ValueError(`${name} is ${value}; give a number from 0 up`);
}

/** A function, or nothing; throws `ValueError` naming it otherwise. */
export function callable<T>(name: string, value: T): T {
  if (value === undefined || typeof value === 'function') return value;
  throw new ValueError(`${name} is ${String(value)}; give a function`);
}

/** The text of anything thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
