import { defineResource, defineStore, findResource, type Tree, treeOf, type World } from '../index';

/** No context of its own: drawn where the tree has it. */
export const STACK_AUTO = 0;
/** Has a level: a context, drawn by it among those of the context it is in. */
export const STACK_LEVEL = 1;
/** A context above everything else, a greater one above a smaller; with `STACK_LEVEL` too if it has a level. */
export const STACK_POPOVER = 2;
export const STACK_TOOLTIP = 4;
export const STACK_TOAST = 6;
/** The bits of those. */
export const STACK_TOP = 6;

/** How an element is stacked: bits of the STACK constants, and the level, 0 if it has none. Styles write it. */
export const Stacking = defineStore('Stacking', { kind: 'u8', level: 'i32' });

/** Rows in the order in which they are drawn; `subtreeEnd` is the position after what of an element's subtree follows it at once. */
export type PaintOrder = Pick<Tree, 'order' | 'subtreeEnd' | 'length'>;

/** What makes the order of painting where elements are stacked otherwise than the tree has them. Projection installs it. */
export type PaintOrders = {
  /** Says that elements are stacked from now on; costs nothing until then. */
  use(): void;
  readonly used: boolean;
  /** The order as of now. */
  current(): PaintOrder;
};

export const PaintOrders = defineResource<PaintOrders>('PaintOrders');

/** Rows bottom-most first, as they are drawn and as hits find them: the tree's own order where nothing is stacked. */
export function paintOrderOf(world: World): PaintOrder {
  const orders = findResource(world, PaintOrders);
  return orders?.used ? orders.current() : treeOf(world);
}
