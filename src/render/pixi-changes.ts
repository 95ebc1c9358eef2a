import type { RenderGroup } from 'pixi.js';

/** Methods by which Pixi notes what was moved or looks otherwise. */
const NOTING = ['onChildUpdate', 'onChildViewUpdate', 'updateCacheTexture'] as const;
const CACHING = ['enableCacheAsTexture', 'disableCacheAsTexture'] as const;
/** All that is put over a group's own while it is watched. */
const OVER = [...NOTING, ...CACHING, 'addRenderGroupChild', '_removeRenderGroupChild'] as const;

/** Some of it is in no declaration of Pixi's. */
type Watched = Pick<RenderGroup, 'structureDidChange' | 'renderGroupChildren'> & {
  addRenderGroupChild(child: RenderGroup): void;
  _removeRenderGroupChild(child: RenderGroup): void;
} & Record<(typeof NOTING)[number] | (typeof CACHING)[number], (argument?: unknown) => void>;

/**
 * Has every change of anything in a render group told, which Pixi notes for when it draws next: nobody looks while the app sleeps, and
 * whoever looked would do so in every frame. Groups that leave it are told of no more.
 */
export function watch(group: RenderGroup, changed: () => void): void {
  unwatch(group);
  const watched = group as unknown as Watched;
  // Written in many places of Pixi's, with nothing called.
  let isOther = watched.structureDidChange;
  Object.defineProperty(watched, 'structureDidChange', {
    configurable: true,
    enumerable: true,
    get: () => isOther,
    set(value: boolean) {
      isOther = value;
      if (value) changed();
    },
  });
  for (const name of [...NOTING, ...CACHING]) {
    const own = watched[name];
    watched[name] = (argument) => {
      own.call(watched, argument);
      changed();
    };
  }
  const { addRenderGroupChild: add, _removeRenderGroupChild: remove } = watched;
  watched.addRenderGroupChild = (child) => {
    add.call(watched, child);
    watch(child, changed);
    changed();
  };
  watched._removeRenderGroupChild = (child) => {
    // Pixi keeps groups for others to use.
    unwatch(child);
    remove.call(watched, child);
  };
  for (const child of watched.renderGroupChildren) watch(child, changed);
}

/** Has a group that may be watched, and those in it, be what it was. */
export function unwatch(group: RenderGroup): void {
  if (!Object.hasOwn(group, 'onChildUpdate')) return;
  for (const name of OVER) delete (group as unknown as Partial<Watched>)[name];
  const { structureDidChange } = group;
  const value = { value: structureDidChange, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(group, 'structureDidChange', value);
  for (const child of group.renderGroupChildren) unwatch(child);
}
