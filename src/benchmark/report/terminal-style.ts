/** What a text means; the colour follows. */
export type Tone = 'good' | 'bad' | 'warning' | 'dim' | 'strong';

/** Colours a text. */
export type Paint = (text: string, tone: Tone | undefined) => string;

// Built from a number: a control character in a literal is refused by the linter.
const ESCAPE = String.fromCharCode(27);
const CODES: { readonly [T in Tone]: number } = {
  good: 32,
  bad: 31,
  warning: 33,
  dim: 2,
  strong: 1,
};

/** A painter of ANSI codes, or one that changes nothing. */
export function paintOf(color: boolean): Paint {
  return (text, tone) =>
    color && tone !== undefined && text !== ''
      ? `${ESCAPE}[${CODES[tone]}m${text}${ESCAPE}[0m`
      : text;
}

/** Number of characters a text takes; a code point counts as one. */
export function widthOf(text: string): number {
  let width = 0;
  for (const _ of text) width += 1;
  return width;
}

/** Breaks a text at blanks into lines of `columns` at most, later lines indented; words that are longer are cut. */
export function wrap(text: string, columns: number, indent = '  '): string[] {
  const lines: string[] = [];
  const start = /^ */.exec(text)?.[0] ?? '';
  let line = start;
  let isEmpty = true;
  for (const word of text.trim().split(/ +/)) {
    let rest = [...word];
    if (!isEmpty && widthOf(line) + 1 + rest.length <= columns) {
      line += ` ${word}`;
      continue;
    }
    if (!isEmpty) {
      lines.push(line);
      line = start + indent;
    }
    for (;;) {
      const room = Math.max(1, columns - widthOf(line));
      line += rest.slice(0, room).join('');
      rest = rest.slice(room);
      if (rest.length === 0) break;
      lines.push(line);
      line = start + indent;
    }
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}
