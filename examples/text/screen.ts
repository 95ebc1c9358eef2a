import {
  type App,
  box,
  despawn,
  type Entity,
  setText,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import type { Counters } from './counters';
import { type FontProgress, fontFiles } from './fonts';
import { addHead } from './head';
import type { Palette } from './palette';
import { hero, numbers, sections } from './sections';
import { addSection, MAX_WIDTH, type Room, type Sheet, sideOf } from './sheet';

/**
 * What an arrow key scrolls by, CSS pixels: two lines of text. As a guess for the height of a section it is far too low, so
 * in a window of usual height all are laid out in the first frame, and the scrollbar never has to correct itself.
 */
const STEP = 48;
const HERO = 0;

/** Row of the numbers that count. */
export const numbersIndex = sections.indexOf(numbers) + 1;

/** The whole page, built for one palette and one room. */
export type Screen = {
  readonly list: VirtualList;
  showFonts(progress: FontProgress): void;
  dispose(): void;
};

export type ScreenOptions = {
  palette: Palette;
  room: Room;
  counters: Counters;
  switchTheme(): void;
};

export function createScreen(
  app: App,
  { palette, room, counters, switchTheme }: ScreenOptions,
): Screen {
  const { world } = app;
  const page = box(world, { flexDirection: 'column', fill: palette.paper });
  const status = addHead(app, page, { palette, room, switchTheme });
  const sheet: Sheet = { world, palette, room, counters };
  const list: VirtualList = virtualList<Entity[]>(world, {
    parent: page,
    flexGrow: 1,
    flexBasis: 0,
    count: sections.length + 1,
    estimatedSize: STEP,
    template: (row) => [row],
    bind(_, parts, index) {
      // Sections have nothing in common that could be filled again.
      const [row, old] = parts;
      if (old !== undefined) despawn(world, old);
      const holder = box(world, {
        parent: row!,
        flexGrow: 1,
        minWidth: 0,
        justifyContent: 'center',
      });
      parts[1] = holder;
      if (index === HERO) addHero(sheet, holder);
      else addSection(sheet, holder, sections[index - 1]!);
    },
  });
  return {
    list,
    showFonts({ settled, missing }) {
      const loading = settled < fontFiles.length;
      setText(
        world,
        status,
        loading
          ? `Fonts: ${settled} of ${fontFiles.length}`
          : missing > 0
            ? `${missing} of ${fontFiles.length} fonts did not come`
            : '',
      );
    },
    dispose() {
      despawn(world, page);
    },
  };
}

function addHero(sheet: Sheet, parent: Entity): void {
  const side = sideOf(sheet.room);
  const above = { narrow: 48, medium: 64, wide: 96 }[sheet.room];
  const page = box(sheet.world, {
    parent,
    flexDirection: 'column',
    width: '100%',
    maxWidth: MAX_WIDTH,
    paddingLeft: side,
    paddingRight: side,
    paddingTop: above,
    paddingBottom: above,
  });
  hero.build(sheet, page);
}
