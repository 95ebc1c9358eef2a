import { CapacityError, ValueError } from '../ecs';

/** Bytes under a name, up to a limit. */
export type Budget = {
  readonly name: string;
  /** Bytes taken and not given back. */
  readonly bytes: number;
  /** Most bytes that were taken at once. */
  readonly highWater: number;
  /** Most that may be taken. */
  readonly limit: number;
  /** How often there was no room. */
  readonly refused: number;
  /**
   * Takes bytes, all or none; what can be given back elsewhere goes first. Returns false where there is no room, here or in all, and nothing has
   * changed then but what was given back.
   */
  take(bytes: number): boolean;
  /** Gives bytes back. Throws `ValueError` for more than were taken. */
  give(bytes: number): void;
  /**
   * Takes bytes and makes something of them. Where there is no room, or the host has none, it throws `CapacityError`, and what there was before is as it
   * was.
   */
  allocate<T>(bytes: number, make: (bytes: number) => T): T;
  /** Sets another limit; what is taken already stays. */
  setLimit(bytes: number): void;
  /** Gives all back and ends. Safe to call twice. */
  dispose(): void;
};

export type BudgetPorts = {
  /** Room in all for so many bytes more; asks others to give back what they can. */
  makeRoom(bytes: number, name: string): boolean;
  /** Tells that the host had no memory. */
  failed(name: string, bytes: number): void;
  disposed(budget: Budget): void;
};

/** Makes one. Throws `ValueError` for a limit that is none. */
export function createBudget(name: string, limit: number, ports: BudgetPorts): Budget {
  return new NamedBudget(name, checkedLimit(name, limit), ports);
}

class NamedBudget implements Budget {
  readonly name: string;
  bytes = 0;
  highWater = 0;
  refused = 0;
  limit: number;
  private isDisposed = false;
  private readonly ports: BudgetPorts;

  constructor(name: string, limit: number, ports: BudgetPorts) {
    this.name = name;
    this.limit = limit;
    this.ports = ports;
  }

  take(bytes: number): boolean {
    this.check('take', bytes);
    const fits = this.bytes + bytes <= this.limit && this.ports.makeRoom(bytes, this.name);
    // What made room may have taken some itself.
    if (!fits || this.isDisposed || this.bytes + bytes > this.limit) {
      this.refused++;
      return false;
    }
    this.bytes += bytes;
    if (this.bytes > this.highWater) this.highWater = this.bytes;
    return true;
  }

  give(bytes: number): void {
    this.check('give', bytes);
    if (bytes > this.bytes) {
      throw new ValueError(
        `give(${bytes}) to budget '${this.name}', of which ${this.bytes} bytes are taken; give back what was taken, once`,
      );
    }
    this.bytes -= bytes;
  }

  allocate<T>(bytes: number, make: (bytes: number) => T): T {
    if (!this.take(bytes)) {
      throw new CapacityError(
        `no room for ${bytes} bytes in budget '${this.name}': ${this.bytes} of ${this.limit} are taken here; give some back or set another limit`,
      );
    }
    try {
      return make(bytes);
    } catch (error) {
      this.bytes -= bytes;
      if (!(error instanceof RangeError)) throw error;
      this.ports.failed(this.name, bytes);
      const failure = new CapacityError(
        `the host has no memory for ${bytes} bytes of budget '${this.name}' (${error.message}); nothing was changed`,
      );
      failure.cause = error;
      throw failure;
    }
  }

  setLimit(bytes: number): void {
    this.limit = checkedLimit(this.name, bytes);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.bytes = 0;
    this.limit = 0;
    this.ports.disposed(this);
  }

  private check(method: string, bytes: number): void {
    if (this.isDisposed) {
      throw new ValueError(
        `${method}(${bytes}): budget '${this.name}' was disposed; make another one`,
      );
    }
    if (Number.isInteger(bytes) && bytes >= 0) return;
    throw new ValueError(
      `${method}(${bytes}) of budget '${this.name}': give whole bytes from 0 up`,
    );
  }
}

function checkedLimit(name: string, limit: number): number {
  if (limit >= 0) return limit;
  throw new ValueError(`the limit of budget '${name}' is ${limit}; give bytes from 0 up`);
}
