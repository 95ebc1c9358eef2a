import createLibrary from 'bidi-js';
import { describe, expect, it } from 'vitest';
import { createFrameRunner, createWorld } from '../../../../src/ecs';
import {
  type Bidi,
  baseLevel,
  createBidi,
  type Direction,
} from '../../../../src/systems/text/bidi';
import { paragraphs } from '../../../text-corpus';

const library = createLibrary();
const DIRECTIONS: Direction[] = ['auto', 'ltr', 'rtl'];

describe('levels', () => {
  it('are those of bidi-js once it has arrived, in every direction', async () => {
    const bidi = createBidi({ onReady() {} });
    await bidi.load();
    for (const content of [...paragraphs('he', 50, 1), ...paragraphs('ar', 50, 1)].map(bmpOnly)) {
      for (const direction of DIRECTIONS) {
        const { levels, paragraphs } = library.getEmbeddingLevels(content, direction);
        expect(levelsOf(bidi, content, direction)).toEqual([...levels]);
        expect(bidi.levels(content, direction, new Uint8Array(content.length))).toBe(
          paragraphs[0]!.level,
        );
      }
    }
  });

  it('of pairs of surrogates are those of their characters, which bidi-js does not see', async () => {
    const bidi = createBidi({ onReady() {} });
    await bidi.load();
    expect(levelsOf(bidi, 'א😀ב', 'auto')).toEqual([1, 1, 1, 1]);
    expect(levelsOf(bidi, 'א😀b', 'ltr')).toEqual([1, 0, 0, 0]);
    expect(levelsOf(bidi, '𞤀𞤁', 'auto')).toEqual([1, 1, 1, 1]);
    expect(levelsOf(bidi, 'א🇩🇪ב', 'rtl')).toEqual([1, 2, 2, 2, 2, 1]);
    expect(levelsOf(bidi, 'א𠀀', 'rtl')).toEqual([1, 2, 2]);
  });

  it('are found paragraph by paragraph, and separators have the base level of theirs', async () => {
    const bidi = createBidi({ onReady() {} });
    const waiting = createBidi({ onReady() {}, importLibrary: () => new Promise(() => {}) });
    await bidi.load();
    for (const each of [bidi, waiting]) {
      expect(levelsOf(each, 'a\nא b\nא', 'auto')).toEqual([0, 0, 1, 0, 0, 0, 1]);
      expect(levelsOf(each, 'א\na!\n1', 'auto')).toEqual([1, 1, 2, 1, 1, 2]);
      expect(levelsOf(each, 'a א \nא a ', 'ltr')).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0]);
      expect(levelsOf(each, 'a\nb', 'rtl')).toEqual([2, 1, 2]);
      expect(each.levels('', 'rtl', new Uint8Array(0))).toBe(1);
    }
  });

  it('with `auto` have one base, that of the first letter of all, as `dir="auto"` has', async () => {
    const bidi = createBidi({ onReady() {} });
    const waiting = createBidi({ onReady() {}, importLibrary: () => new Promise(() => {}) });
    await bidi.load();
    for (const each of [bidi, waiting]) {
      const baseOf = (content: string) => each.levels(content, 'auto', new Uint8Array(32));
      expect(baseOf('\nא')).toBe(1);
      expect(baseOf('123\nשלום')).toBe(1);
      expect(baseOf('Hello\nשלום, world!')).toBe(0);
      expect(baseOf('שלום\nHello')).toBe(1);
      expect(baseOf('\u2067א\u2069a')).toBe(1);
      expect(baseOf('\u2066a\u2069א')).toBe(0);
      expect(baseOf('1\u2029,\r\n!')).toBe(0);
      expect(levelsOf(each, 'Hello\nשלום, world!', 'auto').slice(6)).toEqual([
        1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
      ]);
    }
    // Which the approximation takes for signs.
    expect(bidi.levels('ℂ\nא', 'auto', new Uint8Array(3))).toBe(0);
  });

  it('of left-to-right text are 0, and need no library', () => {
    const bidi = createBidi({
      onReady() {},
      importLibrary: () => Promise.reject(new Error('asked for')),
    });
    const out = new Uint8Array(8).fill(9);
    expect(bidi.levels('abc(1)', 'auto', out)).toBe(0);
    expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 9, 9]);
    expect(bidi.state).toBe('idle');
  });

  it('before the library arrives are right for 99 % of the units of mixed text', () => {
    const bidi = createBidi({ onReady() {}, importLibrary: () => new Promise(() => {}) });
    let units = 0;
    let same = 0;
    for (const language of ['he', 'ar', 'en', 'ja'] as const) {
      for (const content of paragraphs(language, 50, 2).map(bmpOnly)) {
        for (const direction of DIRECTIONS) {
          const { levels } = library.getEmbeddingLevels(content, direction);
          levelsOf(bidi, content, direction).forEach((level, i) => {
            units++;
            if (level === levels[i]) same++;
          });
        }
      }
    }
    console.info(`approximate levels: ${same} of ${units} units`);
    expect(same / units).toBeGreaterThan(0.99);
  });

  it('before the library arrives follow letters, numbers and neighbours', () => {
    const bidi = createBidi({ onReady() {}, importLibrary: () => new Promise(() => {}) });
    expect(levelsOf(bidi, 'אב, גד.', 'auto')).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(levelsOf(bidi, 'אב, גד.', 'ltr')).toEqual([1, 1, 1, 1, 1, 1, 0]);
    expect(levelsOf(bidi, 'אב 1,5% c', 'auto')).toEqual([1, 1, 1, 2, 2, 2, 2, 1, 2]);
    expect(levelsOf(bidi, 'a 1-א', 'ltr')).toEqual([0, 0, 0, 0, 1]);
    expect(levelsOf(bidi, 'שָׁ (a', 'auto')).toEqual([1, 1, 1, 1, 1, 2]);
    expect(levelsOf(bidi, 'אe\u0301 א', 'auto')).toEqual([1, 2, 2, 1, 1]);
    expect(levelsOf(bidi, '٣ + ٤', 'ltr')).toEqual([2, 1, 1, 1, 2]);
  });
});

