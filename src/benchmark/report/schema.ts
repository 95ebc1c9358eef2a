import { ReportError } from './report-error';

/** The shape of a value: says what may be read, and how it is written. */
export type Schema =
  | { kind: 'number'; exact: boolean }
  | { kind: 'string' }
  | { kind: 'boolean' }
  | { kind: 'one of'; values: readonly string[] }
  | { kind: 'nullable'; of: Schema }
  | { kind: 'list'; of: Schema; length: number | undefined }
  | { kind: 'map'; of: Schema }
  | { kind: 'object'; fields: readonly Field[] };

type Field = { name: string; schema: Schema; optional: boolean };

/** A field that may be absent. */
export type Optional = { optional: Schema };

/** Rounded when written. */
export const number: Schema = { kind: 'number', exact: false };
/** Written as it is: counts and parameters. */
export const exact: Schema = { kind: 'number', exact: true };
export const string: Schema = { kind: 'string' };
export const boolean: Schema = { kind: 'boolean' };

export function oneOf(...values: readonly string[]): Schema {
  return { kind: 'one of', values };
}

export function nullable(of: Schema): Schema {
  return { kind: 'nullable', of };
}

export function list(of: Schema, length?: number): Schema {
  return { kind: 'list', of, length };
}

/** Any names, one shape of value. */
export function map(of: Schema): Schema {
  return { kind: 'map', of };
}

export function optional(schema: Schema): Optional {
  return { optional: schema };
}

/** Known names in the order in which they are written; every field of `T` must be there, so that none is forgotten. */
export function object<T>(
  fields: {
    [K in keyof Required<T>]: object extends Pick<T, K> ? Optional : Schema;
  },
): Schema {
  const entries = Object.entries(fields) as [string, Schema | Optional][];
  return {
    kind: 'object',
    fields: entries.map(([name, field]) =>
      'optional' in field
        ? { name, schema: field.optional, optional: true }
        : { name, schema: field, optional: false },
    ),
  };
}

/** Numbers that JSON has no word for. */
const ODD_NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A copy of what the schema names, and nothing else. Throws `ReportError` naming the path where the value has another shape. */
export function copy(value: unknown, schema: Schema, path = ''): unknown {
  switch (schema.kind) {
    case 'number': {
      if (typeof value === 'number') return value;
      const odd = typeof value === 'string' ? ODD_NUMBERS.get(value) : undefined;
      return odd ?? refuse(path, 'a number', value);
    }
    case 'string':
      return typeof value === 'string' ? value : refuse(path, 'a string', value);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(path, 'a boolean', value);
    case 'one of':
      if (typeof value === 'string' && schema.values.includes(value)) return value;
      return refuse(path, schema.values.join(' | '), value);
    case 'nullable':
      return value === null ? null : copy(value, schema.of, path);
    case 'list':
      if (!Array.isArray(value)) return refuse(path, 'a list', value);
      if (schema.length !== undefined && value.length !== schema.length) {
        return refuse(path, `a list of ${schema.length}`, value);
      }
      return value.map((entry, i) => copy(entry, schema.of, `${path}[${i}]`));
    case 'map': {
      const entries = Object.entries(record(value, path));
      // Defines each key on the new object: `__proto__` becomes a key like any other.
      return Object.fromEntries(
        entries.map(([name, entry]) => [name, copy(entry, schema.of, member(path, name))]),
      );
    }
    case 'object': {
      const from = record(value, path);
      const fields = schema.fields.flatMap((field): [string, unknown][] => {
        const inner = member(path, field.name);
        if (Object.hasOwn(from, field.name)) {
          return [[field.name, copy(from[field.name], field.schema, inner)]];
        }
        return field.optional ? [] : refuse(inner, expected(field.schema), undefined);
      });
      return Object.fromEntries(fields);
    }
  }
}

function record(value: unknown, path: string): { [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(path, 'an object', value);
  }
  return value as { [name: string]: unknown };
}

function expected(schema: Schema): string {
  switch (schema.kind) {
    case 'one of':
      return schema.values.join(' | ');
    case 'nullable':
      return `${expected(schema.of)} or null`;
    case 'map':
    case 'object':
      return 'an object';
    default:
      return `a ${schema.kind}`;
  }
}

function refuse(path: string, wanted: string, value: unknown): never {
  const shown = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  throw new ReportError(
    `${path === '' ? 'the report' : path} is ${shown}, but must be ${wanted}; make the report again`,
    path,
  );
}

function member(path: string, name: string): string {
  if (!/^[\w$]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

/** The value as JSON by its schema: fields in its order, lists of numbers on one line. Expects a value of that shape. */
export function write(value: unknown, schema: Schema, indent = ''): string {
  switch (schema.kind) {
    case 'number':
      return writeNumber(value as number, schema.exact);
    case 'nullable':
      return value === null ? 'null' : write(value, schema.of, indent);
    case 'list': {
      const entries = value as readonly unknown[];
      if (isFlat(schema.of))
        return `[${entries.map((entry) => write(entry, schema.of)).join(', ')}]`;
      const inner = `${indent}  `;
      return block(
        '[',
        entries.map((entry) => write(entry, schema.of, inner)),
        ']',
        indent,
      );
    }
    case 'map':
      return writeFields(
        Object.entries(value as object).map(([name, entry]) => [name, entry, schema.of]),
        indent,
      );
    case 'object': {
      const from = value as { [name: string]: unknown };
      return writeFields(
        schema.fields
          .filter(({ name }) => Object.hasOwn(from, name) && from[name] !== undefined)
          .map(({ name, schema: field }) => [name, from[name], field]),
        indent,
      );
    }
    default:
      return JSON.stringify(value);
  }
}

function isFlat(schema: Schema): boolean {
  return schema.kind === 'number' || (schema.kind === 'list' && isFlat(schema.of));
}

function writeFields(fields: readonly [string, unknown, Schema][], indent: string): string {
  const inner = `${indent}  `;
  return block(
    '{',
    fields.map(
      ([name, value, schema]) => `${JSON.stringify(name)}: ${write(value, schema, inner)}`,
    ),
    '}',
    indent,
  );
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close;
  const inner = `\n${indent}  `;
  return `${open}${inner}${lines.join(`,${inner}`)}\n${indent}${close}`;
}

function writeNumber(value: number, isExact: boolean): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  return JSON.stringify(isExact ? value : Number(value.toPrecision(6)));
}
