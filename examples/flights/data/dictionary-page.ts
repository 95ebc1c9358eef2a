import { FlightsError } from './flights-error';

/** A typed array that decoded values are written to. */
export type ColumnArray = Int32Array | Int16Array | Uint16Array;

/** A cursor over the bytes of one page. */
interface PageReader {
  readonly bytes: Uint8Array;
  readonly column: string;
  offset: number;
}

/** 24 bits of an index and 7 of a started byte fit the 31 positive bits of an integer. */
const MAX_BIT_WIDTH = 24;

/**
 * Decodes a dictionary-encoded data page (format version 1, an optional column without nulls) into
 * `output`: `output[row] = dictionary[index of row]`, without an array of indices between. Throws a
 * `corrupt` or `schema` error that names `column` rather than write a value the page does not hold.
 */
export function decodeDictionaryPage(
  page: Uint8Array,
  dictionary: Int32Array,
  output: ColumnArray,
  column: string,
): void {
  if (page.length < 5) throw corrupt(column, `its page has ${page.length} bytes`);
  const levelBytes = new DataView(page.buffer, page.byteOffset, 4).getUint32(0, true);
  const levelsEnd = 4 + levelBytes;
  if (levelsEnd >= page.length) {
    throw corrupt(column, `its levels end at byte ${levelsEnd} of ${page.length}`);
  }
  checkNoNulls({ bytes: page.subarray(0, levelsEnd), column, offset: 4 }, output.length);

  const bitWidth = page[levelsEnd] as number;
  if (bitWidth > MAX_BIT_WIDTH) throw corrupt(column, `its indices have ${bitWidth} bits`);
  const highest = decodeIndices(
    { bytes: page, column, offset: levelsEnd + 1 },
    bitWidth,
    dictionary,
    output,
  );
  if (highest >= dictionary.length) {
    throw corrupt(column, `index ${highest} is outside its ${dictionary.length} dictionary values`);
  }
}

/** Writes a value for every row of `output`; answers the highest index met. */
function decodeIndices(
  reader: PageReader,
  bitWidth: number,
  dictionary: Int32Array,
  output: ColumnArray,
): number {
  const { bytes } = reader;
  const rowCount = output.length;
  const mask = (1 << bitWidth) - 1;
  let highest = 0;
  let row = 0;
  while (row < rowCount) {
    const header = readVarint(reader);
    if ((header & 1) === 0) {
      const index = readRepeated(reader, bitWidth);
      const end = Math.min(rowCount, row + checkRun(reader, header >>> 1));
      if (index > highest) highest = index;
      output.fill(dictionary[index] as number, row, end);
      row = end;
      continue;
    }
    const groups = checkRun(reader, header >>> 1);
    const end = Math.min(rowCount, row + groups * 8);
    let offset = reader.offset;
    if (offset + Math.ceil(((end - row) * bitWidth) / 8) > bytes.length) {
      throw corrupt(
        reader.column,
        `a run of ${end - row} rows goes past its ${bytes.length} bytes`,
      );
    }
    reader.offset += groups * bitWidth;
    let bits = 0;
    let bitCount = 0;
    for (; row < end; row += 1) {
      while (bitCount < bitWidth) {
        bits |= (bytes[offset] as number) << bitCount;
        offset += 1;
        bitCount += 8;
      }
      const index = bits & mask;
      bits >>>= bitWidth;
      bitCount -= bitWidth;
      if (index > highest) highest = index;
      output[row] = dictionary[index] as number;
    }
  }
  return highest;
}

/** Throws when one of the first `rowCount` definition levels (1: a value, 0: a null) is not 1. */
function checkNoNulls(reader: PageReader, rowCount: number): void {
  let row = 0;
  while (row < rowCount) {
    const header = readVarint(reader);
    const run = checkRun(reader, header >>> 1);
    if ((header & 1) === 0) {
      if (readRepeated(reader, 1) !== 1) throw hasNull(reader.column);
      row += run;
      continue;
    }
    const last = rowCount - row;
    for (let group = 0; group < run && group * 8 < last; group += 1) {
      const wanted = 0xff >> Math.max(0, 8 - (last - group * 8));
      if (((reader.bytes[reader.offset + group] ?? 0) & wanted) !== wanted) {
        throw hasNull(reader.column);
      }
    }
    reader.offset += run;
    row += run * 8;
  }
}

function readVarint(reader: PageReader): number {
  let value = 0;
  for (let shift = 0; shift < 32; shift += 7) {
    const byte = reader.bytes[reader.offset];
    if (byte === undefined) {
      throw corrupt(reader.column, `its ${reader.bytes.length} bytes end before its last row`);
    }
    reader.offset += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw corrupt(reader.column, `a run length at byte ${reader.offset} has more than 32 bits`);
}

/** The value of a run of equal values: whole bytes, lowest first. */
function readRepeated(reader: PageReader, bitWidth: number): number {
  let value = 0;
  for (let shift = 0; shift < bitWidth; shift += 8) {
    value |= (reader.bytes[reader.offset] ?? 0) << shift;
    reader.offset += 1;
  }
  return value;
}

/** A run of no rows would let a damaged page be read for as long as it has bytes. */
function checkRun(reader: PageReader, length: number): number {
  if (length === 0) throw corrupt(reader.column, `a run at byte ${reader.offset} has no rows`);
  return length;
}

function hasNull(column: string): FlightsError {
  return new FlightsError(
    'schema',
    `Column ${column} has a row without a value; every flight must have one, use the ` +
      'flights-3m.parquet of vega-datasets 3.2.1',
  );
}

function corrupt(column: string, what: string): FlightsError {
  return new FlightsError(
    'corrupt',
    `Column ${column} of the flights file cannot be read: ${what}; download the file again`,
  );
}
