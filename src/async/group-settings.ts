import { duration, whole } from '../ecs';
import { callable, oneOf } from './checks';
import type { GroupSettings } from './group';
import { createLimiter } from './limiter';
import type { GroupOptions } from './options';
import { isLoad } from './overload';
import type { AsyncPorts } from './ports';

/** Checks the options of a group, those that are left open filled in. Throws `ValueError`. */
export function groupSettings(
  name: string,
  options: GroupOptions,
  { random }: AsyncPorts,
): GroupSettings {
  const { limit = Number.POSITIVE_INFINITY, timeoutMs } = options;
  return {
    limit:
      typeof limit === 'object'
        ? createLimiter(limit, random)
        : limit === Number.POSITIVE_INFINITY
          ? limit
          : whole(`limit of group '${name}'`, limit, 1),
    maxQueued: whole('maxQueued', options.maxQueued ?? 10_000, 1),
    whenFull: oneOf('whenFull', options.whenFull ?? 'reject', ['reject', 'drop-oldest', 'wait']),
    timeoutMs: timeoutMs === undefined ? 0 : duration('timeoutMs', timeoutMs),
    countMissedFrames: options.countMissedFrames ?? false,
    isOverload: callable('isOverload', options.isOverload ?? isLoad),
  };
}
