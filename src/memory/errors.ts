import { RafterError } from '../ecs';

/** An object of a pool that was released twice, used after its release, or is none of the pool's. */
export class PoolError extends RafterError {
  constructor(message: string) {
    super('pool', message);
  }
}
