import { decompress } from 'fzstd';
import { parquetMetadata } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { FlightGroup } from './columns';
import { type ColumnArray, decodeDictionaryPage } from './dictionary-page';
import { FlightsError, toFlightsError } from './flights-error';

/** Where one column of one row group lies in the file, in bytes. */
interface ChunkRange {
  readonly start: number;
  readonly end: number;
}

/** One row group: its rows, and the bytes that must be present to decode it. */
export interface GroupLayout {
  readonly firstRow: number;
  readonly rowCount: number;
  /** First byte after the group: the group can be decoded once the file is here up to it. */
  readonly end: number;
  readonly chunks: Readonly<Record<FlightColumnName, ChunkRange>>;
}

/** What the file's metadata says: all rows, and where each row group lies. */
export interface FlightsLayout {
  readonly rowCount: number;
  readonly groups: readonly GroupLayout[];
}

/** Decodes the row groups of one file, in order; keeps the airport ids given so far. */
export interface GroupDecoder {
  /** Decodes a group from `file`, which must hold the file's bytes up to the group's `end`. */
  decode(file: Uint8Array<ArrayBuffer>, group: GroupLayout): FlightGroup;
}

type FlightColumnName = keyof typeof columnTypes;

/** The columns of the file and their physical types. */
const columnTypes = {
  date: 'INT64',
  delay: 'INT64',
  distance: 'INT64',
  origin: 'BYTE_ARRAY',
  destination: 'BYTE_ARRAY',
} as const;

const columnNames = Object.keys(columnTypes) as FlightColumnName[];

const microsPerMinute = 60_000_000;

/** `PAR1`, the first and the last four bytes of a Parquet file, read as little endian. */
const MAGIC = 0x31524150;

/** True when the four bytes of `bytes` at `offset` are the mark of a Parquet file. */
export function hasParquetMark(bytes: Uint8Array, offset: number): boolean {
  if (offset < 0 || offset + 4 > bytes.length) return false;
  return new DataView(bytes.buffer, bytes.byteOffset + offset, 4).getUint32(0, true) === MAGIC;
}

/**
 * Reads the metadata at the end of the file. `tail` is the file's last bytes, or all of it;
 * answers undefined when `tail` does not hold all of the metadata.
 */
export function readFlightsLayout(tail: Uint8Array<ArrayBuffer>): FlightsLayout | undefined {
  const lengthStart = tail.length - 8;
  if (lengthStart < 0 || !hasParquetMark(tail, tail.length - 4)) return undefined;
  const length = new DataView(tail.buffer, tail.byteOffset + lengthStart, 4).getUint32(0, true);
  if (length > lengthStart) return undefined;
  try {
    return toLayout(parquetMetadata(tail));
  } catch (error) {
    throw toFlightsError(
      error,
      'corrupt',
      'The metadata of the flights file cannot be read, download the file again',
    );
  }
}

function toLayout(metadata: ReturnType<typeof parquetMetadata>): FlightsLayout {
  for (const name of columnNames) {
    const element = metadata.schema.find((entry) => entry.name === name);
    if (element?.type !== columnTypes[name]) {
      throw new FlightsError(
        'schema',
        `Column ${name} is ${element?.type ?? 'missing'}, not ${columnTypes[name]}; the file has ` +
          `${metadata.schema.slice(1).map((entry) => entry.name)}: use the flights-3m.parquet of ` +
          'vega-datasets 3.2.1',
      );
    }
  }
  const groups: GroupLayout[] = [];
  let firstRow = 0;
  for (const rowGroup of metadata.row_groups) {
    const chunks: Partial<Record<FlightColumnName, ChunkRange>> = {};
    let end = 0;
    for (const { meta_data: chunk } of rowGroup.columns) {
      const name = chunk?.path_in_schema[0] as FlightColumnName;
      if (chunk === undefined || !(name in columnTypes)) continue;
      if (chunk.codec !== 'ZSTD') {
        throw new FlightsError(
          'schema',
          `Column ${name} is compressed with ${chunk.codec}; only ZSTD is read here`,
        );
      }
      // Some writers name no dictionary page and let the data page offset point at it.
      const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
      chunks[name] = { start, end: start + Number(chunk.total_compressed_size) };
      end = Math.max(end, start + Number(chunk.total_compressed_size));
    }
    const missing = columnNames.find((name) => chunks[name] === undefined);
    if (missing !== undefined) throw new Error(`row ${firstRow} has no column ${missing}`);
    const rowCount = Number(rowGroup.num_rows);
    groups.push({ firstRow, rowCount, end, chunks: chunks as GroupLayout['chunks'] });
    firstRow += rowCount;
  }
  return { rowCount: firstRow, groups };
}

/**
 * A decoder for the row groups of one file. It reads the dictionary pages itself, so that a string
 * is decoded once per airport and group, and no row becomes a Date, a BigInt or a string.
 */
