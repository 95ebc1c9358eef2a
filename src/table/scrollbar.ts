import {
  columns,
  type Entity,
  keepAwake,
  LAYOUT,
  ROW_MASK,
  resource,
  STACK,
  touch,
  type World,
} from '../ecs';
import {
  Box,
  HitTester,
  LayerTable,
  LayoutStyle,
  type ListState,
  markLayer,
  STATE_HIDDEN,
  State,
  UNIT_PX,
} from '../ecs/stores';
import { box, on, ownLayer, setStyle, Theme, thumbLooks } from '../ui';
import { type ColumnModel, LEFT, TOTAL, WIDTH } from './columns';

/** Room that the scrollbar takes below the rows, and shortest thumb that can still be caught, CSS pixels. */
const ROOM = 12;
const THUMB_MIN = 28;
const PRIMARY = 0;

/** A horizontal scrollbar: its track, and what brings it up to date after columns have moved. */
export type Scrollbar = {
  readonly track: Entity;
  update(): void;
  /** Takes the colours of the theme. */
  retheme(): void;
};

/** Adds the horizontal scrollbar of a table. */
export function addScrollbar(
  world: World,
  list: ListState,
  table: Entity,
  model: ColumnModel,
  halt: () => void,
): Scrollbar {
  const layers = resource(world, LayerTable);
  const { at } = model;
  const track = box(world, {
    parent: table,
    position: 'absolute',
    left: 0,
    right: ROOM,
    bottom: 0,
    height: ROOM,
    visible: false,
  });
  const thumb = box(world, {
    parent: track,
    position: 'absolute',
    left: 0,
    top: 2,
    width: THUMB_MIN,
    height: 8,
    borderRadius: 4,
    ...thumbLooks(resource(world, Theme)),
  });
  const trackRow = track & ROW_MASK;
  const thumbRow = thumb & ROW_MASK;
  const layer = ownLayer(world, thumbRow);
  // Left and width of the thumb, and where it was when it was caught.
  const place = new Float64Array(2);
  const grab = { held: false, pointer: 0, x: 0, y: 0, left: 0 };

  on(world, thumb, 'pointerdown', (event) => {
    if (event.button !== PRIMARY || grab.held) return;
    halt();
    grab.held = true;
    grab.pointer = event.pointer;
    grab.x = event.x;
    grab.y = event.y;
    grab.left = place[0]!;
    event.handled = true;
  });
  on(world, thumb, 'pointermove', (event) => {
    if (!grab.held || event.pointer !== grab.pointer) return;
    const room = columns(world, Box).width[list.content]! - ROOM - place[1]!;
    const hits = resource(world, HitTester);
    hits.wayToLocal(trackRow, event.x - grab.x, event.y - grab.y);
    const share = (grab.left + hits.localX) / room;
    if (room > 0) at[LEFT] = share * (at[TOTAL]! - at[WIDTH]!);
    keepAwake(world);
    event.handled = true;
  });
  on(world, thumb, 'pointerup', (event) => {
    if (!grab.held || event.pointer !== grab.pointer) return;
    grab.held = false;
    event.handled = true;
  });
  on(world, track, 'pointerdown', (event) => {
    if (event.button !== PRIMARY) return;
    halt();
    const page = Math.max(at[WIDTH]! / 2, at[WIDTH]! - 80);
    at[LEFT]! += event.localX < place[0]! ? -page : page;
    keepAwake(world);
    event.handled = true;
  });

  /** By what there would be without any scrollbar: each takes room from what the other is needed for, and both would stay for each other. */
  function isNeeded(isShown: boolean): boolean {
    const { width } = columns(world, Box);
    const all = width[list.content]!;
    if (at[TOTAL]! > all + 0.5) return all > ROOM;
    const rowsFit = list.total <= list.viewport + (isShown ? ROOM : 0) + 0.5;
    return !rowsFit && all > 2 * ROOM && at[TOTAL]! > all - width[list.track]! + 0.5;
  }

  function update(): void {
    const width = at[WIDTH]!;
    const total = at[TOTAL]!;
    const { bits } = columns(world, State);
    const style = columns(world, LayoutStyle);
    const isShown = (bits[trackRow]! & STATE_HIDDEN) === 0;
    const needed = isNeeded(isShown);
    if (needed !== isShown) {
      bits[trackRow]! ^= STATE_HIDDEN;
      touch(world, trackRow, STACK);
      // The last row must not end below it.
      style.bottom[list.content] = needed ? ROOM : 0;
      touch(world, list.content, LAYOUT);
    }
    if (!needed) return;
    const room = columns(world, Box).width[list.content]! - ROOM;
    const length = Math.min(room, Math.max(THUMB_MIN, (room * width) / total));
    if (Math.abs(length - place[1]!) >= 0.5) {
      place[1] = length;
      style.widthUnit[thumbRow] = UNIT_PX;
      style.width[thumbRow] = length;
      touch(world, thumbRow, LAYOUT);
    }
    place[0] = (at[LEFT]! / (total - width)) * (room - place[1]!);
    if (layers.x[layer] === Math.fround(place[0]!)) return;
    layers.x[layer] = place[0]!;
    markLayer(world, layers, layer);
  }

  return {
    track,
    update,
    retheme: () => setStyle(world, thumb, thumbLooks(resource(world, Theme))),
  };
}
