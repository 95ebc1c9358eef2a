import { ValueError } from '../../ecs';
import { isHeader, isRowReady, type ListState, type RowKind } from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import type { RowFailures } from './row-failures';
import type { RowSizes, RowWindow } from './row-window';

/** Highest row taken, CSS pixels: what float32 still holds to a pixel. */
export const MAX_ROW = 2 ** 23;

/** The types of a list's rows, and what is known of the size of rows before they are laid out. */
export class RowKinds {
  /** How each is made and filled; then the same for rows of each that are headers of sections. */
  readonly all: readonly RowKind[];
  /** How many of them are no headers. */
  readonly plain: number;
  /** Whether rows of different types may be of different heights. */
  readonly isTyped: boolean;
  /** Whether `estimates` are other than what the list says of all rows. */
  learns: boolean;
  /** What a row of each that was not measured is taken for, 1/64 px. */
  readonly estimates: Int32Array;

  private readonly list: ListState;
  private readonly failures: RowFailures;

  constructor(list: ListState, failures: RowFailures) {
    this.list = list;
    this.failures = failures;
    const plain = list.types?.all ?? [list];
    this.plain = plain.length;
    this.all = list.sections ? [...plain, ...plain] : plain;
    this.isTyped = !!(list.types || list.sections);
    this.learns = this.isTyped;
    this.estimates = Int32Array.from(this.all, (kind) => kind.estimatedSize * UNITS_PER_PX);
  }

  /** The type of a row; the first if the app names none that there is. */
  of(index: number): number {
    const { list, plain } = this;
    const header = list.sections && isHeader(list, index) ? plain : 0;
    if (!list.types) return header;
    try {
      return header + list.types.of(index);
    } catch (error) {
      this.failures.tell(error, 'rowType', list.row, ` of row ${index}`);
      return header;
    }
  }

  /** The height that the app gives a row, 1/64 px: what its type is taken for if that is none; -1 if the app gives none, or cannot yet. */
  givenUnits(index: number): number {
    const { list, failures } = this;
    if (!list.sizeOf || !isRowReady(list, index)) return -1;
    try {
      const size = list.sizeOf(index);
      if (size >= 0 && size < MAX_ROW) return Math.round(size * UNITS_PER_PX);
      throw new ValueError(`it gave ${size}; give CSS pixels from 0 to ${MAX_ROW - 1}`);
    } catch (error) {
      failures.tell(error, 'sizeOf', list.row, ` of row ${index}`);
      return this.estimates[this.of(index)]!;
    }
  }

  /** Gives rows of a window that were not measured the size they are known to have. True if that changes one. */
  estimate({ count, indices }: RowWindow, sizes: RowSizes): boolean {
    const { list, estimates } = this;
    if (!this.learns && !list.sizeOf) return false;
    let changed = false;
    for (let i = 0; i < count; i++) {
      const index = indices[i]!;
      if (sizes.isMeasured(index)) continue;
      const given = this.givenUnits(index);
      if (given < 0) changed = sizes.estimateUnits(index, estimates[this.of(index)]!) || changed;
      else changed = sizes.setUnits(index, given) || changed;
    }
    return changed;
  }
}
