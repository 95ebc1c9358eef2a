import type { ListState, RowKind } from '../../ecs/stores';
import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import type { RowFailures } from './row-failures';
import type { RowWindow } from './row-window';

/** The types of a list's rows, and what is known of the size of rows before they are laid out. */
export class RowKinds {
  /** How each is made and filled. */
  readonly all: readonly RowKind[];
  /** What a row of each that was not measured is taken for, 1/64 px. */
  readonly estimates: Int32Array;

  private readonly list: ListState;
  private readonly failures: RowFailures;

  constructor(list: ListState, failures: RowFailures) {
    this.list = list;
    this.failures = failures;
    this.all = list.types?.all ?? [list];
    this.estimates = Int32Array.from(this.all, (kind) => kind.estimatedSize * UNITS_PER_PX);
  }

  /** The type of a row; the first if the app names none that there is. */
  of(index: number): number {
    const { types } = this.list;
    if (!types) return 0;
    try {
      return types.of(index);
    } catch (error) {
      this.failures.tell(error, 'rowType', this.list.row, ` of row ${index}`);
      return 0;
    }
  }

  /** Gives rows of a window that were not measured the size their type is known to have. True if that changes one. */
  estimate({ count, indices }: RowWindow, sizes: SizeIndex): boolean {
    if (!this.list.types) return false;
    let changed = false;
    for (let i = 0; i < count; i++) {
      const index = indices[i]!;
      if (sizes.isMeasured(index)) continue;
      if (sizes.estimateUnits(index, this.estimates[this.of(index)]!)) changed = true;
    }
    return changed;
  }
}
