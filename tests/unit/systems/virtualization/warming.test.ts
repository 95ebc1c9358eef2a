import { describe, expect, it } from 'vitest';
import {
  WARM_ADAPTIVE,
  WARM_DIRECTIONAL,
  WARM_MOVED,
  WARM_NONE,
  WARM_NOW,
  WARM_VIEW,
  WARM_VIEWPORT,
  Warming,
} from '../../../../src/systems/virtualization/warming';

const VIEW = 400;

/** What is held, in steps of half a viewport ahead and behind, after legs: pixels moved, each after a rest. */
function heldAfter(
  legs: readonly number[],
  mode: number,
  rest = 1000,
  judged: readonly (readonly [hits: number, wasted: number])[] = [],
): [number, number] {
  const warming = new Warming();
  let now = 0;
  for (const leg of legs) {
    now += rest;
    for (let i = 0; i < 10; i++) {
      now += 16;
      warming.moves[WARM_MOVED] = leg / 10;
      warming.moves[WARM_NOW] = now;
      warming.moves[WARM_VIEW] = VIEW;
      warming.move();
    }
  }
  for (const [hits, wasted] of judged) warming.judge(hits, wasted);
  warming.choose(mode);
  return [warming.ahead, warming.behind];
}

function repeated(count: number, ...legs: number[]): number[] {
  return Array.from({ length: count }, () => legs).flat();
}

describe('what is worth holding', () => {
  it('is nothing, a viewport around or more of what is ahead, if it is said so', () => {
    expect(heldAfter([100], WARM_NONE)).toEqual([0, 0]);
    expect(heldAfter([100], WARM_VIEWPORT)).toEqual([2, 2]);
    expect(heldAfter([100], WARM_DIRECTIONAL)).toEqual([4, 1]);
  });

  it('is nothing as long as nobody has come back or gone on', () => {
    expect(heldAfter([300], WARM_ADAPTIVE)).toEqual([0, 0]);
    expect(heldAfter([], WARM_ADAPTIVE)).toEqual([0, 0]);
  });

  it('is on the way where legs go on, as far as they do', () => {
    // 300 px: a step and a half.
    expect(heldAfter(repeated(8, 300), WARM_ADAPTIVE)).toEqual([2, 0]);
    expect(heldAfter(repeated(8, -300), WARM_ADAPTIVE)).toEqual([2, 0]);
    expect(heldAfter(repeated(8, 5000), WARM_ADAPTIVE)).toEqual([4, 0]);
  });

  it('is on the way back where legs turn', () => {
    expect(heldAfter(repeated(6, 190, -190), WARM_ADAPTIVE)).toEqual([0, 1]);
    expect(heldAfter(repeated(6, 600, -600), WARM_ADAPTIVE)).toEqual([0, 3]);
    // Without a rest too.
    expect(heldAfter(repeated(6, 600, -600), WARM_ADAPTIVE, 0)).toEqual([0, 3]);
  });

  it('is both where some go on and some turn, and what is rare is not', () => {
    expect(heldAfter(repeated(6, 300, 300, -300), WARM_ADAPTIVE)).toEqual([2, 2]);
    // One of ten goes far.
    const legs = [...repeated(9, 150), 900, ...repeated(9, 150)];
    expect(heldAfter(legs, WARM_ADAPTIVE)).toEqual([1, 0]);
  });

  it('is forgotten when the user goes elsewhere', () => {
    const back = repeated(6, 600, -600);
    expect(heldAfter([...back, ...repeated(14, 300)], WARM_ADAPTIVE)).toEqual([2, 0]);
  });

  it('is less where few of the rows held so are seen, and more where most are', () => {
    // One leg of nine goes far.
    const legs = [...repeated(8, 150), 900, 150];
    expect(heldAfter(legs, WARM_ADAPTIVE)).toEqual([4, 0]);
    const poor = Array.from({ length: 4 }, (_, i) => [i, 32 * (i + 1)] as const);
    expect(heldAfter(legs, WARM_ADAPTIVE, 1000, poor)).toEqual([1, 0]);
    // Nothing goes below what some legs in twenty come to, and nothing that all come to is too little.
    const worse = Array.from({ length: 40 }, (_, i) => [0, 32 * (i + 1)] as const);
    expect(heldAfter(repeated(20, 150), WARM_ADAPTIVE, 1000, worse)).toEqual([1, 0]);
    const rare = [...repeated(4, 900), ...repeated(10, 150)];
    expect(heldAfter(rare, WARM_ADAPTIVE)).toEqual([1, 0]);
    const good = Array.from({ length: 4 }, (_, i) => [32 * (i + 1), 0] as const);
    expect(heldAfter(rare, WARM_ADAPTIVE, 1000, good)).toEqual([4, 0]);
    // Too few to tell.
    expect(heldAfter(legs, WARM_ADAPTIVE, 1000, [[0, 31]])).toEqual([4, 0]);
    // Between the two it stays.
    const fair = Array.from({ length: 9 }, (_, i) => [10 * (i + 1), 22 * (i + 1)] as const);
    expect(heldAfter(rare, WARM_ADAPTIVE, 1000, fair)).toEqual([1, 0]);
  });

  it('takes moves without a rest for one leg', () => {
    expect(heldAfter(repeated(8, 100), WARM_ADAPTIVE, 0)).toEqual([0, 0]);
  });
});
