import { median } from '../../statistics';
import { BenchError } from '../errors';
import type { StationHost } from './host';
import { type RoundSamples, type SampleRequest, TIMER, type WarmRequest } from './protocol';
import type { Sampler } from './sampler';
import { untilStable } from './stability';

/** What a frame contender or a system comes down to. */
export type FrameWork = {
  /** Not timed. */
  before(index: number): void;
  frame(index: number, now: number): void;
  /** Timers and the network come between frames even where the host has no frames of its own. @default false */
  turns?: boolean;
};

const FRAME_MS = 1000 / 60;
const WHOLE_FRAME_MS = 16;
const BLOCK_FRAMES = 10;
const MOST_BLOCK_FRAMES = 10_000;
/** Parts of the longest warm-up; three of them must agree. */
const WARM_BLOCKS = 8;
/** Frames are fewer and noisier than the batches of a function. */
const TOLERANCE = 0.1;
/** A pass ends after this time however many frames are left, so that slow contenders do not take the run over. */
const LONGEST_PASS_MS = 4_000;
const COARSE_STEPS = 10;
/** Frames that take next to no time are sampled more often, up to this factor. */
const MOST_TIMES = 20;
/** Frames that counters are read over, and frames before them. */
export const COUNTED_FRAMES = 60;
const SETTLING_FRAMES = 10;

/**
 * Samples frames, one sample of `script` a frame; where the host has frames of its own, also `interval`, the time from one to the
 * next. While a pass runs nothing is allocated. The contender's own `frames`, given as `framesAPass`,
 * go before what is asked for.
 */
export function createFrameSampler(
  work: FrameWork,
  host: StationHost,
  perMs: number,
  framesAPass?: number,
): Sampler {
  const { now, observer } = host;
  const nextFrame = host.nextFrame?.bind(host) ?? (work.turns ? afterTurn : undefined);
  let longestMs = LONGEST_PASS_MS;
  let index = 0;
  let frameMs = Number.NaN;
  let starts = new Float64Array(0);
  let ends = new Float64Array(0);
  let times = new Float64Array(0);
  let flags = new Uint8Array(0);
  /** Whole ms of the first start and the last end: as integers they are read without being boxed. */
  const span = new Int32Array(2);

  function reserve(frames: number): void {
    if (starts.length >= frames) return;
    starts = new Float64Array(frames);
    ends = new Float64Array(frames);
    times = new Float64Array(frames);
    flags = new Uint8Array(frames);
  }

  function step(at: number, time: number): void {
    work.before(index);
    times[at] = time;
    const start = now();
    starts[at] = start;
    work.frame(index, time);
    const end = now();
    ends[at] = end;
    if (at === 0) span[0] = start;
    span[1] = end;
    flags[at] = observer.mark();
    index++;
  }

  function afterTurn(callback: (now: number) => void): void {
    setTimeout(() => callback(now()), 0);
  }

  function isOver(done: number): boolean {
    return done > 0 && span[1]! - span[0]! > longestMs;
  }

  /** Runs up to `count` frames and gives how many it were. */
  function run(count: number): Promise<number> {
    reserve(count);
    observer.begin();
    return nextFrame ? paced(count, nextFrame) : Promise.resolve(atOnce(count));
  }

  function atOnce(count: number): number {
    let done = 0;
    while (done < count && !isOver(done)) {
      step(done, index * FRAME_MS);
      done++;
    }
    return done;
  }

  function paced(count: number, nextFrame: (callback: (now: number) => void) => void) {
    return new Promise<number>((resolve, reject) => {
      let done = 0;
      const onFrame = (time: number) => {
        if (done === count || isOver(done)) {
          resolve(done);
          return;
        }
        nextFrame(onFrame);
        try {
          step(done, time);
          done++;
        } catch (error) {
          done = count;
          reject(error);
        }
      };
      nextFrame(onFrame);
    });
  }

  async function warm({ warmMs, warmFrames }: WarmRequest): Promise<boolean> {
    const begun = now();
    let left = Math.min(warmFrames, framesAPass ?? warmFrames);
    let isSlow = false;
    const block = async () => {
      const wanted = nextFrame ? Math.min(BLOCK_FRAMES, Math.max(1, left)) : blockFrames(warmMs);
      const done = await run(wanted);
      left -= done;
      isSlow = done < wanted;
      frameMs = median(Array.from({ length: done }, (_, i) => ends[i]! - starts[i]!));
      return frameMs;
    };
    const isOver = () => isSlow || (nextFrame ? left <= 0 : now() - begun > warmMs);
    return untilStable(block, TOLERANCE, isOver);
  }

  /** Where frames follow at once: compiling goes on beside them and takes its time, however many there are. */
  function blockFrames(warmMs: number): number {
    const enough = frameMs > 0 ? Math.ceil(warmMs / WARM_BLOCKS / frameMs) : 0;
    return Math.min(MOST_BLOCK_FRAMES, Math.max(BLOCK_FRAMES, enough));
  }

  /** As many as the contender wants or the request; where frames follow at once, so many that a round takes its time. */
  function framesFor({ frames, minMs }: SampleRequest): number {
    const wanted = framesAPass ?? frames;
    if (nextFrame || framesAPass !== undefined || !(frameMs > 0)) return wanted;
    return Math.min(MOST_TIMES * wanted, Math.max(wanted, Math.ceil(minMs / frameMs)));
  }

  async function sample(request: SampleRequest): Promise<RoundSamples> {
    if (request.collect) host.collect?.();
    const done = await run(framesFor(request));
    if (done === 0) throw new BenchError('no frame came; is the page hidden?');
    const begun = Array.from(starts.subarray(0, done));
    const ended = Array.from(ends.subarray(0, done));
    const seen = Array.from(flags.subarray(0, done));
    await observer.settle(begun, ended, seen);
    const script = begun.map((start, i) => {
      const elapsed = ended[i]! - start;
      if (elapsed < COARSE_STEPS * host.clockResolutionMs) seen[i]! |= TIMER;
      return elapsed * perMs;
    });
    const samples: RoundSamples = { quantities: { script }, flags: { script: seen } };
    if (host.nextFrame && done > 1) {
      samples.quantities.interval = Array.from(
        { length: done - 1 },
        (_, i) => (times[i + 1]! - times[i]!) * perMs,
      );
      samples.flags.interval = seen.slice(1);
    }
    return samples;
  }

  return {
    warm,
    sample,
    async pass(part) {
      // However slow the machine is: what is counted must not depend on it.
      longestMs = Number.POSITIVE_INFINITY;
      const frames = part === 'before' ? SETTLING_FRAMES : COUNTED_FRAMES;
      await run(Math.min(frames, framesAPass ?? frames));
    },
    ...(!nextFrame && {
      once() {
        work.before(index);
        // A whole number of ms: a fraction that is handed over may be an object, and it would be ours.
        work.frame(index, index * WHOLE_FRAME_MS);
        index++;
      },
    }),
  };
}
