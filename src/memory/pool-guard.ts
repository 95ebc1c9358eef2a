import { PoolError } from './errors';
import type { PoolGuard } from './pool-types';
import { siteOf } from './site';

/** Finds objects that are released twice or used after their release; costs what it takes, for developers. */
export type Guard<T extends object> = {
  /** What the one who acquires an object gets for it. */
  hand(item: T): T;
  /** The object that was handed out as `given`. Throws `PoolError` if it is not out. */
  take(given: T): T;
  /** Says that an object lies ready now, as it is. */
  rest(item: T): void;
  /** Where the objects that are out were acquired, most first. */
  sites(): { site: string; count: number }[];
};

/** Functions of the pool, by which an object is handed out and taken back. */
const OWN = /^(?:at )?(?:ObjectPool|PoolLease|(?:Object\.)?(?:hand|take))\b/;

type Out<T> = { readonly item: T; readonly site: string; released: string };

export function createGuard<T extends object>(name: string, kind: PoolGuard | undefined): Guard<T> {
  const out = new Map<T, Out<T>>();
  // By what was handed out: which is an object of its own each time where it is a stand-in.
  const back = new WeakMap<T, Out<T>>();
  const before = new WeakMap<T, Map<PropertyKey, unknown>>();

  function kindOf(item: T): PoolGuard {
    return kind ?? (isPlain(item) ? 'proxy' : 'compare');
  }

  function check(item: T): void {
    const values = before.get(item);
    if (!values) return;
    before.delete(item);
    for (const key of new Set([...values.keys(), ...Reflect.ownKeys(item)])) {
      if (Object.is(values.get(key), Reflect.get(item, key))) continue;
      throw new PoolError(
        `'${String(key)}' of an object of pool '${name}' was written after its release, ${back.get(item)?.released ?? ''}; keep no objects after release`,
      );
    }
  }

  return {
    hand(item) {
      check(item);
      const record: Out<T> = { item, site: siteOf(OWN), released: '' };
      const given = kindOf(item) === 'proxy' ? standIn(item, record, name) : item;
      back.delete(given);
      out.set(given, record);
      return given;
    },
    take(given) {
      const record = out.get(given);
      if (!record) {
        const former = back.get(given);
        throw new PoolError(
          former
            ? `an object of pool '${name}' was released twice, first ${former.released}; release each once`
            : `an object that is not from pool '${name}' was released to it; release what its acquire gave`,
        );
      }
      out.delete(given);
      record.released = siteOf(OWN);
      back.set(given, record);
      return record.item;
    },
    sites() {
      const counts = new Map<string, number>();
      for (const { site } of out.values()) counts.set(site, (counts.get(site) ?? 0) + 1);
      return [...counts]
        .map(([site, count]) => ({ site, count }))
        .sort((a, b) => b.count - a.count);
    },
    rest(item) {
      if (kindOf(item) !== 'compare') return;
      const values = new Map<PropertyKey, unknown>();
      for (const key of Reflect.ownKeys(item)) values.set(key, Reflect.get(item, key));
      before.set(item, values);
    },
  };
}

function isPlain(item: object): boolean {
  const prototype = Object.getPrototypeOf(item);
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}

/** An object that stands for another one until that is released. */
function standIn<T extends object>(item: T, record: Out<T>, name: string): T {
  const live = (): T => {
    if (record.released === '') return item;
    throw new PoolError(
      `an object of pool '${name}' was used after its release, ${record.released}; keep no objects after release`,
    );
  };
  return new Proxy(item, {
    get: (_, key) => Reflect.get(live(), key),
    set: (_, key, value) => Reflect.set(live(), key, value),
    has: (_, key) => Reflect.has(live(), key),
    deleteProperty: (_, key) => Reflect.deleteProperty(live(), key),
    ownKeys: () => Reflect.ownKeys(live()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(live(), key),
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(live(), key, descriptor),
  });
}
