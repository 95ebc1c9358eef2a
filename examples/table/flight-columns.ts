import {
  box,
  columns,
  type Entity,
  Fill,
  internText,
  LAYOUT,
  LayoutStyle,
  numberFormat,
  PAINT,
  parseColor,
  type Row,
  resolve,
  setNumber,
  setTextColor,
  setTextId,
  text,
  touch,
  type World,
} from 'rafter-ui';
import { type TableColumn, tableColumn } from 'rafter-ui/table';
import type { FlightColumns } from '../flights/data/columns';
import { type DelayClass, delayClass } from '../flights/data/derive';
import { createFlightTexts, FULL_BAR_MINUTES, months, weekdays } from '../flights/flight-looks';
import type { Finding } from './find';
import type { Palette } from './palette';
import type { Order, SortKey } from './sort';

const MINUTES_PER_DAY = 1440;
const KM_PER_MILE = 1.609344;
/** What a flight takes, roughly: half an hour to rise and land, the rest at 480 miles an hour. */
const GROUND_MINUTES = 30;
const MILES_PER_MINUTE = 8;

const statuses: Record<DelayClass, string> = {
  early: 'Early',
  onTime: 'On time',
  late: 'Late',
  veryLate: 'Very late',
};
const kinds: readonly DelayClass[] = ['early', 'onTime', 'late', 'veryLate'];

const formats = {
  record: numberFormat({ group: ',' }),
  miles: numberFormat({ group: ',', suffix: ' mi' }),
  km: numberFormat({ group: ',', suffix: ' km' }),
  delay: numberFormat({ plus: true, group: ',', suffix: ' min' }),
  minutes: numberFormat({ suffix: ' min' }),
  perMiles: numberFormat({ plus: true, decimals: 1 }),
};

/** The columns of the table, and by what each is sorted. */
export type FlightTable = {
  readonly columns: readonly TableColumn<readonly (Entity | Row)[]>[];
  keyOf(column: string): SortKey | undefined;
};

