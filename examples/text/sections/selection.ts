import {
  box,
  button,
  copySelection,
  type Entity,
  on,
  select,
  selectionOf,
  setText,
  text,
} from 'rafter-ui';
import { paragraph, type Section, type Sheet, sample, sizes } from '../sheet';

const QUOTE =
  'Whoever sets a page should be able to take a line of it away: press and drag, press twice for a word and three times for all of it, or hold Shift and use the arrows.';
/** What is selected at first, so that there is something to see. */
const SELECTED = 'take a line of it away';

export const selection: Section = {
  title: 'Selection and links',
  lift: 2,
  note: 'Text is not selectable unless it is told to be, as this one is. Tab stops at it and at each link.',
  build(sheet, parent) {
    const { world } = sheet;
    const page = box(world, { parent, flexDirection: 'column', gap: 27, maxWidth: 590 });
    const block = box(world, { parent: page, flexDirection: 'column', gap: 12 });
    const quote = paragraph(sheet, block, QUOTE, { ...sizes.large, selectable: true });
    const row = box(world, { parent: block, alignItems: 'center', columnGap: 16 });
    const copy = button(world, {
      parent: row,
      label: 'Copy',
      fontSize: 14,
      width: 72,
      flexShrink: 0,
    });
    const told = status(sheet, row);
    const tell = (): void => {
      const part = selectionOf(world)?.text ?? '';
      setText(world, told, part === '' ? 'Nothing is selected' : `Selected: ${part}`);
    };
    on(world, quote, 'selectionchange', tell);
    on(world, copy, 'activate', () => {
      const words = copySelection(world) ? 'Copied' : 'Nothing to copy';
      setText(world, told, words);
    });
    const start = QUOTE.indexOf(SELECTED);
    select(world, quote, start, start + SELECTED.length);
    tell();
    const links = sample(sheet, page, 'Followed by click, tap or Enter');
    const note = paragraph(
      sheet,
      links,
      [
        'Where letters come from is told by ',
        { text: 'the Unicode standard', link: 'https://www.unicode.org/standard/standard.html' },
        ', and how lines are broken by ',
        {
          text: 'one of its annexes, whose name goes on to the next line',
          link: 'https://www.unicode.org/reports/tr14/',
        },
        '.',
      ],
      sizes.large,
    );
    const followed = status(sheet, links);
    setText(world, followed, 'No link was followed yet');
    on(world, note, 'link', ({ href }) => setText(world, followed, `This page was told ${href}`));
  },
};

/** A line that says what happened last, cut where it is too long. */
function status({ world, palette }: Sheet, parent: Entity): Entity {
  return text(world, {
    parent,
    ...sizes.caption,
    color: palette.quiet,
    flexShrink: 1,
    minWidth: 0,
  });
}
