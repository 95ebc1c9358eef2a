import { columns, defineResource, findResource, onFree, setResource, type World } from '../index';
import { autoLine, type GridAreas, type GridPlace, parseAreas, parseLines } from './grid-places';
import { createGridTable } from './grid-table';
import { parseTracks, type TrackList } from './grid-tracks';
import { LayoutStyle } from './style';

/** A grid's tracks and areas; never changed. */
export type GridStyle = {
  readonly columns: TrackList;
  readonly rows: TrackList;
  readonly autoColumns: TrackList;
  readonly autoRows: TrackList;
  readonly areas: GridAreas | undefined;
  /** Items without a place fill columns instead of rows. */
  readonly byColumn: boolean;
  /** And gaps that earlier items left. */
  readonly dense: boolean;
};

/**
 * The tracks of grids and the places of items by the ids that `LayoutStyle.grid` and `gridPlace` have; 0 = nothing given. An id is
 * kept for as long as a row has it, and is given to another value some time after.
 */
export type GridStyles = {
  readonly grids: readonly GridStyle[];
  readonly places: readonly GridPlace[];
  /** Id of a grid with one property changed, for the row that had `id`. Throws `ValueError`. */
  withGrid(id: number, property: string, value: unknown): number;
  withPlace(id: number, property: string, value: unknown): number;
};

export const GridStyles = defineResource<GridStyles>('GridStyles');

const gridProperties = {
  gridTemplateColumns: 'columns',
  gridTemplateRows: 'rows',
  gridAutoColumns: 'autoColumns',
  gridAutoRows: 'autoRows',
  gridTemplateAreas: 'areas',
} as const;

const placeProperties: Record<string, readonly (keyof GridPlace)[]> = {
  gridColumn: ['columnStart', 'columnEnd'],
  gridRow: ['rowStart', 'rowEnd'],
  gridArea: ['rowStart', 'columnStart', 'rowEnd', 'columnEnd'],
  gridColumnStart: ['columnStart'],
  gridColumnEnd: ['columnEnd'],
  gridRowStart: ['rowStart'],
  gridRowEnd: ['rowEnd'],
};

const none = parseTracks('', 'none');
const auto = parseTracks('', 'auto', true);
const nothing: GridStyle = {
  columns: none,
  rows: none,
  autoColumns: auto,
  autoRows: auto,
  areas: undefined,
  byColumn: false,
  dense: false,
};
const nowhere: GridPlace = {
  columnStart: autoLine,
  columnEnd: autoLine,
  rowStart: autoLine,
  rowEnd: autoLine,
};

/** The world's table, made when first asked for. */
export function gridStyles(world: World): GridStyles {
  let table = findResource(world, GridStyles);
  if (!table) {
    table = createGridStyles(world);
    setResource(world, GridStyles, table);
  }
  return table;
}

function createGridStyles(world: World): GridStyles {
  const grids = createGridTable(nothing, parseGrid);
  const places = createGridTable(nowhere, parsePlace);
  onFree(world, (row) => {
    const style = columns(world, LayoutStyle);
    grids.release(style.grid[row]!);
    places.release(style.gridPlace[row]!);
  });
  return {
    grids: grids.values,
    places: places.values,
    withGrid: grids.change,
    withPlace: places.change,
  };
}

/** Reads one property of a grid. Throws `ValueError` naming the value and the mend. */
export function parseGrid(property: string, value: unknown): Partial<GridStyle> {
  if (property === 'gridAutoFlow') {
    const words = String(value).split(' ');
    return { byColumn: words.includes('column'), dense: words.includes('dense') };
  }
  const field = gridProperties[property as keyof typeof gridProperties];
  if (field === 'areas') {
    const rows = /^none$/i.test(String(value)) ? [] : Array.isArray(value) ? value : [value];
    return { areas: parseAreas(property, rows.map(String)) };
  }
  return { [field]: parseTracks(property, String(value), field.startsWith('auto')) };
}

/** Reads one property of an item's place. Throws `ValueError` naming the value and the mend. */
export function parsePlace(property: string, value: unknown): Partial<GridPlace> {
  const sides = placeProperties[property]!;
  const lines = parseLines(property, value, sides.length);
  return Object.fromEntries(sides.map((side, i) => [side, lines[i]]));
}
