import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STYLE } from '../../../../src/benchmark/report/html-style';
import { formatHtml } from '../../../../src/benchmark/report/index';
import type { RunResult } from '../../../../src/benchmark/result';
import { nastyText, runSaying } from './arbitraries';
import { malformed } from './markup-check';
import { benchOf, caseOf, comparisonOf, contenderOf, quantityOf, runOf } from './runs';

describe('HTML report', () => {
  it('loads nothing and forbids loading', () => {
    const html = formatHtml(richRun());
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:; script-src &#39;unsafe-inline&#39;`,
    );
    expect(html).not.toMatch(/https?:|url\(|@import|\bsrc=/);
    expect(html.match(/href="[^#][^"]*"/g)).toEqual(['href="data:,"']);
  });

  it('is well-formed and holds nothing but its own script, whatever the texts say', () => {
    const elements = (html: string) => html.match(/<[a-z][\w-]*/gi)?.join(' ');
    const plain = elements(formatHtml(runSaying('x')));
    fc.assert(
      fc.property(nastyText(), (text) => {
        const html = formatHtml(runSaying(`x${text}`));
        expect(malformed(html)).toEqual([]);
        expect(elements(html)).toBe(plain);
        expect(html.match(/<script/g)).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('has a card for each bench, linked from the overview', () => {
    const html = formatHtml(runOf({ benches: [benchOf(), benchOf({ id: 'virt/find' })] }));
    expect(html).toContain('<a href="#bench-1">virt/find</a>');
    expect(html).toContain('<article class="card" id="bench-1"');
  });

  it('always gives ours the same colour, and peers theirs by place', () => {
    const html = formatHtml(richRun());
    expect(html).toMatch(/class="bar ours" role="img" aria-label="ours: median 0.30 ms/);
    expect(html).toMatch(/class="bar peer0" role="img" aria-label="virtua: median/);
    expect(html).toMatch(/class="bar peer1" role="img" aria-label="react: median/);
  });

  it('gives a further one of ours a colour of its own', () => {
    const contenders = [
      contenderOf({ name: 'ours', role: 'subject' }),
      contenderOf({ name: 'ours, cached', role: 'subject' }),
      contenderOf(),
    ];
    const html = formatHtml(runOf({ benches: [benchOf({ cases: [caseOf({ contenders })] })] }));
    expect([...html.matchAll(/class="bar (\w+)"/g)].map(([, color]) => color)).toEqual([
      'ours',
      'peer0',
      'peer1',
    ]);
  });

  it('knows the colour of a growth that names its other parameters', () => {
    const growth = ['ours depth=3', 'virtua depth=3', 'gone'].map((contender) => ({
      contender,
      quantity: 'time',
      parameter: 'rows',
      model: 'O(n)' as const,
      r2: 1,
      points: [
        [1, 1],
        [2, 2],
      ] as const,
    }));
    const html = formatHtml(runOf({ benches: [benchOf({ growth })] }));
    expect([...html.matchAll(/<g class="(\w+)">/g)].map(([, color]) => color)).toEqual([
      'ours',
      'peer0',
      'aside',
    ]);
  });

  it('finds the trend of a bench that ran in a browser', () => {
    const trends = {
      'virt/resize@chromium [rows=10000] ours: time': { values: [1, 2], revisions: [] },
    };
    const html = (host: 'node' | 'chromium') =>
      formatHtml(runOf({ benches: [benchOf({ host })], trends }));
    expect(html('chromium')).toContain('Trend of ours');
    expect(html('node')).not.toContain('Trend of ours');
  });

  it('says when an axis is logarithmic, and only then', () => {
    const withPeer = (median: number) => {
      const contenders = [
        contenderOf({ name: 'ours', role: 'subject' }),
        contenderOf({ quantities: { time: quantityOf({ median }) } }),
      ];
      return formatHtml(runOf({ benches: [benchOf({ cases: [caseOf({ contenders })] })] }));
    };
    expect(withPeer(0.305 * 30)).toContain('Median, ms · log scale');
    expect(withPeer(0.305 * 30)).toContain('multiples of its own median');
    expect(withPeer(0.305 * 10)).not.toContain('log scale');
    expect(withPeer(0)).not.toContain('log scale');
    expect(withPeer(-0.1)).not.toContain('log scale');
  });

  it('draws bars in proportion', () => {
    const html = formatHtml(runOf({ benches: [benchOf()] }));
    const widths = [...html.matchAll(/class="fill" x="0%" y="3" width="([\d.]+)%"/g)].map(
      ([, width]) => Number(width),
    );
    expect(widths).toHaveLength(2);
    expect((widths[0] ?? 0) / (widths[1] ?? 0)).toBeCloseTo(0.305 / 0.5, 3);
  });

  it('draws no bar and shows no NaN for what is no number', () => {
    const odd = quantityOf(
      {
        median: Number.NaN,
        p99: Number.NaN,
        max: Number.POSITIVE_INFINITY,
        interval: [Number.NaN, Number.NaN],
      },
      { sketch: [Number.NaN] },
    );
    const contenders = [
      contenderOf({ name: 'ours', role: 'subject', quantities: { time: odd } }),
      contenderOf(),
    ];
    const comparisons = [
      comparisonOf({
        ratio: Number.NaN,
        interval: null,
        adjustedP: null,
        detectable: null,
        verdict: 'undecided',
      }),
    ];
    const trends = {
      'virt/resize [rows=10000] ours: time': { values: [1, Number.NaN, 2], revisions: [] },
    };
    const growth = [
      {
        contender: 'ours',
        quantity: 'time',
        parameter: 'rows',
        model: 'O(n)' as const,
        r2: Number.NaN,
        points: [
          [0, 1],
          [1, Number.NaN],
          [2, 3],
        ] as const,
      },
    ];
    const html = formatHtml(
      runOf({
        benches: [benchOf({ growth, cases: [caseOf({ contenders, comparisons })] })],
        trends,
      }),
    );
    expect(visible(html)).not.toMatch(/NaN|Infinity/);
    expect(html.match(/class="fill"/g)).toHaveLength(1);
    expect(html).toContain('no number');
  });

  it('shows trend with its change, growth with its model, counters, outliers, failures and notes', () => {
    const html = formatHtml(richRun());
    for (const text of [
      'changed at abc4',
      'O(log n), R² 0.998',
      'both axes log',
      '<caption>Counters</caption>',
      '<caption>Outliers of time, by cause</caption>',
      'broken failed',
      'One row at random.',
      'Not drawn: control empty 0.0010 ms',
      'grew from 2 to 3',
    ]) {
      expect(html).toContain(text);
    }
  });

  it('draws a fitted line through points that follow its model', () => {
    for (const [model, value] of [
      ['O(1)', () => 3],
      ['O(log n)', (n: number) => 1 + Math.log2(n)],
      ['O(n)', (n: number) => 2 * n],
      ['O(n log n)', (n: number) => 1 + n * Math.log2(n)],
    ] as const) {
      const points = [1, 10, 100, 1_000].map((n) => [n, value(n)] as const);
      const growth = [
        { contender: 'ours', quantity: 'time', parameter: 'rows', model, r2: 1, points },
      ];
      const html = formatHtml(runOf({ benches: [benchOf({ growth })] }));
      const [, start, end] = /class="model" d="M([\d. ]+)L.*L([\d. ]+)"/.exec(html) ?? [];
      const dots = [...html.matchAll(/cx="([\d.]+)%" cy="([\d.]+)%"/g)].map(([, x, y]) => [
        Number(x),
        Number(y),
      ]);
      for (const [place, dot] of [
        [start, dots[0]],
        [end, dots.at(-1)],
      ] as const) {
        const [x, y] = (place ?? '').split(' ').map(Number);
        expect(x, model).toBeCloseTo(dot?.[0] ?? Number.NaN, 1);
        expect(y, model).toBeCloseTo(dot?.[1] ?? Number.NaN, 1);
      }
    }
  });

  it('draws every path as one line', () => {
    const paths = [...formatHtml(richRun()).matchAll(/ d="([^"]*)"/g)].map(([, d]) => d);
    expect(paths.length).toBeGreaterThan(4);
    for (const d of paths) expect(d).toMatch(/^M[\d. -]+(L[\d. -]+)+Z?$/);
  });

  it('names every chart for those who do not see it', () => {
    const html = formatHtml(richRun());
    const charts = html.match(/<svg [^>]*role="img"[^>]*>/g) ?? [];
    expect(charts.length).toBeGreaterThan(6);
    for (const chart of charts) expect(chart).toMatch(/aria-label="[^"]+"/);
    const others = (html.match(/<svg (?![^>]*role="img")[^>]*>/g) ?? []).filter(
      (chart) => !/aria-hidden|preserveAspectRatio/.test(chart),
    );
    expect(others).toEqual([]);
  });

  it('hides without its script what needs it', () => {
    expect(formatHtml(richRun())).toContain('<div class="tools" hidden="hidden">');
  });

  it('reports an empty run and one of failures only', () => {
    expect(formatHtml(runOf())).toContain('No benches were run.');
    const html = formatHtml(
      runOf({ benches: [benchOf({ cases: [], error: 'no file' })], failures: ['odd'] }),
    );
    expect(malformed(html)).toEqual([]);
    expect(html).toContain('no file');
    expect(html).toContain('1 bench, 1 failed, 1 failure outside a bench');
  });
});

describe('colours', () => {
  it.each([
    ['light', /:root\{color-scheme:light;([^}]*)\}/],
    ['dark', /:root\[data-theme=dark\]\{color-scheme:dark;([^}]*)\}/],
  ])('of the %s theme have enough contrast', (_, pattern) => {
    const colors = new Map(
      [...(pattern.exec(STYLE)?.[1] ?? '').matchAll(/--([\w-]+):(#\w{6})/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    const ratio = (a: string, b: string) => contrast(colors.get(a) ?? '', colors.get(b) ?? '');
    for (const [text, back] of TEXTS)
      expect(ratio(text, back), `${text} on ${back}`).toBeGreaterThanOrEqual(4.5);
    for (const mark of MARKS) expect(ratio(mark, 'card'), mark).toBeGreaterThanOrEqual(3);
  });
});

const TEXTS: readonly [string, string][] = [
  ...['page', 'card', 'raised'].flatMap((back): [string, string][] => [
    ['text', back],
    ['soft', back],
    ['ours', back],
  ]),
  ['good', 'good-back'],
  ['good', 'card'],
  ['bad', 'bad-back'],
  ['bad', 'card'],
  ['soft', 'calm-back'],
];
const MARKS = ['ours', 'peer0', 'peer1', 'peer2', 'peer3', 'peer4', 'aside', 'mark'];

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function visible(html: string): string {
  return html.replace(/<script>.*?<\/script>/s, '').replace(/ data-value="NaN"/g, '');
}

function richRun(): RunResult {
  const contenders = [
    contenderOf({
      name: 'ours',
      role: 'subject',
      counters: { draws: 3 },
      quantities: { time: quantityOf({ outliers: { timer: 2 } }) },
    }),
    contenderOf({ name: 'virtua' }),
    contenderOf({
      name: 'empty',
      role: 'control',
      quantities: { time: quantityOf({ median: 0.001 }) },
    }),
    contenderOf({ name: 'react' }),
    contenderOf({ name: 'broken', quantities: {}, error: 'threw' }),
  ];
  return runOf({
    benches: [
      benchOf({
        notes: 'One row at random.',
        cases: [caseOf({ contenders })],
        growth: [
          {
            contender: 'ours',
            quantity: 'time',
            parameter: 'rows',
            model: 'O(log n)',
            r2: 0.998,
            points: [
              [1_000, 0.3],
              [10_000, 0.4],
              [100_000, 0.5],
            ],
          },
        ],
      }),
    ],
    trends: {
      'virt/resize [rows=10000] ours: time': {
        values: [1, 1, 1, 1, 2, 2],
        revisions: [0, 1, 2, 3, 4, 5].map((i) => `abc${i}`),
        changePoint: 4,
      },
    },
    findings: [
      {
        kind: 'counter',
        severity: 'critical',
        series: 'virt/resize [rows=10000] ours: draws',
        message: 'grew from 2 to 3',
      },
    ],
  });
}
