import { type FrameClock, NS_PER_MS, RING } from '../gpu-clock';
import {
  BUFFER_COPY_DST,
  BUFFER_COPY_SRC,
  BUFFER_MAP_READ,
  BUFFER_QUERY_RESOLVE,
  MAP_READ,
} from './flags';

/** One by times that a pass of WebGPU writes. */
export type PassClock = FrameClock & {
  /** Where the pass that begins now writes its times; undefined where it is not timed. */
  begin(): GPURenderPassTimestampWrites | undefined;
  /** After the pass has ended. */
  resolve(encoder: GPUCommandEncoder): void;
  /** After what was encoded is on its way. */
  sent(): void;
};

const TIMES = 2;
const TIMES_BYTES = TIMES * 8;
/** Times are written to multiples of this. */
const SLOT_BYTES = 256;
const NONE = -1;

/** Makes one that is off. */
export function createPassClock(device: GPUDevice): PassClock {
  const isAvailable = device.features.has('timestamp-query');
  const isBusy = new Uint8Array(RING);
  let queries: GPUQuerySet | undefined;
  let resolved: GPUBuffer | undefined;
  let answers: GPUBuffer[] = [];
  let writes: GPURenderPassTimestampWrites[] = [];
  let ms = Number.NaN;
  let frame = 0;
  let slot = NONE;
  let timed = 0;
  let told = 0;

  function open(): void {
    const set = device.createQuerySet({ type: 'timestamp', count: RING * TIMES });
    queries = set;
    resolved = device.createBuffer({
      size: RING * SLOT_BYTES,
      usage: BUFFER_QUERY_RESOLVE | BUFFER_COPY_SRC,
    });
    for (let i = 0; i < RING; i++) {
      answers.push(
        device.createBuffer({ size: TIMES_BYTES, usage: BUFFER_COPY_DST | BUFFER_MAP_READ }),
      );
      writes.push({
        querySet: set,
        beginningOfPassWriteIndex: i * TIMES,
        endOfPassWriteIndex: i * TIMES + 1,
      });
    }
  }

  async function read(at: number, number: number): Promise<void> {
    const answer = answers[at]!;
    try {
      await answer.mapAsync(MAP_READ);
    } catch {
      // The device is lost, or this clock gone.
      return;
    }
    const times = new BigUint64Array(answer.getMappedRange());
    const elapsed = Number(times[1]! - times[0]!);
    answer.unmap();
    isBusy[at] = 0;
    // Processors begin to count anew now and then.
    if (times[1]! < times[0]!) return;
    ms = elapsed / NS_PER_MS;
    told = number;
  }

  return {
    on: false,
    get ms() {
      return this.on ? ms : Number.NaN;
    },
    get timed() {
      return timed;
    },
    get told() {
      return told;
    },
    begin() {
      timed = 0;
      if (!this.on || !isAvailable) return undefined;
      if (!queries) open();
      const next = frame % RING;
      if (isBusy[next] === 1) return undefined;
      frame++;
      timed = frame;
      slot = next;
      return writes[slot];
    },
    resolve(encoder) {
      if (slot === NONE) return;
      const from = slot * SLOT_BYTES;
      encoder.resolveQuerySet(queries!, slot * TIMES, TIMES, resolved!, from);
      encoder.copyBufferToBuffer(resolved!, from, answers[slot]!, 0, TIMES_BYTES);
    },
    sent() {
      if (slot === NONE) return;
      isBusy[slot] = 1;
      void read(slot, timed);
      slot = NONE;
    },
    dispose() {
      this.on = false;
      slot = NONE;
      queries?.destroy();
      resolved?.destroy();
      for (const answer of answers) answer.destroy();
      queries = undefined;
      answers = [];
      writes = [];
    },
  };
}
