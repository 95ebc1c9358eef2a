import {
  amountOf,
  listOf,
  mapSorted,
  objectOf,
  own,
  type Refuse,
  readObject,
  refuser,
  textOf,
} from './read-json';

/** What a counter may be. */
export type BlessedCounter = {
  value: number;
  /** Smaller values it had before a growth was blessed, oldest first. */
  was?: readonly number[];
  /** Words of the CHANGELOG line that explains the last growth. */
  because?: string;
};

/** What each counter of our contenders may be at most, whatever the machine. */
export type CounterBook = {
  format: 'rafter-counters/1';
  /** By key: `id [n=1000] contender: counter`. */
  counters: { readonly [key: string]: BlessedCounter };
};

const FORMAT = 'rafter-counters/1';

/** A book that knows no counter yet. */
export function emptyCounterBook(): CounterBook {
  return { format: FORMAT, counters: {} };
}

/** Reads a book of counters. Throws `BaselineError` that says what is wrong and how to mend it; copies what it knows. */
export function parseCounterBook(text: string): CounterBook {
  const refuse = refuser(
    'the counter book',
    'restore the file from version control, or delete it and bless the counters anew',
  );
  const source = readObject(text, refuse);
  const format = own(source, 'format');
  if (format !== FORMAT) refuse(`has format ${JSON.stringify(format)}, not ${FORMAT}`);
  const counters = objectOf(own(source, 'counters'), 'counters', refuse);
  return {
    format: FORMAT,
    counters: Object.fromEntries(
      Object.entries(counters).map(([key, entry]) => [key, readCounter(entry, key, refuse)]),
    ),
  };
}

/** The book as JSON, one counter a line in the order of their keys. */
export function formatCounterBook(book: CounterBook): string {
  const lines = Object.entries(
    mapSorted(book.counters, ({ value, was, because }) => ({
      value,
      ...(was && { was }),
      ...(because !== undefined && { because }),
    })),
  ).map(([key, counter]) => `\n${JSON.stringify(key)}:${JSON.stringify(counter)}`);
  return `{"format":"${FORMAT}","counters":{${lines.join(',')}\n}}\n`;
}

function readCounter(value: unknown, key: string, refuse: Refuse): BlessedCounter {
  const source = objectOf(value, key, refuse);
  const was = own(source, 'was');
  const because = own(source, 'because');
  return {
    value: amountOf(own(source, 'value'), `value of ${key}`, refuse),
    ...(was !== undefined && {
      was: listOf(was, `was of ${key}`, refuse).map((old) =>
        amountOf(old, `was of ${key}`, refuse),
      ),
    }),
    ...(because !== undefined && { because: textOf(because, `because of ${key}`, refuse) }),
  };
}
