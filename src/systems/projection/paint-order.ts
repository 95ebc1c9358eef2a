import { columns, type DirtList, STACK, treeOf, type World, watchDirt } from '../../ecs';
import {
  DISPLAY_NONE,
  LayoutStyle,
  type PaintOrder,
  type PaintOrders,
  STACK_AUTO,
  STACK_LEVEL,
  STACK_TOP,
  STATE_HIDDEN,
  Stacking,
  State,
} from '../../ecs/stores';

/** The context of what is not in any, and of what lies above everything. */
const SURFACE = 0;

/**
 * Makes the order of painting, as CSS has it for positioned elements: of each stacking context the element itself, what is below
 * level 0, all that has no level or 0 in tree order, then what is above; last what lies above everything. Made anew, in time linear
 * in the elements, when the tree, a level or what is visible has changed.
 */
export function createPaintOrders(world: World): PaintOrders {
  let dirt: DirtList | undefined;
  let treeVersion = -1;
  let capacity = 0;
  // By position of the tree: where what is stacked in a context begins in `stacked`.
  let firstOf = new Int32Array(0);
  // By position of the tree: the context that one that is stacked is in; one more than its position, 0 for the surface.
  let contextOf = new Int32Array(0);
  // Positions of open subtrees: the end in the tree, and the place in the order.
  let openEnd = new Int32Array(0);
  let openAt = new Int32Array(0);
  let open = 0;
  /** Positions of what is not drawn in its place, by context, then from the lowest. */
  const stacked: number[] = [];
  const made = { order: new Int32Array(0), subtreeEnd: new Int32Array(0), length: 0 };
  let kinds = new Uint8Array(0);
  let levels = new Int32Array(0);
  let treeOrder = new Int32Array(0);

  function grow(length: number): void {
    if (length <= capacity) return;
    capacity = 2 ** Math.ceil(Math.log2(length + 1));
    firstOf = new Int32Array(capacity + 1);
    contextOf = new Int32Array(capacity);
    openEnd = new Int32Array(capacity);
    openAt = new Int32Array(capacity);
    made.order = new Int32Array(capacity);
    made.subtreeEnd = new Int32Array(capacity);
  }

  function isShut(row: number): boolean {
    return (
      (columns(world, State).bits[row]! & STATE_HIDDEN) !== 0 ||
      columns(world, LayoutStyle).display[row] === DISPLAY_NONE
    );
  }

  function isTop(at: number): boolean {
    return (kinds[treeOrder[at]!]! & STACK_TOP) !== 0;
  }

  /** Lowest first. Of two of a level the one that comes first in the tree. */
  function compare(a: number, b: number): number {
    const contexts = contextOf[a]! - contextOf[b]!;
    if (contexts !== 0) return contexts;
    const tops = (kinds[treeOrder[a]!]! & STACK_TOP) - (kinds[treeOrder[b]!]! & STACK_TOP);
    if (tops !== 0) return tops;
    return levels[treeOrder[a]!]! - levels[treeOrder[b]!]! || a - b;
  }

  /** Finds what is not drawn in its place. What is in hidden elements stays there, so that they are passed over as one. */
  function find(): void {
    const { length, subtreeEnd } = treeOf(world);
    stacked.length = 0;
    open = 0;
    for (let at = 0; at < length; ) {
      while (open > 0 && openEnd[open - 1]! <= at) open--;
      const row = treeOrder[at]!;
      if (isShut(row)) {
        at = subtreeEnd[at]!;
        continue;
      }
      if (kinds[row] !== STACK_AUTO) {
        const around = open === 0 ? SURFACE : openAt[open - 1]! + 1;
        contextOf[at] = isTop(at) ? SURFACE : around;
        if (isTop(at) || levels[row] !== 0) stacked.push(at);
        openEnd[open] = subtreeEnd[at]!;
        openAt[open++] = at;
      }
      at++;
    }
    stacked.sort(compare);
    firstOf.fill(stacked.length, 0, length + 1);
    for (let i = stacked.length - 1; i >= 0; i--) firstOf[contextOf[stacked[i]!]!] = i;
  }

  /** Places a context: its element (none for the surface), what is below, what is in it, what is above. */
  function emit(context: number): void {
    const { length, subtreeEnd } = treeOf(world);
    const start = context - 1;
    const end = context === SURFACE ? length : subtreeEnd[start]!;
    const place = made.length;
    if (context !== SURFACE) made.order[made.length++] = treeOrder[start]!;
    let i = firstOf[context]!;
    for (; isStackedIn(i, context) && levels[treeOrder[stacked[i]!]!]! < 0; i++) {
      if (isTop(stacked[i]!)) break;
      emit(stacked[i]! + 1);
    }
    emitFlow(context === SURFACE ? 0 : start + 1, end);
    for (; isStackedIn(i, context); i++) emit(stacked[i]! + 1);
    if (context !== SURFACE) made.subtreeEnd[place] = made.length;
  }

  function isStackedIn(i: number, context: number): boolean {
    return i < stacked.length && contextOf[stacked[i]!] === context;
  }

  /** Places what is drawn in tree order. */
  function emitFlow(from: number, end: number): void {
    const { subtreeEnd } = treeOf(world);
    const base = open;
    for (let at = from; at < end; ) {
      close(base, at);
      const row = treeOrder[at]!;
      const place = made.length;
      if (isShut(row)) {
        // As the tree has it: nobody looks into it.
        for (let i = at; i < subtreeEnd[at]!; i++) {
          made.order[made.length] = treeOrder[i]!;
          made.subtreeEnd[made.length++] = place + subtreeEnd[i]! - at;
        }
        at = subtreeEnd[at]!;
      } else if (kinds[row] !== STACK_AUTO) {
        if (kinds[row] === STACK_LEVEL && levels[row] === 0) emit(at + 1);
        at = subtreeEnd[at]!;
      } else {
        made.order[made.length++] = row;
        openEnd[open] = subtreeEnd[at]!;
        openAt[open++] = place;
        at++;
      }
    }
    close(base, end);
  }

  /** Ends the subtrees, of those opened after `base`, that end in the tree at `at` or before. */
  function close(base: number, at: number): void {
    while (open > base && openEnd[open - 1]! <= at) {
      made.subtreeEnd[openAt[--open]!] = made.length;
    }
  }

  function make(): void {
    const tree = treeOf(world);
    grow(tree.length);
    treeOrder = tree.order as Int32Array<ArrayBuffer>;
    const { kind, level } = columns(world, Stacking);
    kinds = kind as Uint8Array<ArrayBuffer>;
    levels = level as Int32Array<ArrayBuffer>;
    find();
    made.length = 0;
    open = 0;
    emit(SURFACE);
  }

  return {
    use() {
      dirt ??= watchDirt(world, STACK);
    },
    get used() {
      return dirt !== undefined;
    },
    current(): PaintOrder {
      const { version } = treeOf(world);
      if (version !== treeVersion || dirt!.taken < dirt!.length) {
        treeVersion = version;
        dirt!.take();
        make();
      }
      return made;
    },
  };
}