export function createGroupDecoder(): GroupDecoder {
  const airportIds = new Map<string, number>();

  function decode(file: Uint8Array<ArrayBuffer>, group: GroupLayout): FlightGroup {
    const { firstRow, rowCount } = group;
    const newAirports: string[] = [];
    const date = new Int32Array(rowCount);
    const delay = new Int16Array(rowCount);
    const distance = new Uint16Array(rowCount);
    const origin = new Uint16Array(rowCount);
    const destination = new Uint16Array(rowCount);
    const toAirports = (page: Uint8Array, count: number, name: FlightColumnName): Int32Array =>
      readAirportIds(page, count, name, airportIds, newAirports);
    decodeChunk(file, group, 'date', date, readMinutes);
    decodeChunk(file, group, 'delay', delay, (page, count, name) =>
      readIntegers(page, count, name, -0x8000, 0x7fff),
    );
    decodeChunk(file, group, 'distance', distance, (page, count, name) =>
      readIntegers(page, count, name, 0, 0xffff),
    );
    decodeChunk(file, group, 'origin', origin, toAirports);
    decodeChunk(file, group, 'destination', destination, toAirports);
    return { firstRow, rowCount, date, delay, distance, origin, destination, newAirports };
  }

  return { decode };
}

/** Turns the values of a dictionary page into what the column stores for them. */
type ReadDictionary = (page: Uint8Array, count: number, name: FlightColumnName) => Int32Array;

/** Decodes the pages of one column chunk into `output`. */
function decodeChunk(
  file: Uint8Array<ArrayBuffer>,
  group: GroupLayout,
  name: FlightColumnName,
  output: ColumnArray,
  readDictionary: ReadDictionary,
): void {
  const { start, end } = group.chunks[name];
  if (end > file.length) {
    throw new FlightsError(
      'truncated',
      `Column ${name} of row ${group.firstRow} ends at byte ${end}, but the file has only ` +
        `${file.length}; download the file again`,
    );
  }
  try {
    const reader = {
      view: new DataView(file.buffer, file.byteOffset + start, end - start),
      offset: 0,
    };
    let dictionary: Int32Array | undefined;
    let row = 0;
    while (row < output.length) {
      const header = parquetHeader(reader);
      const pageStart = start + reader.offset;
      const pageEnd = pageStart + header.compressed_page_size;
      // A size that does not lead forward would have this loop read the same page forever.
      if (!(pageEnd > pageStart && pageEnd <= end)) {
        throw new Error(`a page goes from byte ${pageStart} to ${pageEnd} of ${end}`);
      }
      reader.offset += header.compressed_page_size;
      const page = decompress(file.subarray(pageStart, pageEnd));
      if (page.length !== header.uncompressed_page_size) {
        throw new Error(`a page has ${page.length} of ${header.uncompressed_page_size} bytes`);
      }
      if (header.type === 'DICTIONARY_PAGE') {
        dictionary = readDictionary(page, header.dictionary_page_header?.num_values ?? 0, name);
      } else if (
        header.data_page_header?.encoding === 'RLE_DICTIONARY' &&
        dictionary !== undefined
      ) {
        const rowEnd = row + header.data_page_header.num_values;
        if (!(rowEnd > row && rowEnd <= output.length)) {
          throw new Error(`a page holds rows ${row} to ${rowEnd} of ${output.length}`);
        }
        decodeDictionaryPage(page, dictionary, output.subarray(row, rowEnd), name);
        row = rowEnd;
      } else {
        throw new FlightsError(
          'schema',
          `Column ${name} has a page of type ${header.type}, ${header.data_page_header?.encoding}; ` +
            'only dictionary-encoded pages of format version 1 are read here',
        );
      }
    }
  } catch (error) {
    throw toFlightsError(
      error,
      'corrupt',
      `Column ${name} of row ${group.firstRow} cannot be decoded, download the file again`,
    );
  }
}

/** Reads `count` 64-bit integers; throws when one is not within `min .. max`. */
function readIntegers(
  page: Uint8Array,
  count: number,
  name: FlightColumnName,
  min: number,
  max: number,
): Int32Array {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const values = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const value = readInt64(view, index);
    if (!(value >= min && value <= max)) throw outOfRange(name, value, `${min} to ${max}`);
    values[index] = value;
  }
  return values;
}

/** Reads `count` timestamps in microseconds as minutes; throws when one is not a whole minute. */
function readMinutes(page: Uint8Array, count: number, name: FlightColumnName): Int32Array {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const minutes = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const micros = readInt64(view, index);
    const value = micros / microsPerMinute;
    if (value !== (value | 0)) throw outOfRange(name, micros, 'whole minutes in microseconds');
    minutes[index] = value;
  }
  return minutes;
}

/** Exact for every value here: 2^53 microseconds are 285 years. */
function readInt64(view: DataView, index: number): number {
  return view.getInt32(index * 8 + 4, true) * 0x1_0000_0000 + view.getUint32(index * 8, true);
}

/** Reads `count` codes as ids, giving the next free id to a code not met before. */
function readAirportIds(
  page: Uint8Array,
  count: number,
  name: FlightColumnName,
  airportIds: Map<string, number>,
  newAirports: string[],
): Int32Array {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const text = new TextDecoder();
  const ids = new Int32Array(count);
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    const length = view.getUint32(offset, true);
    const code = text.decode(page.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
    let id = airportIds.get(code);
    if (id === undefined) {
      id = airportIds.size;
      if (id > 0xffff) throw outOfRange(name, id, 'at most 65,536 airports');
      airportIds.set(code, id);
      newAirports.push(code);
    }
    ids[index] = id;
  }
  return ids;
}

function outOfRange(name: FlightColumnName, value: number, range: string): FlightsError {
  return new FlightsError(
    'schema',
    `Column ${name} holds ${value}, outside ${range}; use the flights-3m.parquet of vega-datasets 3.2.1`,
  );
}
