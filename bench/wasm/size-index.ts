import { type SizeIndex, UNITS_PER_PX } from '../../src/structures';
import { SIZE_INDEX } from './binaries';
import { compile, instantiate, makeMemory } from './load';

type Exports = {
  open(rows: number, units: number): void;
  unitsAt(row: number): number;
  isMeasured(row: number): number;
  set(row: number, units: number, measured: number): number;
  seek(row: number): void;
  find(offset: number): number;
  offsets(first: number, count: number): void;
};

/** What a virtual list asks of its size index while it scrolls. */
export type ScrolledIndex = Pick<
  SizeIndex,
  | 'count'
  | 'foundStart'
  | 'total'
  | 'sizeAt'
  | 'unitsAt'
  | 'isMeasured'
  | 'setUnits'
  | 'seek'
  | 'offsetsInto'
  | 'find'
  | 'findAt'
>;

const MAX_UNITS = 2 ** 30 - 1;
/** Starts that `offsets` has room for. */
const MOST_ROWS = 8000;
/** Enough for every row to have 16 bits of its own, and the trees. Lists with rows above 512 px grow the memory. */
const ROW_BYTES = 3;
const FIRST_BYTES = 262_144;
const FOUND = 0;
const TOTAL = 1;
const STARTS = 8;

let compiled: WebAssembly.Module | undefined;

class WasmSizeIndex implements ScrolledIndex {
  foundStart = 0;

  private readonly wasm: Exports;
  private readonly memory: WebAssembly.Memory;
  private readonly rows: number;
  private view: Float64Array;

  constructor(count: number, units: number) {
    compiled ??= compile(SIZE_INDEX);
    this.memory = makeMemory(FIRST_BYTES + count * ROW_BYTES);
    this.wasm = instantiate<Exports>(compiled, this.memory);
    this.wasm.open(count, units);
    this.rows = count;
    this.view = new Float64Array(this.memory.buffer);
  }

  get count(): number {
    return this.rows;
  }

  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  total(): number {
    return this.values()[TOTAL]!;
  }

  sizeAt(index: number): number {
    return this.unitsAt(index) / UNITS_PER_PX;
  }

  unitsAt(index: number): number {
    this.check(index);
    return this.wasm.unitsAt(index);
  }

  isMeasured(index: number): boolean {
    this.check(index);
    return this.wasm.isMeasured(index) === 1;
  }

  setUnits(index: number, units: number): boolean {
    if (!(units >>> 0 === units && units <= MAX_UNITS)) {
      throw new RangeError(
        `size of row ${index} is ${units} / 64 px; give an integer from 0 to ${MAX_UNITS}`,
      );
    }
    this.check(index);
    return this.wasm.set(index, units, 1) === 1;
  }

  seek(index: number): void {
    if (index !== this.rows) this.check(index);
    this.wasm.seek(index);
    this.foundStart = this.values()[FOUND]!;
  }

  offsetsInto(target: Float64Array, first: number, count: number): void {
    if (!(first >>> 0 === first && count >>> 0 === count && first + count <= this.rows)) {
      throw new RangeError(`rows ${first} to ${first + count} are not all in the list`);
    }
    if (count > MOST_ROWS) throw new RangeError(`${count} rows; give at most ${MOST_ROWS}`);
    this.wasm.offsets(first, count);
    const view = this.values();
    for (let i = 0; i <= count; i++) target[i] = view[STARTS + i]!;
  }

  find(offset: number): number {
    if (Number.isNaN(offset)) throw new RangeError('offset is NaN; give a number of pixels');
    if (this.rows === 0) {
      this.foundStart = 0;
      return -1;
    }
    const row = this.wasm.find(offset);
    this.foundStart = this.values()[FOUND]!;
    return row;
  }

  findAt(offsets: Float64Array, place: number): number {
    return this.find(offsets[place]!);
  }

  /** Memory that grew leaves its views without length. */
  private values(): Float64Array {
    if (this.view.length === 0) this.view = new Float64Array(this.memory.buffer);
    return this.view;
  }

  private check(index: number): void {
    if (index >>> 0 === index && index < this.rows) return;
    throw new RangeError(`there is no row ${index}; the list has ${this.rows}`);
  }
}

export type { WasmSizeIndex };

/**
 * Gives a size index whose arrays live in the linear memory of a WebAssembly module and whose leaves are summed and searched by SIMD.
 * For the trial: rows cannot be inserted or removed, and the total must stay below 2^47 px.
 */
export function createWasmSizeIndex({
  count,
  size,
}: {
  count: number;
  size: number;
}): WasmSizeIndex {
  return new WasmSizeIndex(count, Math.round(size * UNITS_PER_PX));
}
