import { describe, expect, it } from 'vitest';
import { createPassClock, type PassClock } from '../../../src/render/webgpu/pass-clock';

type Answer = { size: number; times: bigint[]; resolve(): void; reject(): void; mapped: boolean };

/** A device whose answers come by hand. */
function fakeDevice(features = ['timestamp-query']) {
  const state = { queries: 0, destroyed: 0, copied: [] as number[] };
  const answers: Answer[] = [];
  const device = {
    features: new Set(features),
    createQuerySet: ({ count }: { count: number }) => {
      state.queries += count;
      return { destroy: () => state.destroyed++ };
    },
    createBuffer({ size }: { size: number }) {
      if (size > 16) return { destroy: () => state.destroyed++ };
      const answer: Answer = { size, times: [], resolve() {}, reject() {}, mapped: false };
      answers.push(answer);
      return {
        answer,
        mapAsync: () =>
          new Promise<void>((resolve, reject) => {
            answer.mapped = true;
            answer.resolve = resolve;
            answer.reject = () => reject(new Error('the device is lost'));
          }),
        getMappedRange: () => BigUint64Array.from(answer.times).buffer,
        unmap() {
          answer.mapped = false;
        },
        destroy: () => state.destroyed++,
      };
    },
  };
  const encoder = {
    resolveQuerySet: (_set: unknown, first: number, count: number, _to: unknown, at: number) =>
      state.copied.push(first, count, at),
    copyBufferToBuffer: (_from: unknown, at: number) => state.copied.push(at),
  } as unknown as GPUCommandEncoder;
  return { device: device as unknown as GPUDevice, state, answers, encoder };
}

function frame(clock: PassClock, encoder: GPUCommandEncoder) {
  const writes = clock.begin();
  clock.resolve(encoder);
  clock.sent();
  return writes;
}

async function answer(to: Answer, begin: bigint, end: bigint): Promise<void> {
  to.times = [begin, end];
  to.resolve();
  await new Promise((resolve) => setTimeout(resolve));
}

describe('the clock of passes', () => {
  it('asks nothing while it is off, and where the device cannot time', () => {
    const { device, state, encoder } = fakeDevice();
    expect(frame(createPassClock(device), encoder)).toBeUndefined();
    const other = fakeDevice([]);
    const clock = createPassClock(other.device);
    clock.on = true;
    expect(frame(clock, other.encoder)).toBeUndefined();
    expect(clock.ms).toBeNaN();
    expect(state.queries + other.state.queries).toBe(0);
    clock.dispose();
  });

  it('tells of a frame when its answer has come', async () => {
    const { device, answers, encoder } = fakeDevice();
    const clock = createPassClock(device);
    clock.on = true;
    frame(clock, encoder);
    expect(clock.ms).toBeNaN();
    await answer(answers[0]!, 1_000_000n, 3_500_000n);
    expect(clock.ms).toBe(2.5);
    frame(clock, encoder);
    await answer(answers[1]!, 9_000_000n, 10_000_000n);
    expect(clock.ms).toBe(1);
    expect([clock.timed, clock.told]).toEqual([2, 2]);
    frame(clock, encoder);
    expect([clock.timed, clock.told]).toEqual([3, 2]);
    clock.on = false;
    expect(clock.ms).toBeNaN();
  });

  it('has four frames under way, each with queries and room of its own', async () => {
    const { device, answers, encoder, state } = fakeDevice();
    const clock = createPassClock(device);
    clock.on = true;
    const written = Array.from({ length: 6 }, () => frame(clock, encoder));
    expect(written.map((writes) => writes?.beginningOfPassWriteIndex)).toEqual([
      0,
      2,
      4,
      6,
      undefined,
      undefined,
    ]);
    expect(written[3]!.endOfPassWriteIndex).toBe(7);
    expect([clock.timed, clock.told]).toEqual([0, 0]);
    expect(state.copied).toEqual([0, 2, 0, 0, 2, 2, 256, 256, 4, 2, 512, 512, 6, 2, 768, 768]);
    await answer(answers[0]!, 0n, 1n);
    expect(frame(clock, encoder)?.beginningOfPassWriteIndex).toBe(0);
    expect(answers.every(({ mapped }) => mapped)).toBe(true);
  });

  it('passes over times that ran backwards, and a lost device', async () => {
    const { device, answers, encoder } = fakeDevice();
    const clock = createPassClock(device);
    clock.on = true;
    frame(clock, encoder);
    await answer(answers[0]!, 5_000_000n, 6_000_000n);
    frame(clock, encoder);
    await answer(answers[1]!, 5_000_000n, 1_000_000n);
    expect(clock.ms).toBe(1);
    frame(clock, encoder);
    answers[2]!.reject();
    await new Promise((resolve) => setTimeout(resolve));
    expect(clock.ms).toBe(1);
  });

  it('gives all back', () => {
    const { device, encoder, state } = fakeDevice();
    const clock = createPassClock(device);
    clock.on = true;
    frame(clock, encoder);
    clock.dispose();
    expect(state.destroyed).toBe(6);
    expect(clock.begin()).toBeUndefined();
  });
});
