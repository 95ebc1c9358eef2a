import type { FlightColumns } from '../flights/data/columns';
import type { Order } from './sort';

/** What is looked for, and where it is. */
export type Finding = {
  /** As it was typed, in capitals. */
  query: string;
  /** 1: an airport whose code holds the query, by id. */
  airports: Uint8Array;
  /** Places in the order at which a flight begins or ends there; the first `count` are valid. */
  places: Uint32Array;
  count: number;
  /** Place in `places` of the one that is shown, -1 for none. */
  at: number;
};

const SLICE_ROWS = 131_072;

/** Nothing is looked for. */
export function createFinding(): Finding {
  return { query: '', airports: new Uint8Array(0), places: new Uint32Array(0), count: 0, at: -1 };
}

/** Takes another query; returns whether anything can be found by it. */
export function ask(finding: Finding, flights: FlightColumns, query: string): boolean {
  finding.query = query.trim().toUpperCase();
  finding.count = 0;
  finding.at = -1;
  finding.airports = new Uint8Array(flights.airports.length);
  if (finding.query === '') return false;
  let any = false;
  for (const [id, code] of flights.airports.entries()) {
    if (!code.includes(finding.query)) continue;
    finding.airports[id] = 1;
    any = true;
  }
  return any;
}

/** Finds all places in slices, yielding after each. */
export function* findSlices(
  finding: Finding,
  flights: FlightColumns,
  order: Order,
  sliceRows: number = SLICE_ROWS,
): Generator<void, void, void> {
  const { rows } = order;
  const { airports } = finding;
  const { origin, destination } = flights;
  if (finding.places.length < rows.length) finding.places = new Uint32Array(rows.length);
  finding.count = 0;
  for (let from = 0; from < rows.length; from += sliceRows) {
    for (let i = from; i < Math.min(rows.length, from + sliceRows); i++) {
      const flight = rows[i]!;
      finding.places[finding.count] = i;
      finding.count += airports[origin[flight]!]! | airports[destination[flight]!]!;
    }
    yield;
  }
}

/** Goes to the first place from a row on, or, backwards, to the last before it; over the ends. Returns the row, -1 if there is none. */
export function nextPlace(finding: Finding, row: number, backwards: boolean): number {
  const { places, count } = finding;
  if (count === 0) return -1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < row) low = middle + 1;
    else high = middle;
  }
  const at = backwards ? low - 1 : low;
  finding.at = (at + count) % count;
  return places[finding.at]!;
}
