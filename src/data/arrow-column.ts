import {
  type ArrowVector,
  type Chunk,
  chunkOf,
  READ_BITS,
  READ_CODES,
  READ_HALF,
  READ_PLAIN,
  READ_TEXT,
  READ_WIDE_UNSIGNED,
} from './arrow-chunk';

const decoder = new TextDecoder();
const NO_TEXTS: readonly string[] = [];

/** A dictionary of texts, shared by all chunks whose codes are its own. */
type Dictionary = {
  readonly column: ArrowColumn;
  /** By its code: the place of the text in the column's `dictionary`. */
  codes: Int32Array | undefined;
};

/** One column of an Arrow table, read where the table has it. What is asked for must be a row that there is. */
class ArrowColumn {
  readonly name: string;
  readonly length: number;
  private readonly chunks: readonly Chunk[];
  private readonly dictionaries: readonly (Dictionary | undefined)[];
  // First row of each chunk, and the end of the last.
  private readonly starts: Float64Array;
  // The chunk that was read last, and its rows: those asked for are neighbours.
  private chunk: Chunk | undefined;
  private dictionaryOfChunk: Dictionary | undefined;
  private from = 0;
  private to = 0;
  private texts: string[] | undefined;

  constructor(name: string, vector: ArrowVector) {
    this.name = name;
    this.length = vector.length;
    this.chunks = vector.data.map((data) => chunkOf(name, data));
    this.starts = new Float64Array(this.chunks.length + 1);
    this.chunks.forEach(({ length }, i) => {
      this.starts[i + 1] = this.starts[i]! + length;
    });
    const known = new Map<ArrowVector, Dictionary>();
    this.dictionaries = this.chunks.map(({ dictionary }) => {
      if (!dictionary) return undefined;
      const made = known.get(dictionary) ?? {
        column: new ArrowColumn(name, dictionary),
        codes: undefined,
      };
      known.set(dictionary, made);
      return made;
    });
  }

  /** Whether a row has no value. */
  isNull(index: number): boolean {
    if (index < this.from || index >= this.to) this.locate(index);
    const { valid, offset } = this.chunk!;
    if (valid === undefined) return false;
    const bit = offset + index - this.from;
    return (valid[bit >> 3]! & (1 << (bit & 7))) === 0;
  }

  /** The number of a row: times in ms, booleans 0 or 1; NaN where it is null or no number. Integers are exact up to 2^53. */
  at(index: number): number {
    if (this.isNull(index)) return Number.NaN;
    const { form, values, offset, scale } = this.chunk!;
    const place = index - this.from;
    if (form === READ_PLAIN) return values[place]! * scale;
    if (form === READ_TEXT) return Number.NaN;
    if (form === READ_BITS) {
      const bit = offset + place;
      return (values[bit >> 3]! >> (bit & 7)) & 1;
    }
    if (form === READ_CODES) return this.dictionaryOfChunk!.column.at(values[place]!);
    if (form === READ_HALF) return halfToNumber(values[place]!);
    const high = values[place * 2 + 1]!;
    return ((form === READ_WIDE_UNSIGNED ? high : high | 0) * 2 ** 32 + values[place * 2]!) * scale;
  }

  /** The text of a row, '' where it is null or no text. One of a dictionary is always the same string; any other is a new one. */
  textAt(index: number): string {
    if (this.isNull(index)) return '';
    const { form, bytes, offsets, values } = this.chunk!;
    const place = index - this.from;
    if (form === READ_CODES) {
      const codes = this.codesOf(this.dictionaryOfChunk!);
      return this.texts![codes[values[place]!]!] ?? '';
    }
    if (form !== READ_TEXT) return '';
    return decoder.decode(bytes.subarray(Number(offsets[place]!), Number(offsets[place + 1]!)));
  }

  /** Place of a row's text in `dictionary`, -1 where it is null or the column has none. */
  codeAt(index: number): number {
    if (this.isNull(index) || this.chunk!.form !== READ_CODES) return -1;
    const codes = this.codesOf(this.dictionaryOfChunk!);
    return codes[this.chunk!.values[index - this.from]!] ?? -1;
  }

  /** The texts that rows have by code, decoded when they are first asked for; none where the column is no dictionary of texts. */
  get dictionary(): readonly string[] {
    for (const dictionary of this.dictionaries) if (dictionary) this.codesOf(dictionary);
    return this.texts ?? NO_TEXTS;
  }

  /** Decodes a dictionary once. Those of several chunks may be different, or one the beginning of the next. */
  private codesOf(dictionary: Dictionary): Int32Array {
    if (dictionary.codes) return dictionary.codes;
    const { column } = dictionary;
    this.texts ??= [];
    const { texts } = this;
    const places = new Map(texts.map((text, place) => [text, place]));
    const codes = new Int32Array(column.length);
    for (let code = 0; code < column.length; code++) {
      const text = column.textAt(code);
      let place = places.get(text);
      if (place === undefined) {
        place = texts.push(text) - 1;
        places.set(text, place);
      }
      codes[code] = place;
    }
    dictionary.codes = codes;
    return codes;
  }

  /** Finds the chunk of a row. */
  private locate(index: number): void {
    const { starts, chunks } = this;
    if (!(index >= 0 && index < this.length))
      throw new RangeError(`row ${index} of column '${this.name}': there are ${this.length} rows`);
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    this.chunk = chunks[low];
    this.dictionaryOfChunk = this.dictionaries[low];
    this.from = starts[low]!;
    this.to = starts[low + 1]!;
  }
}

export type { ArrowColumn };

/** Makes the reader of one column. Throws `ValueError` where it has a type that cannot be read. */
export function createArrowColumn(name: string, vector: ArrowVector): ArrowColumn {
  return new ArrowColumn(name, vector);
}

/** A number of 16 bits: 1 of sign, 5 of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
