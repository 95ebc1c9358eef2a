import { ValueError } from './errors';

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
