import { columns, LAYOUT } from '../ecs';
import { gridStyles, LayoutStyle, parseGrid, parsePlace } from '../ecs/stores';
import { bad, oneOf, type Properties, type Property } from './property';

/** Tracks and areas of grids, and where items stand in them. */
export const gridProperties: Properties = {
  gridTemplateColumns: grid('gridTemplateColumns', tracks),
  gridTemplateRows: grid('gridTemplateRows', tracks),
  gridAutoColumns: grid('gridAutoColumns', tracks),
  gridAutoRows: grid('gridAutoRows', tracks),
  gridAutoFlow: grid(
    'gridAutoFlow',
    oneOf(['row', 'column', 'dense', 'row dense', 'column dense', 'dense row', 'dense column']),
  ),
  gridTemplateAreas: grid('gridTemplateAreas', areas),
  gridColumn: place('gridColumn'),
  gridRow: place('gridRow'),
  gridArea: place('gridArea'),
  gridColumnStart: place('gridColumnStart'),
  gridColumnEnd: place('gridColumnEnd'),
  gridRowStart: place('gridRowStart'),
  gridRowEnd: place('gridRowEnd'),
};

function grid(name: string, check: Property['check']): Property {
  return {
    dirt: LAYOUT,
    check(property, value) {
      check(property, value);
      parseGrid(property, value);
    },
    write(world, row, value) {
      const style = columns(world, LayoutStyle);
      style.grid[row] = gridStyles(world).withGrid(style.grid[row]!, name, value);
    },
  };
}

function tracks(property: string, value: unknown): void {
  if (typeof value !== 'string') throw bad(property, value, "a string like '100px 1fr auto'");
}

function areas(property: string, value: unknown): void {
  const rows = Array.isArray(value) ? value : [value];
  if (rows.some((row) => typeof row !== 'string')) {
    throw bad(property, value, "a string, or one for each row, like ['head head', 'side main']");
  }
}

function place(name: string): Property {
  return {
    dirt: LAYOUT,
    check(property, value) {
      if (typeof value !== 'string' && !Number.isInteger(value)) {
        throw bad(property, value, "a whole line number or a string like '1 / span 2'");
      }
      parsePlace(property, value);
    },
    write(world, row, value) {
      const { gridPlace } = columns(world, LayoutStyle);
      gridPlace[row] = gridStyles(world).withPlace(gridPlace[row]!, name, value);
    },
  };
}
