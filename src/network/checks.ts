import { ValueError } from '../ecs';

/** A whole number from `least` up; throws `ValueError` naming it otherwise. */
export function whole(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new ValueError(`${name} is ${value}; give a whole number from ${least} up`);
}

/** Milliseconds that timers can wait for; throws `ValueError` naming it otherwise. */
export function duration(name: string, value: number): number {
  if (value > 0 && value < 2 ** 31) return value;
  throw new ValueError(`${name} is ${value}; give ms above 0 and below 2^31`);
}

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
