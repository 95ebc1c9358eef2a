import fc from 'fast-check';

/** Texts with characters removed, doubled or replaced, and JSON texts with a value replaced by another. */
export function mutations(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 5 }),
    insert: fc.oneof(
      fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '-', '1e999', 'null', '__proto__'),
      fc.string({ maxLength: 3 }),
    ),
  });
  return fc.oneof(
    fc.tuple(texts, fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
      edits.reduce((broken, { at, cut, insert }) => {
        const start = at % (broken.length + 1);
        return broken.slice(0, start) + insert + broken.slice(start + cut);
      }, text),
    ),
    fc.tuple(texts, fc.nat(), fc.json({ maxDepth: 3 })).map(([text, at, value]) => {
      let index = 0;
      const target = at % 40;
      const replacement: unknown = JSON.parse(value);
      return JSON.stringify(
        JSON.parse(text, (_key, old: unknown) => (index++ === target ? replacement : old)),
      );
    }),
    fc.json(),
  );
}

/** Runs something and fails if every object has a property more, or less, afterwards. */
export function withoutPollution(run: () => void): void {
  const before = Object.getOwnPropertyNames(Object.prototype).sort().join();
  run();
  const after = Object.getOwnPropertyNames(Object.prototype).sort().join();
  if (after !== before) throw new Error(`Object.prototype was ${before}, is ${after}`);
}
