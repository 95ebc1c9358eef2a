/**
 * A kind of element: the one bitECS component an element carries for life. Never put it on bitECS entities of your own, nor take
 * it off an element: that counts as despawning it.
 */
export type Kind = { readonly kind: string };

/** Declares a kind; `spawn(world, kind)` makes elements of it and `watch(world, [kind])` lists them. */
export function defineKind(name: string): Kind {
  return { kind: name };
}
