import { columns, LAYOUT, PAINT, type Store, ValueError, type World } from '../ecs';
import { LayoutStyle } from '../ecs/stores';
import { type Color, parseColor } from './color';

/** What numbers stay below: beyond, columns hold whole pixels at best. */
const BEYOND = 1e7;
const LARGEST = 'below 10,000,000';

/** How one style property is checked and written, and what it makes dirty. */
export type Property = {
  dirt: number;
  check(name: string, value: unknown): void;
  /** Returns false where it knows that nothing has changed. */
  write(world: World, row: number, value: unknown): boolean | undefined;
  /** A checked value as `write` takes it with less work. */
  parse?(value: unknown): unknown;
  /** What a shorthand stands for; each takes the shorthand's value, or what `partOf` makes of it. */
  parts?: readonly string[];
  partOf?(value: unknown, part: number): unknown;
};

export type Properties = Readonly<Record<string, Property>>;

export type StyleField = keyof (typeof LayoutStyle)['schema'];

/** A property of words, each of which is a number in a column of `LayoutStyle`. */
export function choice(
  field: StyleField,
  values: Readonly<Record<string, number>>,
  dirt = LAYOUT,
): Property {
  return {
    dirt,
    check: oneOf(Object.keys(values)),
    write(world, row, value) {
      const column = columns(world, LayoutStyle)[field];
      const before = column[row];
      column[row] = values[value as string]!;
      return column[row] !== before;
    },
  };
}

/** A property that is a number in a column, `min` at least. */
export function number(store: Store, field: string, min: number, dirt: number): Property {
  return {
    dirt,
    check: (property, value) => checkNumber(property, value, min),
    write(world, row, value) {
      const column = columns(world, store)[field]!;
      const before = column[row];
      column[row] = value as number;
      return column[row] !== before;
    },
  };
}

/** A property that is a colour in a column. */
export function color(store: Store, field: string): Property {
  return {
    dirt: PAINT,
    check: (_, value) => {
      parseColor(value as Color);
    },
    write(world, row, value) {
      const column = columns(world, store)[field]!;
      const before = column[row];
      column[row] = typeof value === 'number' ? value : parseColor(value as Color);
      return column[row] !== before;
    },
    // Signed, which most engines hold without an object; the column takes the same bits.
    parse: (value) => parseColor(value as Color) | 0,
  };
}

/** A shorthand for properties of one kind that all take its value. */
export function shorthand(properties: Properties, names: readonly string[]): Property {
  const own = names.map((part) => properties[part]!);
  return {
    dirt: own[0]!.dirt,
    parts: names,
    check(property, value) {
      if (typeof value === 'string' && value.includes(' ')) {
        throw bad(property, value, `one length for all, or each its own: ${names.join(', ')}`);
      }
      own[0]!.check(property, value);
    },
    write(world, row, value) {
      let changed = false;
      for (const part of own) if (part.write(world, row, value) !== false) changed = true;
      return changed;
    },
  };
}

/** A shorthand for the sides of a box, from the top clockwise: one value for all of them, or two to four as in CSS. */
export function sidesShorthand(
  properties: Properties,
  parts: readonly string[],
  write: Property['write'],
): Property {
  const { dirt, check } = properties[parts[0]!]!;
  return {
    dirt,
    parts,
    partOf: sideOf,
    check(property, value) {
      if (!Array.isArray(value)) {
        check(property, value);
        return;
      }
      if (value.length < 2 || value.length > 4) {
        throw bad(
          property,
          value,
          'one value for all sides, or two to four, from the top clockwise',
        );
      }
      for (const each of value) check(property, each);
    },
    write,
  };
}

/** What is missing is as on the other side. */
export function sideOf(value: unknown, side: number): unknown {
  if (!Array.isArray(value)) return value;
  return value[side < value.length ? side : side - 2];
}

/** A check that takes these words alone. */
export function oneOf(values: readonly string[]): Property['check'] {
  return (name, value) => {
    if (!values.includes(value as string)) throw bad(name, value, `one of ${values.join(', ')}`);
  };
}

/** Throws `ValueError` for what is no finite number from `min` on. */
export function checkNumber(name: string, value: unknown, min: number): void {
  if (isNumber(value, min)) return;
  throw bad(name, value, wantedNumber(value, min));
}

/** Names the numbers that `isNumber` takes, to one who gave another one. */
export function wantedNumber(value: unknown, min: number): string {
  const isLarge = Number.isFinite(value) && Math.abs(value as number) >= BEYOND;
  return `a finite number${min === 0 ? ' >= 0' : ''}${isLarge ? ` ${LARGEST}` : ''}`;
}

/** Whether a value is a number from `min` on that columns can hold. */
export function isNumber(value: unknown, min: number): value is number {
  // Written so that NaN fails.
  return typeof value === 'number' && value >= min && Math.abs(value) < BEYOND;
}

/** The error for a value that a property does not take. */
export function bad(name: string, value: unknown, wanted: string): ValueError {
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  return new ValueError(`${name} is ${shown}; give ${wanted}`);
}
