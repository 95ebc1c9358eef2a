/** A kind of element: the one bitECS component an element carries. */
export type Kind = { readonly kind: string };

/** Declares a kind; `spawn(world, kind)` makes elements of it and `watch(world, [kind])` lists them. */
export function defineKind(name: string): Kind {
  return { kind: name };
}
