import { CapacityError, ValueError } from '../../ecs';
import type { ParagraphStyle } from '../../ecs/stores';
import { createIdPool } from './id-pool';

/** Most paragraph styles of a world. */
export const STYLE_LIMIT = 65_536;
/** How many are held before those that nothing has are forgotten. */
const SWEEP_AT = 1_024;

/** One line that keeps its spaces and ends in an ellipsis where its box is too narrow: style 0. */
const oneLine: ParagraphStyle = {
  whiteSpace: 'nowrap',
  overflowWrap: 'normal',
  wordBreak: 'normal',
  lineHeight: 0,
  letterSpacing: 0,
  tabSize: 8,
  maxLines: 0,
  textOverflow: 'ellipsis',
  hyphens: 'manual',
  direction: 'auto',
};

const keywords = {
  whiteSpace: ['normal', 'nowrap', 'pre', 'pre-wrap', 'pre-line'],
  overflowWrap: ['normal', 'break-word', 'anywhere'],
  wordBreak: ['normal', 'break-all', 'keep-all'],
  textOverflow: ['ellipsis', 'ellipsis-middle', 'clip'],
  hyphens: ['none', 'manual'],
  direction: ['auto', 'ltr', 'rtl'],
} as const;

const ranges = {
  // Above, pixels are meant.
  lineHeight: [0, 10],
  letterSpacing: [-1000, 1000],
  tabSize: [0, 1000],
  maxLines: [0, 1e6],
} as const;

export type ParagraphStyles = {
  /** Forgets what is not used: called when there are as many styles as there may be. */
  onFull: () => void;
  /** Whether it is time to forget styles that nothing has: see `createStyleSweep`. */
  readonly crowded: boolean;
  /** Id of a style, the same for the same one while it is used. Throws `ValueError` or `CapacityError`. */
  idOf(style: Partial<ParagraphStyle>): number;
  /** Throws `ValueError` for an id that stands for no style. */
  get(id: number): ParagraphStyle;
  /** Whether an id stands for a style. */
  has(id: number): boolean;
  /** Styles asked for so far are used by now, or never will be. */
  settle(): void;
  /** Forgets, if it is time for that, the styles that are not used, whose ids will stand for others, and says whether there were any. */
  sweep(isUsed: (id: number) => boolean): boolean;
};

/** Gives a table with the style of one plain line, id 0. `sweepAt`: as for fonts. */
export function createParagraphStyles(sweepAt = SWEEP_AT): ParagraphStyles {
  const styles = createIdPool<ParagraphStyle>(STYLE_LIMIT, sweepAt);

  function idOf(style: Partial<ParagraphStyle>): number {
    const full = { ...oneLine, ...style };
    check(full);
    const key = Object.keys(oneLine)
      .map((name) => full[name as keyof ParagraphStyle])
      .join();
    const known = styles.find(key);
    if (known >= 0) return known;
    if (styles.isFull) table.onFull();
    if (styles.isFull) {
      throw new CapacityError(
        `the world has ${STYLE_LIMIT} paragraph styles; use fewer line heights and letter spacings`,
      );
    }
    return styles.add(key, Object.freeze(full));
  }

  const table: ParagraphStyles = {
    onFull() {},
    get crowded() {
      return styles.crowded;
    },
    idOf,
    get(id) {
      const style = styles.get(id);
      if (style) return style;
      throw new ValueError(`there is no paragraph style ${id}; use an id from TextPort.paragraph`);
    },
    has: (id) => styles.get(id) !== undefined,
    settle() {
      styles.settle();
    },
    sweep: (isUsed) => styles.sweep(isUsed),
  };
  idOf(oneLine);
  return table;
}

function check(style: ParagraphStyle): void {
  for (const [name, value] of Object.entries(style)) {
    if (name in keywords) {
      const allowed: readonly string[] = keywords[name as keyof typeof keywords];
      if (!allowed.includes(value as string)) {
        throw new ValueError(`${name} is '${String(value)}'; give one of ${allowed.join(', ')}`);
      }
    } else if (name in ranges) {
      const [least, most] = ranges[name as keyof typeof ranges];
      const isWhole = name === 'maxLines';
      const fits = typeof value === 'number' && value >= least && value <= most;
      if (!fits || (isWhole && !Number.isInteger(value))) {
        const kind = isWhole ? 'whole number' : 'number';
        const unit = name === 'lineHeight' ? ' of font sizes, pixels divided by fontSize' : '';
        throw new ValueError(
          `${name} is ${String(value)}; give a ${kind} from ${least} to ${most}${unit}`,
        );
      }
    } else {
      throw new ValueError(
        `paragraph style '${name}' is not known; give ${Object.keys(oneLine).join(', ')}`,
      );
    }
  }
}
