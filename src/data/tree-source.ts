import { ValueError } from '../ecs';
import type { RowSource } from '../ecs/stores';
import type { SliceScheduler } from './list-handle';
import { createNodePlaces } from './node-places';
import { openTree } from './open-tree';
import type { DataError, RequestOptions } from './requests';
import { createSinks } from './sinks';
import { TreeGroup } from './tree-group';
import { createTreeLoads } from './tree-loads';

export type TreeSourceOptions<T> = RequestOptions & {
  /** Nodes without a parent, all different. */
  roots: readonly T[];
  /** The nodes below one, asked when it is first opened; what is to come has a row without data until it does. */
  children: (node: T, signal: AbortSignal) => readonly T[] | PromiseLike<readonly T[]>;
  /** Whether a node can be opened. Without it `children` is asked for those in sight, which must have the answer at once then. */
  hasChildren?: (node: T) => boolean;
  /** Told once of a node whose children could not be had. Without it the app's `error` event is. */
  onError?: (error: DataError, node: T) => void;
};

/** Rows of a tree: nodes, and below those that are open their children. */
export type TreeSource<T> = RowSource & {
  isReady(index: number): boolean;
  /** The node of a row; undefined for one that stands for children that are not there. */
  at(index: number): T | undefined;
  /** How deep a row is: 0 for a root. */
  depthAt(index: number): number;
  /** Whether the node of a row is open, and whether it can be. */
  isOpen(index: number): boolean;
  hasChildren(index: number): boolean;
  /** Whether a row is a node, or stands for children that are on their way, or that could not be had: then `retry` is to be asked. */
  stateOf(index: number): 'node' | 'loading' | 'failed';
  /** The row of the parent, -1 for a root. */
  parentOf(index: number): number;
  /** The row of a node, -1 where it is not shown. The first call looks at all nodes there are. */
  indexOf(node: T): number;
  /** Shows the children of a row's node. What was open below them is so again. */
  open(index: number): void;
  close(index: number): void;
  toggle(index: number): void;
  /** Asks again for children that could not be had; index of the row that stands for them, or of their parent. */
  retry(index: number): void;
  /** Asks for the children of a node anew: they have changed. What was open below it is closed. */
  refresh(index: number): void;
  /** Opens all nodes, or all down to a depth, in slices. Children that are on their way are opened as they come. Resolves when all are. */
  openAll(
    scheduler: SliceScheduler,
    options?: { depth?: number; signal?: AbortSignal },
  ): Promise<void>;
  closeAll(): void;
  /**
   * What the right and left key do on a row: right opens it, or goes to its first child; left closes it, or goes to its parent. Returns the row
   * to be at, -1 for no other. `selectRows(world, list, { tree: source })` asks it.
   */
  step(index: number, isRight: boolean): number;
  /** Aborts what is on its way. Safe to call twice. */
  dispose(): void;
};

