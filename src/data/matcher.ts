import { ValueError } from '../ecs';

/** What is looked for. */
export type FindQuery = {
  /** Some text, or give a `regexp`. */
  text?: string;
  /** @default false */
  caseSensitive?: boolean;
  /** Only where no letter, digit or underscore is beside it. @default false */
  wholeWord?: boolean;
  /** Its flags hold, but for `g` and `y`; the two above do not. */
  regexp?: RegExp;
};

/** Tells whether texts match. */
export type Matcher = {
  test(text: string): boolean;
  /** Writes where matches begin and end, by turns, and returns how many there are. */
  spans(text: string, into: number[]): number;
};

/** Makes it; throws `ValueError` where there is nothing to look for. */
export function createMatcher(query: FindQuery): Matcher {
  const { text = '', regexp } = query;
  if (!regexp && text === '') throw new ValueError('text is empty; give what to look for');
  const once = regexp
    ? new RegExp(regexp.source, regexp.flags.replace(/[gy]/g, ''))
    : pattern(query);
  const all = new RegExp(once.source, `${once.flags}g`);
  return {
    // The fast way for what most look for.
    test:
      !regexp && query.caseSensitive && !query.wholeWord
        ? (given) => given.includes(text)
        : (given) => once.test(given),
    spans(given, into) {
      into.length = 0;
      for (const match of given.matchAll(all)) {
        if (match[0] !== '') into.push(match.index, match.index + match[0].length);
      }
      return into.length / 2;
    },
  };
}

function pattern({ text = '', caseSensitive = false, wholeWord = false }: FindQuery): RegExp {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const source = wholeWord ? `(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])` : escaped;
  return new RegExp(source, caseSensitive ? 'u' : 'iu');
}
