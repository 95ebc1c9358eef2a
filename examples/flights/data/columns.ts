import { FlightsError } from './flights-error';

/**
 * The flights as one typed array per column, in file order (by departure). Rows `0 .. rowCount - 1`
 * are valid; the object stays the same for a whole load, while its arrays are replaced once, when
 * the file's row count becomes known: read them through the object until then.
 */
export interface FlightColumns {
  /** Rows that fit: 0 until the file's metadata is read, then all rows of the file. */
  capacity: number;
  /** Rows that have arrived; only grows. */
  rowCount: number;
  /** Scheduled local departure, minutes since 1970-01-01T00:00 on the airport's clock. */
  date: Int32Array;
  /** Arrival delay in minutes; negative is early. */
  delay: Int16Array;
  /** Route length in miles. */
  distance: Uint16Array;
  /** Ids into `airports`. */
  origin: Uint16Array;
  /** Ids into `airports`. */
  destination: Uint16Array;
  /** Airport codes by id, in order of first appearance; only grows. */
  airports: string[];
}

/** Consecutive decoded rows: what the decoder sends for one row group of the file. */
export interface FlightGroup {
  /** Row of the file at which the group starts. */
  firstRow: number;
  rowCount: number;
  date: Int32Array<ArrayBuffer>;
  delay: Int16Array<ArrayBuffer>;
  distance: Uint16Array<ArrayBuffer>;
  origin: Uint16Array<ArrayBuffer>;
  destination: Uint16Array<ArrayBuffer>;
  /** Airport codes that no earlier group had: their ids follow those known so far. */
  newAirports: string[];
}

/** Columns with room for `capacity` rows (12 bytes each) and none of them valid. */
export function createFlightColumns(capacity: number): FlightColumns {
  return {
    capacity,
    rowCount: 0,
    date: new Int32Array(capacity),
    delay: new Int16Array(capacity),
    distance: new Uint16Array(capacity),
    origin: new Uint16Array(capacity),
    destination: new Uint16Array(capacity),
    airports: [],
  };
}

/** Copies `group` behind the rows of `columns`: one `set` per column, then `rowCount` grows. */
export function appendGroup(columns: FlightColumns, group: FlightGroup): void {
  const end = group.firstRow + group.rowCount;
  if (group.firstRow !== columns.rowCount || end > columns.capacity) {
    throw new FlightsError(
      'corrupt',
      `A group of rows ${group.firstRow} to ${end} arrived after ${columns.rowCount} of ` +
        `${columns.capacity} rows; groups must arrive once each, in file order`,
    );
  }
  columns.date.set(group.date, group.firstRow);
  columns.delay.set(group.delay, group.firstRow);
  columns.distance.set(group.distance, group.firstRow);
  columns.origin.set(group.origin, group.firstRow);
  columns.destination.set(group.destination, group.firstRow);
  for (const code of group.newAirports) columns.airports.push(code);
  columns.rowCount = end;
}

/** The buffers of `group`, to be transferred with it. */
export function groupBuffers(group: FlightGroup): ArrayBuffer[] {
  return [
    group.date.buffer,
    group.delay.buffer,
    group.distance.buffer,
    group.origin.buffer,
    group.destination.buffer,
  ];
}
