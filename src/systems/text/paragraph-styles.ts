import { CapacityError, ValueError } from '../../ecs';
import type { ParagraphStyle } from '../../ecs/stores';

const STYLE_LIMIT = 65_536;

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
  lineHeight: [0, 100],
  letterSpacing: [-1000, 1000],
  tabSize: [0, 1000],
  maxLines: [0, 1e6],
} as const;

export type ParagraphStyles = {
  /** Id of a style, the same for the same one. Throws `ValueError` or `CapacityError`. */
  idOf(style: Partial<ParagraphStyle>): number;
  /** Throws `ValueError` for an id that `idOf` never gave. */
  get(id: number): ParagraphStyle;
};

/** Gives a table with the style of one plain line, id 0. */
export function createParagraphStyles(): ParagraphStyles {
  const styles: ParagraphStyle[] = [];
  const ids = new Map<string, number>();

  function idOf(style: Partial<ParagraphStyle>): number {
    const full = { ...oneLine, ...style };
    check(full);
    const key = Object.keys(oneLine)
      .map((name) => full[name as keyof ParagraphStyle])
      .join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    if (styles.length >= STYLE_LIMIT) {
      throw new CapacityError(
        `the world has ${STYLE_LIMIT} paragraph styles; use fewer line heights and letter spacings`,
      );
    }
    const id = styles.push(Object.freeze(full)) - 1;
    ids.set(key, id);
    return id;
  }

  idOf(oneLine);
  return {
    idOf,
    get(id) {
      const style = styles[id];
      if (style) return style;
      throw new ValueError(`there is no paragraph style ${id}; use an id from TextPort.paragraph`);
    },
  };
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
      if (!(typeof value === 'number' && value >= least && value <= most)) {
        throw new ValueError(`${name} is ${String(value)}; give a number from ${least} to ${most}`);
      }
    } else {
      throw new ValueError(
        `paragraph style '${name}' is not known; give ${Object.keys(oneLine).join(', ')}`,
      );
    }
  }
}
