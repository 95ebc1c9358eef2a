import { SystemError } from './errors';
import { internals, type World } from './internals';

declare const valueType: unique symbol;

/** Token of a thing a world has one of: a port, a table, a queue. Systems meet in resources as they meet in stores. */
export type Resource<T> = {
  readonly type: 'resource';
  readonly name: string;
  readonly [valueType]?: T;
};

/** Declares a resource. */
export function defineResource<T>(name: string): Resource<T> {
  return { type: 'resource', name };
}

/** Puts a world's instance of a resource in place; the previous one is forgotten, not disposed. */
export function setResource<T>(world: World, token: Resource<T>, value: T): void {
  internals(world).resources.set(token, value);
}

/** This world's instance of a resource. Throws `SystemError` when nothing has put one in place. */
export function resource<T>(world: World, token: Resource<T>): T {
  const value = internals(world).resources.get(token);
  if (value === undefined) {
    throw new SystemError(
      `this world has no ${token.name}; make the world with createApp or createSurface, or setResource it`,
    );
  }
  return value as T;
}

/** This world's instance of a resource, or undefined. */
export function findResource<T>(world: World, token: Resource<T>): T | undefined {
  return internals(world).resources.get(token) as T | undefined;
}
