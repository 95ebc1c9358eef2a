import { box, type Entity, type TextContent, type TextOptions, text, type World } from 'rafter-ui';
import type { Counters } from './counters';
import type { Palette } from './palette';

/** How much room there is across: decides columns, sizes and where captions stand. */
export type Room = 'narrow' | 'medium' | 'wide';

/** What a section is built with. */
export type Sheet = {
  readonly world: World;
  readonly palette: Palette;
  readonly room: Room;
  readonly counters: Counters;
};

/** One section of the page, a row of its list. */
export type Section = {
  readonly title: string;
  readonly note: string;
  /** Title above and not beside the content, which so has all the width. */
  readonly full?: boolean;
  /** How much lower than the title's the first baseline of the content would be, CSS pixels; it is lifted by that. */
  readonly lift?: number;
  build(sheet: Sheet, parent: Entity): void;
};

/** Space between things that belong together, and between those that do not. */
export const GAP = 32;
const GUTTER = 48;
const LABEL_WIDTH = 208;
/** Width of the page at most, CSS pixels. */
export const MAX_WIDTH = 1120;

/** Size and leading of running text, CSS pixels; leading is whole, so baselines are. */
export const sizes = {
  small: { fontSize: 13, lineHeight: 20 / 13 },
  /** On the leading of a title, so that both share a baseline where they stand side by side. */
  caption: { fontSize: 13, lineHeight: 26 / 13 },
  body: { fontSize: 16, lineHeight: 24 / 16 },
  large: { fontSize: 18, lineHeight: 27 / 18 },
  lede: { fontSize: 21, lineHeight: 32 / 21 },
} as const;

/** Room of a surface this wide, CSS pixels. */
export function roomOf(width: number): Room {
  return width >= 960 ? 'wide' : width >= 640 ? 'medium' : 'narrow';
}

/** Space at the left and right edge of the page. */
export function sideOf(room: Room): number {
  return room === 'narrow' ? 20 : 40;
}

/** Sets a section with its title and note into a row of the list. */
export function addSection(sheet: Sheet, parent: Entity, section: Section): void {
  const { world, palette, room } = sheet;
  const side = sideOf(room);
  const page = box(world, {
    parent,
    flexDirection: 'column',
    width: '100%',
    maxWidth: MAX_WIDTH,
    paddingLeft: side,
    paddingRight: side,
    paddingBottom: 64,
  });
  box(world, { parent: page, height: 1, flexShrink: 0, fill: palette.line, marginBottom: 24 });
  const beside = room === 'wide' && !section.full;
  const body = box(world, {
    parent: page,
    flexDirection: beside ? 'row' : 'column',
    columnGap: GUTTER,
    rowGap: 24,
  });
  const label = box(world, {
    parent: body,
    flexDirection: 'column',
    gap: 4,
    ...(beside ? { width: LABEL_WIDTH, flexShrink: 0 } : { maxWidth: 560 }),
  });
  paragraph(sheet, label, section.title, { fontWeight: 600 });
  paragraph(sheet, label, section.note, { ...sizes.small, color: palette.quiet });
  const content = box(world, {
    parent: body,
    flexDirection: 'column',
    gap: GAP,
    ...(beside ? { flexGrow: 1, flexBasis: 0, minWidth: 0, marginTop: -(section.lift ?? 0) } : {}),
  });
  section.build(sheet, content);
}

/** Running text that wraps to its box. */
export function paragraph(
  { world }: Sheet,
  parent: Entity,
  content: TextContent,
  options: TextOptions = {},
): Entity {
  return text(world, { parent, content, whiteSpace: 'normal', ...sizes.body, ...options });
}

/** A small line above a sample that says what it shows. */
export function caption({ world, palette }: Sheet, parent: Entity, content: string): Entity {
  return text(world, { parent, content, ...sizes.caption, color: palette.quiet });
}

/** A caption and a box for its sample. */
export function sample(sheet: Sheet, parent: Entity, content: string): Entity {
  const cell = box(sheet.world, { parent, flexDirection: 'column', gap: 2, minWidth: 0 });
  caption(sheet, cell, content);
  return cell;
}

/** Cells of one width side by side, `columns` to a line. Returns them in reading order. */
export function grid({ world }: Sheet, parent: Entity, columns: number, count: number): Entity[] {
  const cells: Entity[] = [];
  let line: Entity | undefined;
  for (let i = 0; i < Math.ceil(count / columns) * columns; i++) {
    if (!line || i % columns === 0) line = box(world, { parent, columnGap: GAP });
    const cell = box(world, {
      parent: line,
      flexDirection: 'column',
      gap: 2,
      flexGrow: 1,
      flexBasis: 0,
      minWidth: 0,
    });
    if (i < count) cells.push(cell);
  }
  return cells;
}

/** Text whose strokes are soft hyphens: places where a word may be divided. */
export function soft(content: string): string {
  return content.replaceAll('|', '\u00AD');
}