export function createFlightColumns(
  world: World,
  flights: FlightColumns,
  order: Order,
  finding: Finding,
  palette: Palette,
): FlightTable {
  const { theme } = palette;
  const { dayId, timeId, airportId } = createFlightTexts(
    world,
    flights,
    ({ day, month, year }) => `${day} ${months[month - 1]} ${year}`,
  );
  const { delays } = palette;
  const weekdayIds = weekdays.map((name) => internText(world, name));
  const statusIds = kinds.map((kind) => internText(world, statuses[kind]));
  const pills = kinds.map((kind) => parseColor(delays.pill[kind]));
  const pillTexts = kinds.map((kind) => parseColor(delays.pillText[kind]));
  const bars = kinds.map((kind) => parseColor(delays.bar[kind]));
  const found = parseColor(palette.found);
  const foundText = parseColor(palette.foundText);
  const ink = parseColor(theme.text);

  function weekdayOf(minutes: number): number {
    // 1 January 1970 was a Thursday.
    return (Math.floor(minutes / MINUTES_PER_DAY) + 4) % 7;
  }

  const plain = (cell: Entity) =>
    [resolve(world, text(world, { parent: cell, flexGrow: 1 }))] as const;
  const muted = (cell: Entity) =>
    [resolve(world, text(world, { parent: cell, flexGrow: 1, color: theme.muted }))] as const;
  const right = (cell: Entity) =>
    [resolve(world, text(world, { parent: cell, flexGrow: 1, textAlign: 'end' }))] as const;
  const mutedRight = (cell: Entity) =>
    [
      resolve(
        world,
        text(world, { parent: cell, flexGrow: 1, textAlign: 'end', color: theme.muted }),
      ),
    ] as const;

  function codeColumn(
    key: string,
    header: string,
    ids: () => Uint16Array,
  ): TableColumn<readonly (Entity | Row)[]> {
    return tableColumn({
      key,
      header,
      width: 84,
      sortable: true,
      template: codeCell,
      bind(_, [chip, code], row) {
        const id = ids()[order.rows[row]!]!;
        setTextId(world, code, airportId(id));
        const isFound = finding.airports[id] === 1;
        const fill = columns(world, Fill).color;
        const color = isFound ? found : 0;
        setTextColor(world, code, isFound ? foundText : ink);
        if (fill[chip] === color) return;
        fill[chip] = color;
        touch(world, chip, PAINT);
      },
    });
  }

  function codeCell(cell: Entity): readonly [Row, Row] {
    const chip = box(world, {
      parent: cell,
      marginLeft: -6,
      paddingLeft: 6,
      paddingRight: 6,
      height: 22,
      alignItems: 'center',
      borderRadius: 5,
    });
    const code = text(world, { parent: chip, fontWeight: 600 });
    return [resolve(world, chip), resolve(world, code)];
  }

  const dateKey: SortKey = (flight) => flights.date[flight]!;
  let ranks: Int32Array | undefined;

  /** Airports in the order of their codes. */
  function rankOf(id: number): number {
    if (ranks?.length !== flights.airports.length) {
      const sorted = [...flights.airports.keys()].sort((one, other) =>
        flights.airports[one]! < flights.airports[other]! ? -1 : 1,
      );
      ranks = new Int32Array(sorted.length);
      for (const [rank, airport] of sorted.entries()) ranks[airport] = rank;
    }
    return ranks[id]!;
  }

  const keys: Record<string, SortKey> = {
    departure: dateKey,
    time: (flight) => flights.date[flight]! % MINUTES_PER_DAY,
    origin: (flight) => rankOf(flights.origin[flight]!),
    destination: (flight) => rankOf(flights.destination[flight]!),
    delay: (flight) => flights.delay[flight]!,
    status: (flight) => kinds.indexOf(delayClass(flights.delay[flight]!)),
    distance: (flight) => flights.distance[flight]!,
    km: (flight) => flights.distance[flight]!,
    weekday: (flight) => (weekdayOf(flights.date[flight]!) + 6) % 7,
    perMiles: (flight) =>
      Math.round((flights.delay[flight]! * 1000) / Math.max(1, flights.distance[flight]!)),
    airTime: (flight) => flights.distance[flight]!,
    record: (flight) => flight,
  };

  const all: TableColumn<readonly (Entity | Row)[]>[] = [
    tableColumn({
      key: 'departure',
      header: 'Departure',
      width: 176,
      frozen: true,
      sortable: true,
      template: (cell) => {
        const day = text(world, { parent: cell, width: 104, flexShrink: 0 });
        const time = text(world, { parent: cell, color: theme.muted, flexGrow: 1 });
        return [resolve(world, day), resolve(world, time)] as const;
      },
      bind(_, [day, time], row) {
        const minutes = flights.date[order.rows[row]!]!;
        setTextId(world, day, dayId(minutes));
        setTextId(world, time, timeId(minutes));
      },
    }),
    codeColumn('origin', 'From', () => flights.origin),
    codeColumn('destination', 'To', () => flights.destination),
    tableColumn({
      key: 'status',
      header: 'Status',
      width: 112,
      sortable: true,
      template: (cell) => {
        const pill = box(world, {
          parent: cell,
          height: 22,
          paddingLeft: 10,
          paddingRight: 10,
          borderRadius: 11,
          alignItems: 'center',
        });
        const label = text(world, { parent: pill, fontSize: 12, fontWeight: 600 });
        return [resolve(world, pill), resolve(world, label)] as const;
      },
      bind(_, [pill, label], row) {
        const kind = kinds.indexOf(delayClass(flights.delay[order.rows[row]!]!));
        setTextId(world, label, statusIds[kind]!);
        setTextColor(world, label, pillTexts[kind]!);
        columns(world, Fill).color[pill] = pills[kind]!;
        touch(world, pill, PAINT);
      },
    }),
    tableColumn({
      key: 'delay',
      header: 'Delay',
      width: 212,
      sortable: true,
      template: (cell) => {
        const track = box(world, {
          parent: cell,
          flexGrow: 1,
          flexBasis: 0,
          height: 6,
          borderRadius: 3,
          fill: delays.track,
        });
        const bar = box(world, { parent: track, height: 6, borderRadius: 3, width: '0%' });
        const minutes = text(world, {
          parent: cell,
          width: 88,
          flexShrink: 0,
          textAlign: 'end',
          marginLeft: 8,
        });
        return [resolve(world, bar), resolve(world, minutes)] as const;
      },
      bind(_, [bar, minutes], row) {
        const delay = flights.delay[order.rows[row]!]!;
        setNumber(world, minutes, delay, formats.delay);
        columns(world, LayoutStyle).width[bar] = Math.min(
          100,
          (Math.abs(delay) / FULL_BAR_MINUTES) * 100,
        );
        columns(world, Fill).color[bar] = bars[kinds.indexOf(delayClass(delay))]!;
        touch(world, bar, LAYOUT | PAINT);
      },
    }),
    tableColumn({
      key: 'distance',
      header: 'Distance',
      width: 112,
      align: 'end',
      sortable: true,
      template: right,
      bind: (_, [label], row) =>
        setNumber(world, label, flights.distance[order.rows[row]!]!, formats.miles),
    }),
    tableColumn({
      key: 'km',
      header: 'Kilometres',
      width: 112,
      align: 'end',
      sortable: true,
      template: mutedRight,
      bind: (_, [label], row) =>
        setNumber(
          world,
          label,
          Math.round(flights.distance[order.rows[row]!]! * KM_PER_MILE),
          formats.km,
        ),
    }),
    tableColumn({
      key: 'airTime',
      header: 'In the air, about',
      width: 160,
      align: 'end',
      sortable: true,
      template: right,
      bind: (_, [label], row) =>
        setNumber(
          world,
          label,
          GROUND_MINUTES + Math.round(flights.distance[order.rows[row]!]! / MILES_PER_MINUTE),
          formats.minutes,
        ),
    }),
    tableColumn({
      key: 'weekday',
      header: 'Weekday',
      width: 100,
      sortable: true,
      template: muted,
      bind: (_, [label], row) =>
        setTextId(world, label, weekdayIds[weekdayOf(flights.date[order.rows[row]!]!)]!),
    }),
    tableColumn({
      key: 'time',
      header: 'Time of day',
      width: 116,
      sortable: true,
      template: plain,
      bind: (_, [label], row) => setTextId(world, label, timeId(flights.date[order.rows[row]!]!)),
    }),
    tableColumn({
      key: 'perMiles',
      header: 'Delay per 100 mi',
      width: 160,
      align: 'end',
      sortable: true,
      template: right,
      bind(_, [label], row) {
        const flight = order.rows[row]!;
        const per = (flights.delay[flight]! * 100) / Math.max(1, flights.distance[flight]!);
        setNumber(world, label, per, formats.perMiles);
      },
    }),
    tableColumn({
      key: 'record',
      header: 'Record',
      width: 120,
      align: 'end',
      sortable: true,
      template: mutedRight,
      bind: (_, [label], row) => setNumber(world, label, order.rows[row]! + 1, formats.record),
    }),
  ];
  return { columns: all, keyOf: (column) => keys[column] };
}
