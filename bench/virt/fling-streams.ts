import type { Curve, Family } from './fling-curves';

/** What reached an app of one scroll: deltas of whole pixels and the stamps they came with, and what really happened. */
export type Stream = {
  readonly stamps: Float64Array;
  readonly deltas: Float64Array;
  readonly count: number;
  /** Milliseconds from the first event to rest. */
  readonly lengthMs: number;
  /** Pixels scrolled at a time, without rounding. */
  truth(ms: number): number;
};

export type StreamOptions = {
  /** Fastest start of a fling, pixels per ms; the slowest is a sixth of it. */
  speed: number;
  /** Milliseconds between events, in the mean. */
  everyMs: number;
  /** A stamp is off by as much, either way, ms. */
  jitterMs: number;
  /** Share of events that come together with the next. */
  dropped: number;
  /** Flings, each but the last grabbed before it rests. */
  flings: number;
};

type Leg = { from: number; to: number; base: number; curve: Curve; pushMs: number; speed: number };

/** A wheel's stream of flings: each is pushed for a while, glides, and is grabbed again or rests. */
export function createStream(
  family: Family,
  random: () => number,
  { speed, everyMs, jitterMs, dropped, flings }: StreamOptions,
): Stream {
  const legs: Leg[] = [];
  let now = 0;
  let base = 0;
  for (let i = 0; i < flings; i++) {
    const from = speed * (1 / 6 + (5 / 6) * random());
    const pushMs = 60 + 80 * random();
    const curve = family(from);
    const glided = i === flings - 1 ? curve.restMs : Math.min(curve.restMs, 150 + 700 * random());
    legs.push({ from: now, to: now + pushMs + glided, base, curve, pushMs, speed: from });
    base += (from * pushMs) / 2 + curve.at(glided);
    now += pushMs + glided;
    // A finger that grabs rests before it pushes again, or at once.
    if (i < flings - 1) now += random() < 0.5 ? 0 : 40 + 120 * random();
  }
  const lengthMs = now;
  const stamps: number[] = [];
  const deltas: number[] = [];
  let told = 0;
  let last = -1;
  for (let at = 0; at < lengthMs + everyMs; at += everyMs) {
    if (random() < dropped) continue;
    const delta = Math.trunc(truth(at) - told);
    if (delta === 0) continue;
    told += delta;
    last = Math.max(last + 0.1, at + (random() * 2 - 1) * jitterMs);
    stamps.push(last);
    deltas.push(delta);
  }
  return {
    stamps: Float64Array.from(stamps),
    deltas: Float64Array.from(deltas),
    count: stamps.length,
    lengthMs,
    truth,
  };

  function truth(ms: number): number {
    let leg = legs[0]!;
    for (const each of legs) if (each.from <= ms) leg = each;
    const t = Math.min(ms, leg.to) - leg.from;
    if (t <= 0) return leg.base;
    // Pushed ever faster, then let go.
    if (t < leg.pushMs) return leg.base + (leg.speed * t * t) / (2 * leg.pushMs);
    return leg.base + (leg.speed * leg.pushMs) / 2 + leg.curve.at(t - leg.pushMs);
  }
}
