import { CapacityError, defineResource, findResource, setResource, type World } from '../index';
import { autoLine, type GridAreas, type GridPlace, parseAreas, parseLines } from './grid-places';
import { parseTracks, type TrackList } from './grid-tracks';

const STYLE_LIMIT = 65_536;

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

/** The tracks of grids and the places of items by the ids that `LayoutStyle.grid` and `gridPlace` have; 0 = nothing given. */
export type GridStyles = {
  readonly grids: readonly GridStyle[];
  readonly places: readonly GridPlace[];
  /** Id of a grid with one property changed. Throws `ValueError` or `CapacityError`. */
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
    table = createGridStyles();
    setResource(world, GridStyles, table);
  }
  return table;
}

function createGridStyles(): GridStyles {
  const grids = createTable(nothing, parseGrid);
  const places = createTable(nowhere, parsePlace);
  return {
    grids: grids.values,
    places: places.values,
    withGrid: grids.change,
    withPlace: places.change,
  };
}

/** Values by id, the same id for the same text of all properties. */
function createTable<T extends object>(
  initial: T,
  parse: (property: string, value: unknown) => Partial<T>,
) {
  const values: T[] = [initial];
  const sources: Record<string, string>[] = [{}];
  const ids = new Map<string, number>([['{}', 0]]);
  return {
    values,
    change(id: number, property: string, value: unknown): number {
      // What is written last comes last: `gridColumn` overrides an earlier `gridColumnStart`.
      const { [property]: _, ...others } = sources[id]!;
      const changed = { ...others, [property]: JSON.stringify(value) };
      const key = JSON.stringify(changed);
      const known = ids.get(key);
      if (known !== undefined) return known;
      if (values.length === STYLE_LIMIT) {
        throw new CapacityError(
          `the world has ${STYLE_LIMIT} different grids or places of items in them; use fewer templates`,
        );
      }
      const made = values.push({ ...values[id]!, ...parse(property, value) }) - 1;
      sources.push(changed);
      ids.set(key, made);
      return made;
    },
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
    const rows = value === 'none' ? [] : Array.isArray(value) ? value : [value];
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
