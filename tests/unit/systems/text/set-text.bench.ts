// 1,000 elements get another short string each iteration: npx vitest bench --run --project node tests/unit/systems/text
import { bench, describe } from 'vitest';
import { numberFormat } from '../../../../src/ecs/stores';
import { createFixture } from './fixture';

const ROWS = 1000;

describe('1,000 elements', () => {
  const { port, dirty, element, cache, system } = createFixture();
  system.attach({ resizeAtlas() {}, uploadGlyphs() {} });
  const rows = Array.from({ length: ROWS }, () => element());
  const words = ['Anchorage', 'delayed', 'To Avon', 'LAX – JFK', '12 min', 'Gate', 'Terminal', '4'];
  const strings = Array.from({ length: ROWS + 7 }, (_, i) => {
    return `${words[i % 8]} ${words[(i * 3) % 7]} ${i}`;
  });
  const emoji = strings.map((content) => `${content} 👍`);
  const ids = strings.map((content) => port.intern(content));
  const numbers = strings.map((_, i) => i * 17.31 - 400);
  const format = numberFormat({ decimals: 2, group: ',', suffix: ' km' });
  let turn = 0;

  function eachFrame(set: (row: number, index: number) => void) {
    return () => {
      turn = (turn + 1) % 7;
      for (let i = 0; i < ROWS; i++) set(rows[i]!, i + turn);
      dirty.take();
      dirty.length = 0;
      dirty.taken = 0;
    };
  }

  bench(
    'setText, changed',
    eachFrame((row, i) => port.setText(row, strings[i]!)),
  );
  bench(
    'setText, with an emoji',
    eachFrame((row, i) => port.setText(row, emoji[i]!)),
  );
  bench(
    'setNumber, changed',
    eachFrame((row, i) => port.setNumber(row, numbers[i]!, format)),
  );
  bench(
    'setTextId, changed',
    eachFrame((row, i) => port.setTextId(row, ids[i]!)),
  );
  bench('setText, unchanged', () => {
    for (let i = 0; i < ROWS; i++) port.setText(rows[i]!, strings[i]!);
  });

  function askForGlyphs() {
    for (let i = 0; i < 15 * ROWS; i++) cache.slot(0, 0x41 + (i % 50), i & 3, 1);
  }
  // Drawn before, or each look would find a glyph that waits.
  askForGlyphs();
  cache.rasterise();
  const { glyphs, pending } = system.stats();
  if (glyphs === 0 || pending > 0) throw new Error(`${pending} glyphs wait`);
  bench('GlyphCache.slot, 15,000 hits', askForGlyphs);
});
