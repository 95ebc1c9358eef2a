import type { ContenderContext, FrameContender } from 'rafter-ui/benchmark';
import type { Entity } from '../../src/ecs';
import { type NumberFormat, numberFormat } from '../../src/ecs/stores';
import { box, internText, setNumber, setText, setTextId, type TextStyle, text } from '../../src/ui';
import { drawCounters, openStage, type Stage } from '../app/stage';
import { placeOf, SMALL_FONT_SIZE, shortStrings, TEXTS, turnOf } from './strings';

/** Frames before anything is measured: until all glyphs are in the atlas and every text has had long strings. */
const SETTLING_FRAMES = 12;
/** Strings that are made known; they stay for the life of the world. */
const KNOWN = 4_000;
const PLAIN = numberFormat();
const MILES = numberFormat({ group: ',', suffix: ' statute miles' });
const MONEY = numberFormat({ decimals: 2, group: ',', prefix: '€ ' });

type Range = { from: number; to: number };
const FOUR_DIGITS: Range = { from: 1_000, to: 9_999 };
const UP_TO_SIX: Range = { from: 0, to: 999_999 };

type Changing = Stage & {
  texts: readonly Entity[];
  frame: number;
  /** Gives every element what it shows in a frame. */
  set(frame: number): void;
};

type Setter = (stage: Stage, texts: readonly Entity[], random: () => number) => Changing['set'];

/** 1,000 elements that show something else in every frame, in Node over the null backend. */
function changing(setter: Setter, style: TextStyle = {}): FrameContender<Changing> {
  return {
    setup({ random }: ContenderContext) {
      const stage = openStage();
      const { world } = stage.app;
      const page = box(world, { overflow: 'hidden' });
      const texts = Array.from({ length: TEXTS }, (_, i) =>
        text(world, {
          parent: page,
          position: 'absolute',
          ...placeOf(i),
          fontSize: SMALL_FONT_SIZE,
          ...style,
        }),
      );
      const set = setter(stage, texts, random);
      for (let frame = 0; frame < SETTLING_FRAMES; frame++) {
        set(frame);
        stage.step();
      }
      return { ...stage, texts, set, frame: SETTLING_FRAMES };
    },
    frame(state) {
      state.set(state.frame++);
      state.step();
    },
    counters: ({ app }) => drawCounters(app),
    teardown: (stage) => stage.dispose(),
  };
}

/** Strings never shown before. */
export const strings = changing(({ app: { world } }, texts, random) => {
  const pool = shortStrings(random);
  return (frame) => {
    for (let i = 0; i < TEXTS; i++) setText(world, texts[i]!, pool[turnOf(pool, frame, i)]!);
  };
});

/** Strings that were made known before. */
export const ids = changing(({ app: { world } }, texts, random) => {
  const known = shortStrings(random, KNOWN).map((content) => internText(world, content));
  return (frame) => {
    for (let i = 0; i < TEXTS; i++) setTextId(world, texts[i]!, known[turnOf(known, frame, i)]!);
  };
});

/** Numbers as long as the strings, most with other digits only. */
export const longNumbers = counting(MILES, 7919, { from: 10_000, to: 99_999 });

/** Numbers of four digits: what a counter does nearly always. */
export const sameWidth = counting(PLAIN, 7, FOUR_DIGITS);

/** Prices: numbers that are no integers, of one to six digits before the point. */
export const decimals = changing(({ app: { world } }, texts) => {
  // Beside something that is no number they are objects already: read from an array of doubles they would be made into some.
  const prices: readonly unknown[] = [
    '',
    ...Array.from({ length: 4_000 }, (_, i) => i * i * 0.0617),
  ];
  const { length } = prices;
  return (frame) => {
    for (let i = 0; i < TEXTS; i++) {
      const price = prices[1 + ((frame * 31 + i * 7) % (length - 1))] as number;
      setNumber(world, texts[i]!, price, MONEY);
    }
  };
});

const LOOKS: TextStyle = { letterSpacing: 0.5, lineHeight: 1.25, textAlign: 'end' };

/** Four digits in a paragraph style of their own. */
export const styled = counting(PLAIN, 7, FOUR_DIGITS, LOOKS);

/** One to six digits in a paragraph style: where their count changes, the text is laid out as a string. */
export const styledAnyWidth = counting(MILES, 7919, UP_TO_SIX, LOOKS);

/** Numbers of a range, in every frame others: `step` more. */
function counting(
  format: NumberFormat,
  step: number,
  { from, to }: Range,
  style?: TextStyle,
): FrameContender<Changing> {
  const size = to - from + 1;
  return changing(
    ({ app: { world } }, texts) =>
      (frame) => {
        const turn = ((frame % 10_000) * step) % size;
        for (let i = 0; i < TEXTS; i++) {
          setNumber(world, texts[i]!, from + ((turn + i * 997) % size), format);
        }
      },
    style,
  );
}
