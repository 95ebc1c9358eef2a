import { createSizeIndex, type SizeIndex } from '../../src/structures';
import { measureAll } from './list-scene';
import type { ScrolledIndex } from './size-index';

const METHODS = [
  'total',
  'sizeAt',
  'unitsAt',
  'isMeasured',
  'setUnits',
  'seek',
  'offsetsInto',
  'find',
  'findAt',
] as const;

const CHANGED = 128;

/** Calls to a size index, in order. */
export type IndexTrace = {
  readonly frames: number;
  /** Place in `METHODS`, plus `CHANGED` for a size that was another before. */
  readonly methods: Uint8Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
};

/**
 * Records every call that other code makes to a size index of `rows` rows while `frame` runs this many times. Another index takes its
 * place for good: the class that is measured later must not have met objects of a changed shape.
 */
export function recordCalls(
  index: SizeIndex,
  rows: number,
  frame: () => void,
  frames: number,
): IndexTrace {
  const inner = createSizeIndex({ count: rows, size: 1 });
  measureAll(inner, rows);
  const recorder = new RecordingIndex(inner);
  Object.setPrototypeOf(index, RecordingIndex.prototype);
  Object.assign(index, recorder);
  for (let i = 0; i < frames; i++) frame();
  const { methods, first, second } = recorder;
  return {
    frames,
    methods: Uint8Array.from(methods),
    first: Float64Array.from(first),
    second: Float64Array.from(second),
  };
}

class RecordingIndex implements ScrolledIndex {
  readonly methods: number[] = [];
  readonly first: number[] = [];
  readonly second: number[] = [];
  foundStart = 0;
  private readonly inner: SizeIndex;

  constructor(inner: SizeIndex) {
    this.inner = inner;
  }

  get count(): number {
    return this.inner.count;
  }

  total(): number {
    this.note('total', 0);
    return this.inner.total();
  }

  sizeAt(index: number): number {
    this.note('sizeAt', index);
    return this.inner.sizeAt(index);
  }

  unitsAt(index: number): number {
    this.note('unitsAt', index);
    return this.inner.unitsAt(index);
  }

  isMeasured(index: number): boolean {
    this.note('isMeasured', index);
    return this.inner.isMeasured(index);
  }

  setUnits(index: number, units: number): boolean {
    const changed = this.inner.setUnits(index, units);
    this.note('setUnits', index, units, changed ? CHANGED : 0);
    return changed;
  }

  seek(index: number): void {
    this.note('seek', index);
    this.inner.seek(index);
    this.foundStart = this.inner.foundStart;
  }

  offsetsInto(target: Float64Array, first: number, count: number): void {
    this.note('offsetsInto', first, count);
    this.inner.offsetsInto(target, first, count);
  }

  find(offset: number): number {
    this.note('find', offset);
    const row = this.inner.find(offset);
    this.foundStart = this.inner.foundStart;
    return row;
  }

  findAt(offsets: Float64Array, place: number): number {
    this.note('findAt', offsets[place]!);
    const row = this.inner.findAt(offsets, place);
    this.foundStart = this.inner.foundStart;
    return row;
  }

  private note(name: (typeof METHODS)[number], first: number, second = 0, flag = 0): void {
    this.methods.push(METHODS.indexOf(name) | flag);
    this.first.push(first);
    this.second.push(second);
  }
}

/** Makes the recorded calls again; sizes that changed then change again, by 1 px up and down in turn. Gives a sum of answers. */
export function replay(index: ScrolledIndex, trace: IndexTrace, turn: number): number {
  const { methods, first, second } = trace;
  let sum = 0;
  for (let i = 0; i < methods.length; i++) {
    const method = methods[i]!;
    switch (METHODS[method & ~CHANGED]) {
      case 'total':
        sum += index.total();
        break;
      case 'sizeAt':
        sum += index.sizeAt(first[i]!);
        break;
      case 'unitsAt':
        sum += index.unitsAt(first[i]!);
        break;
      case 'isMeasured':
        sum += index.isMeasured(first[i]!) ? 1 : 0;
        break;
      case 'setUnits': {
        const shift = method >= CHANGED && (turn & 1) === 1 ? 64 : 0;
        sum += index.setUnits(first[i]!, second[i]! + shift) ? 1 : 0;
        break;
      }
      case 'seek':
        index.seek(first[i]!);
        sum += index.foundStart;
        break;
      case 'offsetsInto':
        index.offsetsInto(starts, first[i]!, second[i]!);
        sum += starts[0]!;
        break;
      case 'find':
        sum += index.find(first[i]!);
        break;
      case 'findAt':
        sum += index.findAt(first, i) + index.foundStart;
        break;
    }
  }
  return sum;
}

const starts = new Float64Array(8001);

/** How often each method is called a frame. */
export function callsAFrame({ frames, methods }: IndexTrace): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const method of methods) {
    const name = METHODS[method & ~CHANGED]!;
    counts[name] = (counts[name] ?? 0) + 1 / frames;
    if (method >= CHANGED) counts['sizes changed'] = (counts['sizes changed'] ?? 0) + 1 / frames;
  }
  return counts;
}
