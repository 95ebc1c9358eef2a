import { type Entity, type Target, ValueError, type World } from '../ecs';
import type { RowTypes } from '../ecs/stores';
import { checkFunction, checkSize } from './list-checks';

/** How rows of a type are made and filled. Of no types, all rows of a list. */
export type RowTemplate<Parts extends readonly Target[]> = {
  /** Makes the children of one pooled row; called once for each row of the pool. What it returns is handed to `bind`. */
  template: (row: Entity) => Parts;
  /** Fills a pooled row for an index. Called when a row comes into the window; allocate nothing here. */
  bind(world: World, parts: Parts, index: number): void;
  /**
   * Takes back what `bind` took for an index, before the row is bound again or is dropped, as when the list is gone. Leave its
   * elements alone, which may be gone too. Allocate nothing here.
   */
  unbind?(world: World, parts: Parts, index: number): void;
};

/** The rows of one type: made by its own `template`, and recycled among themselves. */
export type RowType<Parts extends readonly Target[] = readonly Target[]> = RowTemplate<Parts> & {
  /**
   * Height of a row of this type that has not been measured, CSS pixels, until a few have been: the list learns what they take.
   * @default estimatedSize of the list
   */
  estimatedSize?: number;
};

/** Rows of several types: which type a row is of, and the types by name. */
export type TypedRows<Name extends string> = {
  /** The type of a row. Called when a row comes near the viewport; allocate nothing here. */
  rowType: (index: number) => NoInfer<Name>;
  types: { readonly [Key in Name]: RowType };
};

/**
 * Gives the rows of one type as they are, and has TypeScript know what their `bind` is handed: the parts that their `template` makes.
 * Throws `ValueError` for what is no function or no height.
 */
export function rowType<Parts extends readonly Target[]>(type: RowType<Parts>): RowType {
  checkType('rowType', type as RowType);
  return type as RowType;
}

/** What the core is told of `rowType` and `types`; undefined without either. */
export function rowTypesOf(
  of: ((index: number) => string) | undefined,
  types: Readonly<Record<string, RowType>> | undefined,
  estimatedSize: number,
): RowTypes | undefined {
  if (of === undefined && types === undefined) return undefined;
  checkFunction('rowType', of);
  const names = typeof types === 'object' && types !== null ? Object.keys(types) : [];
  if (names.length === 0)
    throw new ValueError(`types is ${types ? 'empty' : types}; give the types of rows by name`);
  const ids = new Map(names.map((name, id) => [name, id]));
  const all = names.map((name) => {
    const type = types![name]!;
    checkType(`types.${name}`, type);
    const { template, estimatedSize: own = estimatedSize } = type;
    return { template, bind: type.bind, unbind: type.unbind, estimatedSize: own };
  });
  return {
    all,
    of(index) {
      const name = of!(index);
      const id = ids.get(name);
      if (id !== undefined) return id;
      throw new ValueError(`it gave '${String(name)}'; give one of ${names.join(', ')}`);
    },
  };
}

function checkType(name: string, type: RowType): void {
  checkFunction(`${name}.template`, type?.template);
  checkFunction(`${name}.bind`, type.bind);
  if (type.unbind !== undefined) checkFunction(`${name}.unbind`, type.unbind);
  if (type.estimatedSize !== undefined) checkSize(type.estimatedSize);
}
