import { isAlive, resource, type World } from '../ecs';
import { parseColor, type Style, setStyle, Theme } from '../ui';
import { HEADER, HELD, type TableRows } from './table-rows';

/** Looks of a table's rows and cells: the theme's, where the app gives none. */
export type TableLooks = {
  /** Of every cell. */
  readonly cell: Style;
  /** Of a row of a kind. */
  of(kind: number): Style;
  /** Gives rows and cells the colours of the theme, which is another by now, but for those that the app gave. */
  retheme(rows: TableRows): void;
};

export function createTableLooks(
  world: World,
  rowStyle: Style,
  headerStyle: Style,
  cellStyle: Style,
): TableLooks {
  const isOwnRing = cellStyle.focusColor !== undefined;
  const cell: Style = { ...ringOf(), ...cellStyle };

  function ringOf(): Style {
    return { focusColor: parseColor(resource(world, Theme).accent) };
  }

  function themed(kind: number): Style {
    const { border, surface, surfaceHover, background } = resource(world, Theme);
    const line = { borderBottomColor: border };
    if (kind === HEADER) return { ...line, fill: surface };
    return kind === HELD ? { ...line, fill: background } : { ...line, hoverFill: surfaceHover };
  }

  function given(kind: number): Style {
    return kind === HEADER ? headerStyle : rowStyle;
  }

  return {
    cell,
    of: (kind) => ({ borderBottomWidth: 1, ...themed(kind), ...given(kind) }),
    retheme(rows) {
      if (!isOwnRing) Object.assign(cell, ringOf());
      for (const row of rows.rows) {
        if (!isAlive(world, row.entity)) continue;
        const next = { ...themed(row.kind) };
        const own = given(row.kind);
        for (const name of Object.keys(own)) Reflect.deleteProperty(next, name);
        // Of all four sides.
        if ('borderColor' in own) Reflect.deleteProperty(next, 'borderBottomColor');
        setStyle(world, row.entity, next);
      }
      rows.retheme(isOwnRing ? {} : ringOf());
    },
  };
}
