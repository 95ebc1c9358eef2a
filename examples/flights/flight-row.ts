import {
  box,
  columns,
  type Entity,
  Fill,
  LAYOUT,
  LayoutStyle,
  numberFormat,
  PAINT,
  type Row,
  resolve,
  setNumber,
  setStyle,
  setText,
  setTextColor,
  setTextId,
  text,
  touch,
  type World,
} from 'rafter-ui';
import type { FlightColumns } from './data/columns';
import { delayClass } from './data/derive';
import { colorsOf, createFlightTexts, FULL_BAR_MINUTES, months, weekdays } from './flight-looks';
import { narrow } from './narrow';
import type { Palette } from './palette';

/** Height of a row's first line, and of a whole row without a second one. */
export const ROW_HEIGHT = 38;
/** Widths shared by rows and column heads. */
export const widths = { day: 92, time: 48, route: 146, distance: 88, badge: 92, side: 20, gap: 16 };

const SECOND_LINE_PADDING = 10;

const miles = numberFormat({ group: ',', suffix: ' mi' });
const minutesLate = numberFormat({ plus: true, suffix: ' min' });
const arrivedLate = numberFormat({
  prefix: 'Arrived ',
  group: ',',
  suffix: ' minutes behind schedule',
});

/** What a flight row is made of, as rows. */
type Parts = readonly [
  day: Row,
  time: Row,
  origin: Row,
  destination: Row,
  distance: Row,
  bar: Row,
  badge: Row,
  label: Row,
  more: Row,
  all: Row,
];

/** Makes and fills the rows of the list. */
export type FlightRows = {
  template(row: Entity): Parts;
  bind(world: World, parts: Parts, flight: number): void;
};

export function createFlightRows(
  world: World,
  flights: FlightColumns,
  palette: Palette,
): FlightRows {
  const { theme } = palette;
  const texts = createFlightTexts(
    world,
    flights,
    ({ weekday, day, month }) => `${weekdays[weekday]} ${day} ${months[month - 1]}`,
  );
  const { bar: bars, pill, pillText, track: barTrack } = palette.delays;
  const barColors = colorsOf(bars);
  const badgeColors = colorsOf(pill);
  const badgeTextColors = colorsOf(pillText);

  return {
    template(row) {
      setStyle(world, row, { flexDirection: 'column', hoverFill: palette.rowHover });
      const main = box(world, {
        parent: row,
        alignItems: 'center',
        height: ROW_HEIGHT,
        gap: widths.gap,
        paddingLeft: widths.side,
        paddingRight: widths.side + 12,
      });
      const day = text(world, { parent: main, width: widths.day, flexShrink: 0 });
      const time = text(world, {
        parent: main,
        width: widths.time,
        flexShrink: 0,
        color: theme.muted,
        styles: narrow.time,
      });
      const route = box(world, { parent: main, width: widths.route, flexShrink: 0, gap: 8 });
      const origin = text(world, { parent: route, width: 45, flexShrink: 0, fontWeight: 600 });
      text(world, { parent: route, content: '→', color: theme.muted });
      const destination = text(world, { parent: route, width: 45, flexShrink: 0, fontWeight: 600 });
      const distance = text(world, {
        parent: main,
        width: widths.distance,
        flexShrink: 0,
        textAlign: 'end',
        color: theme.muted,
        styles: narrow.distance,
      });
      const space = box(world, { parent: main, flexGrow: 1, flexBasis: 0 });
      const track = box(world, {
        parent: space,
        flexGrow: 1,
        height: 6,
        borderRadius: 3,
        fill: barTrack,
        minWidth: 24,
        styles: narrow.bar,
      });
      const bar = box(world, { parent: track, height: 6, borderRadius: 3, width: '0%' });
      const badge = box(world, {
        parent: main,
        width: widths.badge,
        flexShrink: 0,
        height: 22,
        borderRadius: 11,
        alignItems: 'center',
        justifyContent: 'center',
      });
      const label = text(world, { parent: badge, fontSize: 12, fontWeight: 600 });
      const more = text(world, {
        parent: row,
        fontSize: 12,
        color: pillText.veryLate,
        marginLeft: widths.side + widths.day + widths.gap,
      });
      box(world, {
        parent: row,
        position: 'absolute',
        left: 0,
        right: 0,
        bottom: 0,
        height: 1,
        fill: palette.rowLine,
      });
      const at = (entity: Entity): Row => resolve(world, entity);
      return [
        at(day),
        at(time),
        at(origin),
        at(destination),
        at(distance),
        at(bar),
        at(badge),
        at(label),
        at(more),
        at(row),
      ];
    },
    bind(_, parts, flight) {
      const [day, time, origin, destination, distance, bar, badge, label, more, row] = parts;
      const minutes = flights.date[flight]!;
      const delay = flights.delay[flight]!;
      const kind = delayClass(delay);
      setTextId(world, day, texts.dayId(minutes));
      setTextId(world, time, texts.timeId(minutes));
      setTextId(world, origin, texts.airportId(flights.origin[flight]!));
      setTextId(world, destination, texts.airportId(flights.destination[flight]!));
      setNumber(world, distance, flights.distance[flight]!, miles);
      setNumber(world, label, delay, minutesLate);
      setTextColor(world, label, badgeTextColors[kind]);
      const style = columns(world, LayoutStyle);
      const fill = columns(world, Fill).color;
      // Raw columns and touch: this runs for every row that scrolls in.
      style.width[bar] = Math.min(100, (Math.abs(delay) / FULL_BAR_MINUTES) * 100);
      fill[bar] = barColors[kind];
      fill[badge] = badgeColors[kind];
      touch(world, bar, LAYOUT | PAINT);
      touch(world, badge, PAINT);
      if (kind === 'veryLate') setNumber(world, more, delay, arrivedLate);
      else setText(world, more, '');
      const padding = kind === 'veryLate' ? SECOND_LINE_PADDING : 0;
      if (style.paddingBottom[row] !== padding) {
        style.paddingBottom[row] = padding;
        touch(world, row, LAYOUT);
      }
    },
  };
}
