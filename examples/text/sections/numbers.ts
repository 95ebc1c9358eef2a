import { box, button, type Entity, numberFormat, on, setLabel, text } from 'rafter-ui';
import type { ValueAt } from '../counters';
import type { Section, Sheet } from '../sheet';

const counters: readonly (readonly [string, ReturnType<typeof numberFormat>, ValueAt])[] = [
  ['Frames', numberFormat({ group: ',' }), (frames) => frames],
  ['Seconds', numberFormat({ decimals: 3 }), (_, ms) => ms / 1000],
  ['Thousands', numberFormat({ group: '\u2009' }), (frames) => 1_000_000 + frames * 1117],
  [
    'Swing',
    numberFormat({ decimals: 2, plus: true, suffix: ' %' }),
    (_, ms) => Math.sin(ms / 900) * 111,
  ],
];

/** Figures that would stagger if ones were narrower than eights. */
const figures = ['1,111,111.11', '8,888,888.88', '4,071,906.35'];

export const numbers: Section = {
  title: 'Figures',
  lift: 15,
  note: 'All digits are of one width, so a number holds still while it counts.',
  build(sheet, parent) {
    const table = box(sheet.world, { parent, flexDirection: 'column', maxWidth: 440 });
    for (const [name, format, valueAt] of counters) {
      const value = line(sheet, table, name);
      sheet.counters.add(value, format, valueAt);
    }
    const label = (): string => (sheet.counters.running ? 'Pause' : 'Count');
    const row = box(sheet.world, { parent: table, marginTop: 16 });
    const toggle = button(sheet.world, { parent: row, label: label(), fontSize: 14, width: 96 });
    on(sheet.world, toggle, 'activate', () => {
      sheet.counters.toggle();
      setLabel(sheet.world, toggle, label());
    });
    const stack = box(sheet.world, { parent, flexDirection: 'column', maxWidth: 440 });
    for (const content of figures) {
      text(sheet.world, {
        parent: stack,
        content,
        fontSize: 30,
        lineHeight: 40 / 30,
        fontWeight: 300,
        textAlign: 'right',
      });
    }
  },
};

/** A line of the table; returns the text for its number. */
function line({ world, palette }: Sheet, parent: Entity, name: string): Entity {
  const row = box(world, {
    parent,
    alignItems: 'center',
    columnGap: 16,
    paddingTop: 8,
    paddingBottom: 8,
  });
  box(world, {
    parent: row,
    position: 'absolute',
    left: 0,
    right: 0,
    bottom: 0,
    height: 1,
    fill: palette.line,
  });
  const look = { fontSize: 22, lineHeight: 32 / 22 };
  text(world, { parent: row, content: name, color: palette.quiet, ...look });
  return text(world, { parent: row, flexGrow: 1, flexBasis: 0, textAlign: 'right', ...look });
}
