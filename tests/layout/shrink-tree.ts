import type { StyleSpec, TreeSpec } from './layout-tree';

/** The smallest tree that still fails: children, properties and texts are taken away as long as it does. */
export function shrinkTree(spec: TreeSpec, fails: (spec: TreeSpec) => boolean): TreeSpec {
  let smallest = spec;
  for (let again = true; again; ) {
    again = false;
    for (const candidate of smallerTrees(smallest)) {
      if (!fails(candidate)) continue;
      smallest = candidate;
      again = true;
      break;
    }
  }
  return smallest;
}

/** Every tree that is one step smaller, the biggest steps first. */
function* smallerTrees(spec: TreeSpec): Generator<TreeSpec> {
  for (let i = 0; i < spec.children.length; i++) {
    yield { ...spec, children: spec.children.filter((_, at) => at !== i) };
  }
  for (let i = 0; i < spec.children.length; i++) {
    const child = spec.children[i]!;
    const children = [...spec.children];
    children.splice(i, 1, ...child.children);
    if (child.children.length > 0) yield { ...spec, children };
  }
  for (const name of Object.keys(spec.style) as (keyof StyleSpec)[]) {
    const { [name]: _, ...style } = spec.style;
    yield { ...spec, style };
  }
  for (let i = 0; i < spec.children.length; i++) {
    for (const smaller of smallerTrees(spec.children[i]!)) {
      yield { ...spec, children: spec.children.map((child, at) => (at === i ? smaller : child)) };
    }
  }
}