describe('the base level', () => {
  it('is that of the first letter, in whichever paragraph that is', () => {
    expect(baseLevel('1 (אa', 'auto')).toBe(1);
    expect(baseLevel('1 (aא', 'auto')).toBe(0);
    expect(baseLevel('12\nא', 'auto')).toBe(1);
    expect(baseLevel('12\na\nא', 'auto')).toBe(0);
    expect(baseLevel('\u2067א\u2069a', 'auto')).toBe(1);
    expect(baseLevel('😀א', 'auto')).toBe(1);
    expect(baseLevel('a', 'rtl')).toBe(1);
  });
});

describe('the library', () => {
  it('is loaded once, when right-to-left text first appears, and onReady follows once', async () => {
    let ready = 0;
    let loads = 0;
    const bidi = createBidi({
      onReady: () => ready++,
      importLibrary: () => {
        loads++;
        return import('bidi-js');
      },
    });
    expect(bidi.state).toBe('idle');
    levelsOf(bidi, 'א', 'auto');
    levelsOf(bidi, 'a', 'rtl');
    expect(bidi.state).toBe('loading');
    await Promise.all([bidi.load(), bidi.load()]);
    levelsOf(bidi, 'א', 'auto');
    expect([bidi.state, loads, ready]).toEqual(['ready', 1, 1]);
  });

  it('that does not load gives one clear error and leaves the approximation', async () => {
    const errors: Error[] = [];
    const cause = new TypeError('Failed to fetch');
    const bidi = createBidi({
      onReady: () => errors.push(new Error('ready')),
      onFailure: (error) => errors.push(error),
      importLibrary: () => Promise.reject(cause),
    });
    levelsOf(bidi, 'א', 'auto');
    await bidi.load();
    expect(levelsOf(bidi, 'א1', 'auto')).toEqual([1, 2]);
    await bidi.load();
    expect(bidi.state).toBe('failed');
    expect(errors.map((error) => error.message)).toEqual([
      'bidi-js did not load, so mixed-direction text is ordered approximately; serve its chunk beside the app',
    ]);
    expect(errors[0]!.cause).toBe(cause);
  });

  it('that did not load is tried again in later frames, and texts then are laid out by it', async () => {
    const world = createWorld();
    const runner = createFrameRunner({
      ...{ world, phases: ['update'], clock: { now: () => 0 } },
      onFailure() {},
    });
    const told: string[] = [];
    let loads = 0;
    const bidi = createBidi({
      world,
      onReady: () => told.push('ready'),
      onFailure: () => told.push('failure'),
      importLibrary: () =>
        ++loads < 3 ? Promise.reject(new TypeError('Failed to fetch')) : import('bidi-js'),
    });
    levelsOf(bidi, 'א', 'auto');
    for (let now = 0; now <= 8_000; now += 500) {
      await bidi.load();
      runner.step(now);
    }
    await bidi.load();
    expect([bidi.state, loads]).toEqual(['ready', 3]);
    expect(told).toEqual(['failure', 'ready']);
  });
});

function levelsOf(bidi: Bidi, content: string, direction: Direction): number[] {
  const out = new Uint8Array(content.length);
  bidi.levels(content, direction, out);
  return [...out];
}

/** bidi-js takes surrogates for letters. */
function bmpOnly(content: string): string {
  return content.replace(/[\ud800-\udfff]/g, '');
}
