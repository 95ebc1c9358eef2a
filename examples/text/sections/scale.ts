import { type Entity, text } from 'rafter-ui';
import { caption, grid, type Section, type Sheet, sample } from '../sheet';

const WORDS = 'Ink dries slowly';

/** Size, leading and weight of each step; big letters are set closer. */
const steps = [
  { fontSize: 72, line: 80, fontWeight: 800, letterSpacing: -1.5 },
  { fontSize: 54, line: 60, fontWeight: 700, letterSpacing: -1 },
  { fontSize: 40, line: 48, fontWeight: 600, letterSpacing: -0.5 },
  { fontSize: 30, line: 36, fontWeight: 500, letterSpacing: 0 },
  { fontSize: 22, line: 28, fontWeight: 400, letterSpacing: 0 },
  { fontSize: 16, line: 24, fontWeight: 400, letterSpacing: 0 },
  { fontSize: 12, line: 16, fontWeight: 400, letterSpacing: 0.2 },
] as const;

const weights = [
  [100, 'Thin'],
  [200, 'Extra light'],
  [300, 'Light'],
  [400, 'Regular'],
  [500, 'Medium'],
  [600, 'Semibold'],
  [700, 'Bold'],
  [800, 'Extra bold'],
  [900, 'Black'],
] as const;

export const scale: Section = {
  title: 'Scale',
  note: 'Seven steps from headline to footnote, set closer as they grow.',
  full: true,
  build(sheet, parent) {
    for (const { line, ...look } of steps) {
      const cell = sample(sheet, parent, `${look.fontSize} on ${line}, weight ${look.fontWeight}`);
      text(sheet.world, {
        parent: cell,
        content: `${WORDS} on old paper`,
        lineHeight: line / look.fontSize,
        ...look,
      });
    }
  },
};

export const weight: Section = {
  title: 'Weight and slope',
  note: 'One variable font: any weight from 100 to 900, and a drawn italic that is more than a slant.',
  build(sheet, parent) {
    const columns = { narrow: 1, medium: 2, wide: 3 }[sheet.room];
    const cells = grid(sheet, parent, columns, weights.length);
    weights.forEach(([fontWeight, name], i) => {
      caption(sheet, cells[i]!, `${fontWeight} ${name}`);
      word(sheet, cells[i]!, fontWeight, false);
      word(sheet, cells[i]!, fontWeight, true);
    });
  },
};

function word({ world }: Sheet, parent: Entity, fontWeight: number, italic: boolean): void {
  text(world, {
    parent,
    content: italic ? 'a fine quill' : 'Hand & type',
    fontSize: 28,
    lineHeight: 36 / 28,
    fontWeight,
    italic,
  });
}
