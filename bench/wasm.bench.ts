import { type Contender, suite } from 'rafter-ui/benchmark';
import {
  type GlyphHome,
  glyphFrames,
  glyphRuns,
  type IndexHome,
  instantiation,
  sizeIndexEdits,
  sizeIndexFinds,
  sizeIndexFrames,
  sizeIndexSeeks,
  sizeIndexTrace,
} from './wasm/trial';

const ROWS = { rows: [1_000, 10_000, 100_000, 1_000_000] };
const MILLION = { rows: [1_000_000] };
const RECORD = 'a trial whose outcome docs/decisions/007-webassembly-trial.md records';

suite('wasm', (s) => {
  const add = (
    id: string,
    parameters: { [name: string]: number[] },
    notes: string,
    homes: object,
  ) =>
    s.bench(id, {
      unit: 'µs',
      parameters,
      notes: `${notes}; ${RECORD}`,
      gate: false,
      contenders: homes as { [name: string]: Contender },
    });

  add('size-index', ROWS, 'set one row, find two', indexHomes(sizeIndexEdits));
  add('size-index-find', ROWS, 'find the row at an offset', indexHomes(sizeIndexFinds));
  add('size-index-seek', ROWS, 'find where a row starts', indexHomes(sizeIndexSeeks));
  add('size-index-trace', MILLION, 'the calls of an app that scrolls', indexHomes(sizeIndexTrace));
  add('size-index-frames', MILLION, 'frames of that app', indexHomes(sizeIndexFrames));
  add('glyph-run', { glyphs: [10, 40, 200] }, 'records of one run of text', glyphHomes(glyphRuns));
  add('glyph-frames', {}, 'records of the texts of a scrolling list', glyphHomes(glyphFrames));
  add('instantiation', {}, 'from bytes to a module that can be called', {
    'size index': instantiation('size index'),
    'glyph run': instantiation('glyph run'),
  });
});

function indexHomes<T>(make: (home: IndexHome) => T): { [name: string]: T } {
  const homes: readonly IndexHome[] = ['typescript', 'wasm simd'];
  return Object.fromEntries(homes.map((home) => [home, make(home)]));
}

function glyphHomes<T>(make: (home: GlyphHome) => T): { [name: string]: T } {
  const homes: readonly GlyphHome[] = [
    'typescript',
    'typescript, packed tables',
    'wasm simd, in its memory',
    'wasm simd, copied',
  ];
  return Object.fromEntries(homes.map((home) => [home, make(home)]));
}
