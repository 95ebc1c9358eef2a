import { ValueError } from '../index';
import { isLineName, MOST_TRACKS } from './grid-tracks';

export const LINE_AUTO = 0;
/** The number of a line, from 1, or from -1 counted from the end. */
export const LINE_NUMBER = 1;
/** So many tracks, or as many as reach the n-th line of a name. */
export const LINE_SPAN = 2;
/** The n-th line of a name, or, n being 0, a side of an area and else the first line. */
export const LINE_NAME = 3;

/** One side of where an item stands. */
export type GridLine = {
  readonly kind: number;
  readonly value: number;
  readonly name: string;
  /** Of `x-start` or `x-end` the area x and its side, 0 for another name. */
  readonly area: string;
  readonly side: 0 | 1 | -1;
};

/** Where an item stands in its grid; never changed. */
export type GridPlace = {
  readonly columnStart: GridLine;
  readonly columnEnd: GridLine;
  readonly rowStart: GridLine;
  readonly rowEnd: GridLine;
};

/** Named areas of a grid; never changed. */
export type GridAreas = {
  readonly columns: number;
  readonly rows: number;
  /** First row, row after the last, first column, column after the last. */
  readonly areas: ReadonlyMap<string, readonly [number, number, number, number]>;
};

export const autoLine = line(LINE_AUTO, 0, '');

const lineForm = /^[+-]?\d+$/;
const wanted = "a line number, 'span n', 'span name', the name of an area or a line, or 'auto'";

/** Reads one side of a place. Throws `ValueError`. */
export function parseLine(property: string, value: unknown): GridLine {
  const words = String(value).trim().split(/\s+/).map(keyword);
  const number = words.find((word) => lineForm.test(word));
  const name = words.find((word) => isLineName(word)) ?? '';
  const spans = words.includes('span');
  const known = (number ? 1 : 0) + (name ? 1 : 0) + (spans ? 1 : 0);
  if (words.length === 1 && words[0] === 'auto') return autoLine;
  const count = number === undefined ? 1 : Number(number);
  // 'a' is the side of an area, if there is one; '1 a' is not.
  const isBare = number === undefined && !spans;
  if (
    known !== words.length ||
    known === 0 ||
    count === 0 ||
    Math.abs(count) > MOST_TRACKS ||
    (spans && (known === 1 || count < 1 || words.slice(1, -1).includes('span')))
  ) {
    throw new ValueError(
      `${property} is '${String(value)}'; give ${wanted}, numbers from 1 to ${MOST_TRACKS} or negative from the end`,
    );
  }
  if (spans) return line(LINE_SPAN, count, name);
  return line(name ? LINE_NAME : LINE_NUMBER, isBare ? 0 : count, name);
}

/** Keywords in small letters, and names as they are. */
function keyword(word: string): string {
  return /^(auto|span)$/i.test(word) ? word.toLowerCase() : word;
}

function line(kind: number, value: number, name: string): GridLine {
  const area = name.replace(/-(start|end)$/, '');
  const side = area === name ? 0 : name.endsWith('-start') ? 1 : -1;
  return { kind, value, name, area, side };
}

/** Reads the sides of `gridColumn`, `gridRow` (2) or `gridArea` (4): a name alone is also that of the sides left out. */
export function parseLines(property: string, value: unknown, count: number): GridLine[] {
  const parts = String(value).split('/');
  if (parts.length > count) {
    throw new ValueError(
      `${property} is '${String(value)}'; give ${count} ${count === 1 ? 'side' : 'sides'} at most, each ${wanted}`,
    );
  }
  const lines = parts.map((part) => parseLine(property, part));
  for (let i = lines.length; i < count; i++) {
    // Column start goes by row start, the ends by their starts.
    const from = lines[count === 4 ? Math.max(0, i - 2) : 0]!;
    lines.push(from.kind === LINE_NAME && from.value === 0 ? from : autoLine);
  }
  return lines;
}

/** Reads `gridTemplateAreas`, one string a row. Throws `ValueError`. */
export function parseAreas(property: string, rows: readonly string[]): GridAreas | undefined {
  const areas = new Map<string, [number, number, number, number]>();
  let columns = 0;
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row]!.trim().split(/\s+/);
    if (row > 0 && cells.length !== columns) {
      throw bad(`rows of equally many cells, where row ${row + 1} has ${cells.length}`);
    }
    columns = cells.length;
    for (let column = 0; column < columns; column++) {
      const name = cells[column]!;
      if (/^\.+$/.test(name)) continue;
      if (!isLineName(name)) throw bad(`a name or '.' instead of '${name}'`);
      const area = areas.get(name);
      if (!area) areas.set(name, [row, row + 1, column, column + 1]);
      else {
        area[1] = Math.max(area[1], row + 1);
        area[2] = Math.min(area[2], column);
        area[3] = Math.max(area[3], column + 1);
      }
    }
  }
  for (const [name, [top, bottom, left, right]] of areas) {
    for (let row = top; row < bottom; row++) {
      const cells = rows[row]!.trim().split(/\s+/);
      for (let column = left; column < right; column++) {
        if (cells[column] !== name) throw bad(`a rectangle of cells for '${name}'`);
      }
    }
  }
  if (columns > MOST_TRACKS || rows.length > MOST_TRACKS)
    throw bad(`${MOST_TRACKS} tracks at most`);
  return rows.length === 0 ? undefined : { columns, rows: rows.length, areas };

  function bad(instead: string): ValueError {
    const shown = rows.map((row) => `'${row}'`).join(', ');
    return new ValueError(
      `${property} is ${shown}; give ${instead}, as in ['head head', 'side main']`,
    );
  }
}
