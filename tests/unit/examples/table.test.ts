import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlightColumns } from '../../../examples/flights/data/columns';
import { ask, createFinding, findSlices, nextPlace } from '../../../examples/table/find';
import { createOrder, sortSlices } from '../../../examples/table/sort';

const RUNS = process.env.RAFTER_LONG ? 5_000 : 300;

function drain(steps: Generator<void, void, void>): number {
  let slices = 1;
  while (!steps.next().done) slices++;
  return slices;
}

describe('the sort of the table', () => {
  it('is that of a stable sort by the key, both ways, over and over', () => {
    const value = fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: -(2 ** 30), max: 2 ** 30 - 1 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { maxLength: 200 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 64 }),
        (flights, descending, slice) => {
          const order = createOrder(flights.length);
          const sign = descending ? -1 : 1;
          const rows = [...flights.keys()];
          for (const place of [0, 1] as const) {
            drain(sortSlices(order, (flight) => flights[flight]![place], descending, slice));
            rows.sort((one, other) => sign * (flights[one]![place] - flights[other]![place]));
            expect([...order.rows]).toEqual(rows);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('tells how far it is, and leaves the order as it was if it is stopped', () => {
    const order = createOrder(1000);
    const before = [...order.rows];
    const steps = sortSlices(order, (flight) => -flight, false, 100);
    let last = 0;
    for (let i = 0; i < 15; i++) {
      expect(steps.next().done).toBe(false);
      expect(order.progress).toBeGreaterThanOrEqual(last);
      expect(order.progress).toBeLessThan(1);
      last = order.progress;
    }
    expect(last).toBeGreaterThan(0.2);
    steps.return();
    expect(order.progress).toBe(1);
    expect([...order.rows]).toEqual(before);
  });
});

describe('what is found in the table', () => {
  const flights = createFlightColumns(6);
  flights.airports = ['JFK', 'EWR', 'LAX'];
  flights.origin.set([0, 1, 2, 1, 2, 0]);
  flights.destination.set([1, 2, 1, 0, 1, 2]);

  it('is each flight that begins or ends at an airport, in the order of the table', () => {
    const order = createOrder(6);
    order.rows.reverse();
    const finding = createFinding();
    expect(ask(finding, flights, ' jf ')).toBe(true);
    expect(drain(findSlices(finding, flights, order, 2))).toBe(4);
    expect([...finding.places.subarray(0, finding.count)]).toEqual([0, 2, 5]);
  });

  it('is gone through both ways and over the ends', () => {
    const finding = createFinding();
    ask(finding, flights, 'JFK');
    drain(findSlices(finding, flights, createOrder(6)));
    expect([...finding.places.subarray(0, finding.count)]).toEqual([0, 3, 5]);
    expect(nextPlace(finding, 1, false)).toBe(3);
    expect(finding.at).toBe(1);
    expect(nextPlace(finding, 3, false)).toBe(3);
    expect(nextPlace(finding, 6, false)).toBe(0);
    expect(nextPlace(finding, 0, true)).toBe(5);
    expect(nextPlace(finding, 5, true)).toBe(3);
  });

  it('is nothing for what is no airport', () => {
    const finding = createFinding();
    expect(ask(finding, flights, 'XX')).toBe(false);
    expect(ask(finding, flights, '')).toBe(false);
    expect(nextPlace(finding, 0, false)).toBe(-1);
  });
});
