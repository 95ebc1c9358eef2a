import { messageOf } from '../errors';
import { BaselineError } from './errors';

/** Throws `BaselineError` that says which file is broken, in what way and how to mend it. */
export type Refuse = (problem: string) => never;

/** Makes the `refuse` of a file; `mend` is a whole clause: `restore it from version control`. */
export function refuser(file: string, mend: string): Refuse {
  return (problem) => {
    throw new BaselineError(`${file} ${problem}; ${mend}`);
  };
}

/** The object that a JSON text holds. Refuses everything else, and names merge conflicts. */
export function readObject(text: string, refuse: Refuse): object {
  if (/^(<{7}|>{7}) /m.test(text)) refuse('holds the marks of a merge conflict');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse(`is no JSON (${messageOf(error)})`);
  }
  return objectOf(value, 'content', refuse);
}

/** A property of its own, never an inherited one; undefined where there is none. */
export function own(source: object, name: string): unknown {
  return Object.hasOwn(source, name) ? (source as Record<string, unknown>)[name] : undefined;
}

/** The value as an object that is no list. */
export function objectOf(value: unknown, what: string, refuse: Refuse): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return refuse(`has ${show(value)} as ${what}, not an object`);
}

/** The value as a list. */
export function listOf(value: unknown, what: string, refuse: Refuse): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return refuse(`has ${show(value)} as ${what}, not a list`);
}

/** The value as a text. */
export function textOf(value: unknown, what: string, refuse: Refuse): string {
  if (typeof value === 'string') return value;
  return refuse(`has ${show(value)} as ${what}, not a text`);
}

/** The value as a finite number of at least 0. */
export function amountOf(value: unknown, what: string, refuse: Refuse): number {
  if (isAmount(value)) return value;
  return refuse(`has ${show(value)} as ${what}, not a finite number of at least 0`);
}

/** Whether a value is a finite number of at least 0. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** The same entries, ordered by key, each with its value mapped; safe for keys such as `__proto__`. */
export function mapSorted<T, R>(
  source: { readonly [key: string]: T },
  map: (value: T, key: string) => R,
): { [key: string]: R } {
  const keys = Object.keys(source).sort();
  return Object.fromEntries(keys.map((key) => [key, map(source[key]!, key)]));
}

const SHOWN_LENGTH = 60;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
