import { type Color, internText, parseColor, type World } from 'rafter-ui';
import type { FlightColumns } from './data/columns';
import { createDateParts, type DelayClass, readDate } from './data/derive';

// What the list of flights and the table of them have in common.

/** A delay that fills the bar. */
export const FULL_BAR_MINUTES = 180;
const MINUTES_PER_DAY = 1440;

export const months: readonly string[] = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];
export const weekdays: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

type Colors = Record<DelayClass, Color>;

/** Colours by how late a flight was: of bars, of what they lie in, of pills and of what those say. */
export type DelayLooks = {
  readonly bar: Colors;
  readonly track: Color;
  readonly pill: Colors;
  readonly pillText: Colors;
};

export const darkDelays: DelayLooks = {
  bar: { early: '#3fb68b', onTime: '#4c6a94', late: '#e0a23b', veryLate: '#e5616b' },
  track: '#20242d',
  pill: { early: '#173229', onTime: '#1d2736', late: '#37290f', veryLate: '#3b1c22' },
  pillText: { early: '#6fd6b0', onTime: '#9db8dd', late: '#f0be68', veryLate: '#ff9aa1' },
};

export const lightDelays: DelayLooks = {
  bar: { early: '#2f9e77', onTime: '#8aa6cf', late: '#d98b12', veryLate: '#d13a46' },
  track: '#eef0f4',
  pill: { early: '#dff4ec', onTime: '#e8eef8', late: '#fbefd9', veryLate: '#fbe1e3' },
  pillText: { early: '#186b4e', onTime: '#3c5680', late: '#8a5605', veryLate: '#9c1c27' },
};

/** Colours as numbers, for those who write columns. */
export function colorsOf(colors: Colors): Record<DelayClass, number> {
  return {
    early: parseColor(colors.early),
    onTime: parseColor(colors.onTime),
    late: parseColor(colors.late),
    veryLate: parseColor(colors.veryLate),
  };
}

/** Ids of what rows say of flights, each made once. */
export type FlightTexts = {
  /** Day of minutes since 1970. */
  dayId(minutes: number): number;
  /** Hours and minutes of them. */
  timeId(minutes: number): number;
  airportId(airport: number): number;
};

/** Makes them; `dayOf` says a day as it is to be read. */
export function createFlightTexts(
  world: World,
  flights: FlightColumns,
  dayOf: (date: ReturnType<typeof createDateParts>) => string,
): FlightTexts {
  const date = createDateParts();
  const dayIds = new Map<number, number>();
  const timeIds = new Int32Array(MINUTES_PER_DAY).fill(-1);
  const airportIds: number[] = [];
  return {
    dayId(minutes) {
      const day = Math.floor(minutes / MINUTES_PER_DAY);
      let id = dayIds.get(day);
      if (id === undefined) {
        readDate(minutes, date);
        id = internText(world, dayOf(date));
        dayIds.set(day, id);
      }
      return id;
    },
    timeId(minutes) {
      const minute = ((minutes % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
      if (timeIds[minute] === -1) {
        const two = (value: number): string => `${value}`.padStart(2, '0');
        timeIds[minute] = internText(world, `${two(Math.floor(minute / 60))}:${two(minute % 60)}`);
      }
      return timeIds[minute]!;
    },
    airportId(airport) {
      airportIds[airport] ??= internText(world, flights.airports[airport] ?? '?');
      return airportIds[airport];
    },
  };
}