/** Makes the source of a list from a tree. Throws `ValueError` for options that cannot be used. */
export function treeSource<T>(options: TreeSourceOptions<T>): TreeSource<T> {
  const { roots, children, hasChildren, onError } = options;
  if (!Array.isArray(roots)) throw new ValueError(`roots is ${String(roots)}; give an array`);
  if (typeof children !== 'function')
    throw new ValueError(`children is ${String(children)}; give a function`);
  const sinks = createSinks();
  const top = new TreeGroup<T>(undefined, 0, roots);
  const places = createNodePlaces(top);
  const loads = createTreeLoads(options, {
    arrived(target, nodes) {
      const row = rowOf(target, 0);
      const before = target.rows;
      target.state = 'there';
      target.reset(nodes);
      places.add(target);
      changeRows(target, nodes.length - before);
      if (row < 0) return;
      sinks.removeRows(row, before);
      if (nodes.length > 0) sinks.insertRows(row, nodes.length);
    },
    failed(target, error) {
      target.state = 'failed';
      const row = rowOf(target, 0);
      if (row >= 0) sinks.refreshRows(row, 1);
      try {
        if (onError) onError(error, target.node);
        else sinks.fail(error);
      } catch (thrown) {
        sinks.fail(thrown);
      }
    },
  });
  // What `locate` found: rows are asked for several times each.
  let group = top;
  let place = 0;
  let located = -1;

  /** Goes on from the located row to the next one: rows are asked for one after the other, however deep they are. */
  function goOn(): void {
    const below = openGroup();
    if (below && below.rows > 0) {
      group = below;
      place = 0;
      return;
    }
    while (group.state !== 'there' || place + 1 >= group.nodes.length) {
      place = group.at;
      group = group.parent!;
    }
    place++;
  }

  /** Finds group and place of a row. */
  function locate(index: number): void {
    if (index === located) return;
    if (located >= 0 && index === located + 1 && index < top.rows) {
      goOn();
      located = index;
      return;
    }
    if (!(Number.isInteger(index) && index >= 0 && index < top.rows))
      throw new ValueError(`there is no row ${index}: there are ${top.rows}`);
    group = top;
    place = 0;
    for (let row = index; group.state === 'there'; row--) {
      place = group.find(row);
      row -= group.before;
      if (row === 0) break;
      group = group.below.get(place)!;
      place = 0;
    }
    located = index;
  }

  /** The group below the located node, if its rows are shown. */
  function openGroup(): TreeGroup<T> | undefined {
    const below = group.state === 'there' ? group.below.get(place) : undefined;
    return below?.isOpen ? below : undefined;
  }

  /** The row at a place of a group; -1 where a node above it is closed. */
  function rowOf(target: TreeGroup<T>, at: number): number {
    let row = target.rowOf(at);
    for (let each = target; each.parent; each = each.parent) {
      if (!each.isOpen) return -1;
      row += each.parent.rowOf(each.at) + 1;
    }
    return row;
  }

  /** Counts that a group has more or fewer rows, as far up as they are shown. */
  function changeRows(target: TreeGroup<T>, by: number): void {
    located = -1;
    for (let each = target; each.parent && each.isOpen; each = each.parent)
      each.parent.change(each.at, by);
  }

  /** Opens a node; undefined where nothing is below it. `isAside` leaves the rows below it out until they are shown. */
  function openAt(target: TreeGroup<T>, at: number, isAside = false): TreeGroup<T> | undefined {
    let below = target.below.get(at);
    if (below?.isOpen) return below;
    if (!below) {
      const node = target.nodes[at]!;
      if (hasChildren && !hasChildren(node)) return undefined;
      below = new TreeGroup<T>(target, at, []);
      const nodes = loads.ask(below);
      if (nodes?.length === 0) return undefined;
      if (nodes) below.reset(nodes);
      target.below.set(at, below);
      places.add(below);
    }
    if (isAside) below.isOpen = false;
    else show(below);
    return below;
  }

  /** Shows the rows below a node. */
  function show(below: TreeGroup<T>): void {
    below.isOpen = true;
    const row = rowOf(below.parent!, below.at);
    changeRows(below, below.rows);
    if (row >= 0 && below.rows > 0) sinks.insertRows(row + 1, below.rows);
  }

  function close(below: TreeGroup<T>): void {
    if (!below.isOpen) return;
    const row = rowOf(below, 0);
    changeRows(below, -below.rows);
    below.isOpen = false;
    if (row >= 0 && below.rows > 0) sinks.removeRows(row, below.rows);
    // Nobody waits for it any more.
    if (below.state === 'loading') drop(below);
  }

  /** Forgets what is below a node, and all that is on its way there. */
  function drop(below: TreeGroup<T>): void {
    below.parent!.below.delete(below.at);
    const groups = [below];
    for (let each = groups.pop(); each; each = groups.pop()) {
      loads.cancel(each);
      for (const next of each.below.values()) groups.push(next);
    }
  }

  const source: TreeSource<T> = {
    get count() {
      return top.rows;
    },
    isReady(index) {
      locate(index);
      return group.state !== 'loading';
    },
    at(index) {
      locate(index);
      return group.nodes[place];
    },
    depthAt(index) {
      locate(index);
      return group.depth;
    },
    stateOf(index) {
      locate(index);
      return group.state === 'there' ? 'node' : group.state;
    },
    isOpen(index) {
      locate(index);
      return openGroup() !== undefined;
    },
    hasChildren(index) {
      locate(index);
      if (group.state !== 'there') return false;
      const below = group.below.get(place);
      if (below) return below.state !== 'there' || below.nodes.length > 0;
      const node = group.nodes[place]!;
      return hasChildren ? hasChildren(node) : loads.peek(node);
    },
    parentOf(index) {
      locate(index);
      return group.parent ? index - group.rowOf(place) - 1 : -1;
    },
    indexOf(node) {
      const found = places.find(node);
      return found ? rowOf(found, places.placeOf(found, node)) : -1;
    },
    open(index) {
      locate(index);
      if (group.state === 'there') openAt(group, place);
    },
    close(index) {
      locate(index);
      const below = openGroup();
      if (below) close(below);
    },
    toggle(index) {
      if (source.isOpen(index)) source.close(index);
      else source.open(index);
    },
    retry(index) {
      locate(index);
      const target = group.state === 'failed' ? group : openGroup();
      if (target?.state !== 'failed') return;
      target.state = 'loading';
      loads.retry(target);
      const row = rowOf(target, 0);
      if (row >= 0) sinks.refreshRows(row, 1);
    },
    refresh(index) {
      locate(index);
      const target = group;
      const at = place;
      const below = target.state === 'there' ? target.below.get(at) : undefined;
      if (!below) return;
      const wasOpen = below.isOpen;
      close(below);
      drop(below);
      if (wasOpen) openAt(target, at);
    },
    openAll(scheduler, { depth = Number.POSITIVE_INFINITY, signal } = {}) {
      const isDeep = (target: TreeGroup<T>): boolean => target.depth >= depth;
      return openTree(top, isDeep, { openAt, show }, loads, scheduler, signal);
    },
    closeAll() {
      // What is in these is out of sight then: nobody is to be told, nor does a node above it take fewer rows.
      const groups = [...top.below.values()];
      for (const each of groups) close(each);
      for (let each = groups.pop(); each; each = groups.pop()) {
        if (each.state === 'loading') {
          drop(each);
          continue;
        }
        for (const next of each.below.values()) groups.push(next);
        each.closeWithin();
        each.isOpen = false;
      }
      located = -1;
    },
    step(index, isRight) {
      const isOpen = source.isOpen(index);
      if (!isRight) {
        if (!isOpen) return source.parentOf(index);
        source.close(index);
        return index;
      }
      if (isOpen) return openGroup()!.rows > 0 ? index + 1 : -1;
      if (!source.hasChildren(index)) return -1;
      source.open(index);
      return index;
    },
    connect: sinks.connect,
    dispose: () => loads.dispose(),
  };
  return source;
}
