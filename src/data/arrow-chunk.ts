import { ValueError } from '../ecs';

/** What is read of a chunk of a column, as `apache-arrow` has it. */
export type ArrowData = {
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly type: unknown;
  readonly values: unknown;
  readonly valueOffsets: unknown;
  readonly nullBitmap: unknown;
  readonly dictionary?: unknown;
};

/** A column of a table, as `apache-arrow` has it: a `Vector`. */
export type ArrowVector = { readonly length: number; readonly data: readonly ArrowData[] };

// What `type.typeId` says.
const INT = 2;
const FLOAT = 3;
const UTF8 = 5;
const BOOL = 6;
const DATE = 8;
const TIME = 9;
const TIMESTAMP = 10;
const DURATION = 18;
const LARGE_UTF8 = 20;
const DICTIONARY = -1;

/** How the values of a chunk are read. */
export const READ_PLAIN = 0;
/** Pairs of 32-bit words, the low one first; the high one with or without a sign. */
export const READ_WIDE = 1;
export const READ_WIDE_UNSIGNED = 2;
export const READ_HALF = 3;
export const READ_BITS = 4;
/** By code, from a dictionary. */
export const READ_CODES = 5;
export const READ_TEXT = 6;

/** A chunk whose arrays are the table's own. */
export type Chunk = {
  readonly form: number;
  readonly length: number;
  /** Of bits. */
  readonly offset: number;
  /** Milliseconds of one unit of a time; else 1. */
  readonly scale: number;
  readonly values: ArrayLike<number>;
  /** Bytes of texts, and where each begins. */
  readonly bytes: Uint8Array;
  readonly offsets: ArrayLike<number | bigint>;
  /** Bits of those that are not null; undefined where all are there. */
  readonly valid: Uint8Array | undefined;
  readonly dictionary: ArrowVector | undefined;
};

type Type = { readonly typeId: number; readonly unit?: number; readonly precision?: number };
const NO_BYTES = new Uint8Array(0);

/** Reads how a chunk is laid out; throws `ValueError` for a type that cannot be read. */
export function chunkOf(name: string, data: ArrowData): Chunk {
  const type = data.type as Type;
  const form = formOf(name, type, data.values);
  const isText = form === READ_TEXT;
  return {
    form,
    length: data.length,
    offset: data.offset,
    scale: scaleOf(type),
    values: isText ? NO_BYTES : wordsOf(form, data.values),
    bytes: isText ? (data.values as Uint8Array) : NO_BYTES,
    offsets: isText ? (data.valueOffsets as ArrayLike<number | bigint>) : NO_BYTES,
    valid: data.nullCount > 0 ? (data.nullBitmap as Uint8Array) : undefined,
    dictionary: form === READ_CODES ? (data.dictionary as ArrowVector) : undefined,
  };
}

function formOf(name: string, type: Type, values: unknown): number {
  switch (type.typeId) {
    case BOOL:
      return READ_BITS;
    case UTF8:
    case LARGE_UTF8:
      return READ_TEXT;
    case DICTIONARY:
      return READ_CODES;
    case FLOAT:
      return type.precision === 0 ? READ_HALF : READ_PLAIN;
    case INT:
    case DATE:
    case TIME:
    case TIMESTAMP:
    case DURATION:
      if (values instanceof BigInt64Array) return READ_WIDE;
      return values instanceof BigUint64Array ? READ_WIDE_UNSIGNED : READ_PLAIN;
    default:
      throw new ValueError(
        `column '${name}' is ${String(type)}; columns of numbers, booleans, times, texts and dictionaries of them can be read`,
      );
  }
}

/** Great integers are read as words: as such they would be an object each. */
function wordsOf(form: number, values: unknown): ArrayLike<number> {
  if (form !== READ_WIDE && form !== READ_WIDE_UNSIGNED) return values as ArrayLike<number>;
  const { buffer, byteOffset, length } = values as BigInt64Array;
  return new Uint32Array(buffer, byteOffset, length * 2);
}

function scaleOf({ typeId, unit = 1 }: Type): number {
  if (typeId === DATE) return unit === 0 ? 86_400_000 : 1;
  if (typeId !== TIME && typeId !== TIMESTAMP && typeId !== DURATION) return 1;
  // Seconds, thousandths, millionths, thousand millionths.
  return 1000 ** (1 - unit);
}
