import { box, text } from 'rafter-ui';
import { caption, grid, paragraph, type Section, sample } from '../sheet';

const SENTENCE = 'The compositor counted the letters twice and still the last word would not fit.';
const PATH = 'archive/type/specimens/1790/broadsides/harbour-notice-second-state.tiff';
const STORY =
  'The press stood by the window because the light was better there. In winter the rollers had to be warmed before the first sheet, and the apprentice who forgot it was sent out for more wood, whatever the hour and whatever the snow.';

const cuts = [
  ['ellipsis', 'Cut at the end', SENTENCE],
  ['ellipsis-middle', 'Cut in the middle, where a name ends in what matters', PATH],
  ['clip', 'Clipped, without a sign', SENTENCE],
] as const;

export const oneLine: Section = {
  title: 'One line',
  note: 'Three ways to say there is more.',
  build(sheet, parent) {
    for (const [textOverflow, name, content] of cuts) {
      const cell = sample(sheet, parent, name);
      const frame = box(sheet.world, {
        parent: cell,
        maxWidth: 440,
        paddingLeft: 16,
        paddingRight: 16,
        paddingTop: 10,
        paddingBottom: 10,
        borderRadius: 6,
        fill: sheet.palette.panel,
      });
      // Clipping is the box's work: the text only says that it leaves no sign.
      const window = box(sheet.world, {
        parent: frame,
        flexGrow: 1,
        flexBasis: 0,
        overflow: 'hidden',
      });
      text(sheet.world, { parent: window, content, textOverflow, lineHeight: 1.5 });
    }
  },
};

export const fewLines: Section = {
  title: 'A few lines',
  note: 'The same story, cut after one, two, three and four lines.',
  full: true,
  build(sheet, parent) {
    const cells = grid(sheet, parent, { narrow: 1, medium: 2, wide: 4 }[sheet.room], 4);
    cells.forEach((cell, i) => {
      caption(sheet, cell, i === 0 ? '1 line' : `${i + 1} lines`);
      paragraph(sheet, cell, STORY, { maxLines: i + 1 });
    });
  },
};
