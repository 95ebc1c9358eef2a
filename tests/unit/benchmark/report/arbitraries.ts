import fc from 'fast-check';
import type { RunResult } from '../../../../src/benchmark/result';
import { benchOf, caseOf, comparisonOf, contenderOf, quantityOf, runOf } from './runs';

/** Texts that break what does not escape: all characters, lone surrogates, and syntax of every format. */
export function nastyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string(),
    fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(...NASTY),
    fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((texts) => texts.join(' ')),
  );
}

const NASTY = [
  '👩‍🔬 é 漢 \u{10ffff}',
  '</script><script>alert(1)</script>',
  '</title></style>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  ']]>',
  '&amp;&lt;&',
  '|',
  '\\|',
  '`code`',
  '**bold** _it_ ~~x~~',
  '[link](javascript:alert(1))',
  '@somebody #1',
  '</details>',
  '<!-- -->',
  '\r\n\t\n---\n# heading',
  `${String.fromCharCode(27)}[2J${String.fromCharCode(0)}`,
  '__proto__',
  'constructor',
];

/** A run in which every text that users write is the given one. */
export function runSaying(text: string): RunResult {
  return runOf({
    revision: text,
    startedAt: text,
    failures: [text],
    findings: [
      { kind: 'counter', series: text, message: text, severity: 'major', before: 1, after: 2 },
    ],
    trends: { [text]: { values: [1, 2, 3], revisions: [text, text, text], changePoint: 1 } },
    environment: { ...runOf().environment, cpu: text, platform: text, runtime: text },
    benches: [
      benchOf({
        id: text,
        category: text,
        unit: text,
        notes: text,
        error: text,
        growth: [
          {
            contender: text,
            quantity: text,
            parameter: text,
            model: 'O(n)',
            r2: 1,
            points: [
              [1, 1],
              [2, 2],
            ],
          },
        ],
        cases: [
          caseOf({
            parameters: Object.fromEntries([[text, 3]]),
            contenders: [
              contenderOf({
                name: `${text}.`,
                role: 'subject',
                quantities: Object.fromEntries([
                  [text, quantityOf({ outliers: { timer: 2 } }, { unit: text, netOf: text })],
                ]),
                counters: Object.fromEntries([[text, 5]]),
              }),
              contenderOf({ name: text, quantities: Object.fromEntries([[text, quantityOf()]]) }),
              contenderOf({ name: `${text}!`, quantities: {}, error: text }),
            ],
            comparisons: [comparisonOf({ quantity: text, subject: text, other: text })],
          }),
        ],
      }),
    ],
  });
}

/** Any run, numbers as a report keeps them: 6 significant digits, no negative zero. */
export function anyRun(): fc.Arbitrary<RunResult> {
  const number = fc.double().map((value) => Number(value.toPrecision(6)) + 0);
  const exact = fc.double().map((value) => value + 0);
  const text = nastyText();
  const interval = fc.option(fc.tuple(number, number));
  const some = { requiredKeys: [] as [] };
  const record = <T>(model: { [K in keyof T]-?: fc.Arbitrary<T[K]> }) =>
    fc.record(model) as fc.Arbitrary<T>;
  const maybe = (values: object, model: { [name: string]: fc.Arbitrary<unknown> }) =>
    fc.record(model, some).map((extra) => ({ ...values, ...extra }));
  const map = <T>(value: fc.Arbitrary<T>) =>
    fc.array(fc.tuple(text, value), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
  const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 });
  const outliers = fc.record(
    { collection: exact, timer: exact, hidden: exact, load: exact, unknown: exact },
    some,
  );
  const summary = record({
    mean: number,
    median: number,
    p95: number,
    p99: number,
    min: number,
    max: number,
    interval,
    samples: exact,
    outliers,
  });
  const quantity = record({ unit: text, summary, rounds: few(number), sketch: few(number) }).chain(
    (value) => maybe(value, { netOf: text }),
  );
  const contender = record({
    name: text,
    role: fc.constantFrom('subject', 'peer', 'control', 'reference'),
    quantities: map(quantity),
    counters: map(exact),
    stable: fc.boolean(),
  }).chain((value) => maybe(value, { error: text }));
  const comparison = record({
    quantity: text,
    subject: text,
    other: text,
    ratio: number,
    interval,
    test: fc.constantFrom('signed-rank', 'mann-whitney'),
    p: fc.option(number),
    adjustedP: fc.option(number),
    effect: number,
    detectable: fc.option(number),
    verdict: fc.constantFrom('faster', 'slower', 'same', 'undecided'),
  });
  const growth = record({
    contender: text,
    quantity: text,
    parameter: text,
    model: fc.constantFrom('O(1)', 'O(log n)', 'O(n)', 'O(n log n)'),
    r2: number,
    points: few(fc.tuple(exact, exact)),
  });
  const bench = record({
    id: text,
    category: text,
    host: fc.constantFrom('node', 'chromium', 'app'),
    unit: text,
    minimumEffect: number,
    cases: few(
      record({ parameters: map(exact), contenders: few(contender), comparisons: few(comparison) }),
    ),
    growth: few(growth),
    durationMs: number,
  }).chain((value) => maybe(value, { notes: text, error: text }));
  const finding = record({
    kind: fc.constantFrom('counter', 'alarm', 'watch', 'better', 'baseline'),
    series: text,
    message: text,
  }).chain((value) =>
    maybe(value, {
      severity: fc.constantFrom('minor', 'moderate', 'major', 'critical'),
      before: exact,
      after: exact,
      p: number,
    }),
  );
  const trend = record({ values: few(number), revisions: few(text) }).chain((value) =>
    maybe(value, { changePoint: fc.nat(3) }),
  );
  const browser = record({
    name: text,
    gpu: text,
    crossOriginIsolated: fc.boolean(),
    clockResolutionMs: number,
    viewport: text,
    devicePixelRatio: number,
    headless: fc.boolean(),
  });
  const environment = record({
    cpu: text,
    cores: exact,
    memoryGiB: number,
    loadAtStart: fc.option(number),
    loadAtEnd: fc.option(number),
    platform: text,
    runtime: text,
    clockResolutionMs: number,
    collection: fc.boolean(),
  }).chain((value) => maybe(value, { browser }));
  return record({
    format: fc.constant('rafter-bench/1'),
    startedAt: text,
    durationMs: number,
    mode: fc.constantFrom('quick', 'standard', 'full', 'continuous', 'regression'),
    seed: exact,
    environment,
    benches: few(bench),
    failures: few(text),
  })
    .chain((value) => maybe(value, { revision: text, findings: few(finding), trends: map(trend) }))
    .map((value) => value as RunResult);
}
