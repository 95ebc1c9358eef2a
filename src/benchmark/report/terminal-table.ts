import { shorten } from './format';
import { type Paint, type Tone, widthOf } from './terminal-style';

/** A column of a table. */
export type Column = {
  title: string;
  /** @default 'left' */
  align?: 'left' | 'right';
  /** When room is short the column with the lowest rank goes first; without a rank it stays. */
  rank?: number;
  /** Width it is cut to before a column is dropped, and when there is none left to drop. @default never cut */
  comfort?: number;
  minimum?: number;
};

/** A line of cells, or a text that heads the lines below it. */
export type Line = { cells: readonly Cell[] } | { heading: string };

export type Cell = { text: string; tone?: Tone };

const GAP = '  ';
const INDENT = '  ';

/** A column of this rank or more is rather cut than dropped. */
export const DEAR = 10;

/** Lays lines out in `columns` characters. Columns without any text are left out; then texts are cut and columns of lowest rank dropped, until it fits. */
export function layTable(
  header: readonly Column[],
  lines: readonly Line[],
  { columns, paint, ellipsis }: { columns: number; paint: Paint; ellipsis: string },
): string[] {
  const body = lines.flatMap((line) => ('cells' in line ? [line.cells] : []));
  const widths = header.map(({ title }, column) => {
    const width = Math.max(0, ...body.map((cells) => widthOf(cells[column]?.text ?? '')));
    return width === 0 ? 0 : Math.max(width, widthOf(title));
  });
  const shown = columnsThatFit(header, widths, columns);
  const lay = (cells: readonly Cell[]): string =>
    (
      INDENT +
      shown
        .map((column) => {
          const { text, tone } = cells[column] ?? { text: '' };
          const width = widths[column] ?? 0;
          const cut = shorten(text, width, ellipsis);
          const room = ' '.repeat(Math.max(0, width - widthOf(cut)));
          const painted = paint(cut, tone);
          return header[column]?.align === 'right' ? room + painted : painted + room;
        })
        .join(GAP)
    ).trimEnd();
  const titles = header.map(({ title }): Cell => ({ text: title, tone: 'dim' }));
  return [
    lay(titles),
    ...lines.map((line) =>
      'cells' in line ? lay(line.cells) : paint(shorten(line.heading, columns, ellipsis), 'strong'),
    ),
  ];
}

/** Indices of the columns that are shown; `widths` are cut where dropping is not enough. */
function columnsThatFit(header: readonly Column[], widths: number[], columns: number): number[] {
  const shown = widths.flatMap((width, column) => (width > 0 ? [column] : []));
  const total = () =>
    shown.reduce(
      (sum, column) => sum + (widths[column] ?? 0) + GAP.length,
      INDENT.length - GAP.length,
    );
  const cutTo = (key: 'comfort' | 'minimum') => {
    for (const column of shown) {
      const limit = header[column]?.[key];
      const width = widths[column] ?? 0;
      const excess = total() - columns;
      if (limit === undefined || excess <= 0) continue;
      widths[column] = Math.max(Math.min(limit, width), width - excess);
    }
  };
  cutTo('comfort');
  const dropBelow = (limit: number) => {
    const ranked = shown
      .filter((column) => (header[column]?.rank ?? limit) < limit)
      .sort((a, b) => (header[a]?.rank ?? 0) - (header[b]?.rank ?? 0));
    for (const column of ranked) {
      if (total() <= columns) break;
      shown.splice(shown.indexOf(column), 1);
    }
  };
  dropBelow(DEAR);
  cutTo('minimum');
  dropBelow(Number.POSITIVE_INFINITY);
  return shown;
}
