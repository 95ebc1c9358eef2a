import type { TreeGroup } from './tree-group';

/** Where nodes are, by node: made when it is first asked for, and kept up from then on. */
export type NodePlaces<T> = {
  /** Takes the nodes of a group in. */
  add(group: TreeGroup<T>): void;
  /** The group of a node, if that is in the tree. */
  find(node: T): TreeGroup<T> | undefined;
  /** The place of a node in its group. */
  placeOf(group: TreeGroup<T>, node: T): number;
};

export function createNodePlaces<T>(top: TreeGroup<T>): NodePlaces<T> {
  let groups: Map<T, TreeGroup<T>> | undefined;
  // By group, of those that were asked for: a group may have a million nodes.
  const places = new WeakMap<readonly T[], Map<T, number>>();

  function take(group: TreeGroup<T>): void {
    for (const node of group.nodes) groups!.set(node, group);
  }

  /** Whether a group is still below those that it is said to be below. */
  function isThere(group: TreeGroup<T>): boolean {
    for (let each = group; each.parent; each = each.parent)
      if (each.parent.below.get(each.at) !== each) return false;
    return true;
  }

  return {
    add(group) {
      if (groups) take(group);
    },
    find(node) {
      if (!groups) {
        groups = new Map();
        const all = [top];
        for (let each = all.pop(); each; each = all.pop()) {
          take(each);
          for (const next of each.below.values()) all.push(next);
        }
      }
      const group = groups.get(node);
      return group && isThere(group) ? group : undefined;
    },
    placeOf(group, node) {
      let known = places.get(group.nodes);
      if (!known) {
        known = new Map(group.nodes.map((each, place) => [each, place]));
        places.set(group.nodes, known);
      }
      return known.get(node)!;
    },
  };
}
