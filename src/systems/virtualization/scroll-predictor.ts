import { AHEAD, MOST_SAMPLES, MOVED, MotionFit, SPEED, SPREAD } from './motion-fit';

/** Older samples tell nothing of how a motion goes on, ms. */
const LONGEST_MS = 450;
/** Samples are kept as far apart, ms, so that a fast wheel does not shorten what is known. */
const APART_MS = 13;
/** Without a move for so long it rests, ms: wheels tell of moves in every frame, and one may be late. */
const STILL_MS = 50;
/** What moves after so long is another motion, ms. */
const REST_MS = 75;
/** What moves after a rest has been moving for about as long, ms. */
const EVENT_MS = 16;
/** Speeds are compared over as long, ms: stamps may be off by several ms. */
const PUSH_MS = 40;
/** Pixels: about half a row. */
const SMALL = 16;

/** Places of `ScrollPredictor.given`. */
export const TIME = 0;
export const POSITION = 1;
/** How far ahead, ms. */
export const HORIZON = 2;
/** Where it will be then. */
export const PREDICTED = 3;
/** From near 0, where the ways in which it may go on differ, to 1, where they agree. */
export const CONFIDENCE = 4;
/** Pixels per ms. */
export const VELOCITY = 5;

/** Tells where a scroll will be whose motion is not ours: the inertia of an operating system, or a finger. */
export class ScrollPredictor {
  /** Numbers go in and out here; as arguments and results they would be garbage in every frame. */
  readonly given = new Float64Array(6);

  private readonly times = new Float64Array(MOST_SAMPLES);
  private readonly places = new Float64Array(MOST_SAMPLES);
  private readonly motion = new MotionFit();
  private count = 0;
  private fitted = false;

  /** Takes `given[POSITION]`, pixels, at `given[TIME]`, ms. */
  add(): void {
    const { given, times, places } = this;
    const time = given[TIME]!;
    const place = given[POSITION]!;
    const last = this.count - 1;
    if (last < 0) {
      this.append();
      return;
    }
    const since = time - times[last]!;
    if (!(since > 0)) {
      places[last] = place;
      this.fitted = false;
      return;
    }
    const step = place - places[last]!;
    if (since > REST_MS) {
      this.keepFrom(last);
      times[0] = time - EVENT_MS;
    } else if (last > 0 && step * (places[last]! - places[last - 1]!) < 0) this.keepFrom(last);
    else {
      const pushed = this.pushedAt();
      if (pushed >= 0) this.keepFrom(pushed);
    }
    this.append();
  }

  /** Writes `PREDICTED`, `CONFIDENCE` and `VELOCITY` for `given[HORIZON]` ms after `given[TIME]`. */
  predict(): void {
    const { given, times, places, motion } = this;
    const last = this.count - 1;
    const since = last < 0 ? 0 : given[TIME]! - times[last]!;
    if (last < 1 || since > STILL_MS) {
      given[PREDICTED] = last < 0 ? given[POSITION]! : places[last]!;
      given[VELOCITY] = 0;
      given[CONFIDENCE] = last < 1 ? 0 : 1;
      return;
    }
    this.fit();
    motion.given[AHEAD] = since + given[HORIZON]!;
    motion.foretell();
    const moved = motion.given[MOVED]!;
    given[PREDICTED] = places[last]! + moved;
    given[VELOCITY] = motion.given[SPEED]!;
    const size = Math.abs(moved) + SMALL;
    given[CONFIDENCE] = size / (size + 2 * motion.given[SPREAD]!);
  }

  /** Forgets the motion, not what was learnt of how motions go on here. */
  reset(): void {
    this.learn();
    this.count = 0;
    this.fitted = false;
  }

  private append(): void {
    const { given, times, places } = this;
    let at = this.count;
    // The newest is always kept, so it is the one before that gives way.
    if (at > 1 && given[TIME]! - times[at - 2]! < APART_MS) at--;
    else if (at === MOST_SAMPLES) {
      times.copyWithin(0, 1);
      places.copyWithin(0, 1);
      at--;
    }
    times[at] = given[TIME]!;
    places[at] = given[POSITION]!;
    this.count = at + 1;
    this.fitted = false;
  }

  /** The sample from which on something makes it faster, which tells all before it nothing; -1 if nothing does. */
  private pushedAt(): number {
    const { given, times, places } = this;
    const time = given[TIME]!;
    let middle = this.count - 1;
    while (middle >= 0 && times[middle]! > time - PUSH_MS) middle--;
    let start = middle - 1;
    while (start >= 0 && times[start]! > times[middle]! - PUSH_MS) start--;
    if (start < 0) return -1;
    const now = Math.abs((given[POSITION]! - places[middle]!) / (time - times[middle]!));
    const before = Math.abs((places[middle]! - places[start]!) / (times[middle]! - times[start]!));
    return now > before * 1.15 + 0.05 ? middle : -1;
  }

  private keepFrom(first: number): void {
    this.learn();
    this.times.copyWithin(0, first, this.count);
    this.places.copyWithin(0, first, this.count);
    this.count -= first;
    this.fitted = false;
  }

  private learn(): void {
    // Fewer do not tell one way of slowing down from another.
    if (this.count < 10) return;
    this.fit();
    this.motion.learn();
  }

  private fit(): void {
    if (this.fitted) return;
    this.fitted = true;
    const { times, places, motion } = this;
    const last = this.count - 1;
    const time = times[last]!;
    const place = places[last]!;
    let first = last;
    while (first > 0 && times[first - 1]! >= time - LONGEST_MS) first--;
    for (let i = first; i <= last; i++) {
      motion.times[i - first] = times[i]! - time;
      motion.places[i - first] = places[i]! - place;
    }
    motion.fit(last - first + 1);
  }
}
