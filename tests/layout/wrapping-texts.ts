import { columns, PAINT, touch, type World } from '../../src/ecs';
import { LayoutStyle, TEXT_WRAPS, Text, type TextPort } from '../../src/ecs/stores';

/** Texts whose words are boxes so wide and 10 px high, for worlds without a text system. */
export type WrappingTexts = {
  port: TextPort;
  /** Makes a row show words, or others than before; the caller touches it. */
  show(row: number, words: readonly number[]): void;
  /** Whether a row shows words. */
  has(row: number): boolean;
  /** A row shows nothing any more. */
  forget(row: number): void;
  /** The lines that a row's words are divided into, and the content width that they were divided for last. */
  linesOf(row: number): string | undefined;
  widthOf(row: number): number | undefined;
};

export function createWrappingTexts(world: World): WrappingTexts {
  const words = new Map<number, readonly number[]>();
  const lines = new Map<number, string>();
  const widths = new Map<number, number>();
  const text = columns(world, Text);

  function wrap(row: number, width: number): boolean {
    const divided: number[][] = [[]];
    let used = 0;
    for (const word of words.get(row)!) {
      if (used > 0 && used + word > width + 1 / 64) {
        divided.push([]);
        used = 0;
      }
      divided.at(-1)!.push(word);
      used += word;
    }
    const before = text.height[row]!;
    text.height[row] = divided.length * 10;
    const line = divided.join('|');
    if (lines.get(row) !== line) touch(world, row, PAINT);
    lines.set(row, line);
    widths.set(row, width);
    return text.height[row] !== before;
  }

  const port: Partial<TextPort> = {
    wrap,
    minContentWidth: (row) => Math.max(...words.get(row)!),
    baselineOf: () => 8,
  };
  return {
    port: port as TextPort,
    show(row, own) {
      words.set(row, own);
      columns(world, LayoutStyle).measured[row] = 0;
      text.flags[row] = TEXT_WRAPS;
      text.width[row] = own.reduce((sum, word) => sum + word, 0);
      wrap(row, Number.POSITIVE_INFINITY);
    },
    has: (row) => words.has(row),
    forget(row) {
      words.delete(row);
      lines.delete(row);
    },
    linesOf: (row) => lines.get(row),
    widthOf: (row) => widths.get(row),
  };
}
