/** Base of every error Rafter throws on purpose; `code` is stable across releases. */
export class RafterError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A handle whose element was despawned. */
export class StaleHandleError extends RafterError {
  constructor(message: string) {
    super('stale-handle', message);
  }
}

/** A limit that was set on purpose has been reached; nothing was changed. */
export class CapacityError extends RafterError {
  constructor(message: string) {
    super('capacity', message);
  }
}

/** A structural edit that would break the tree; nothing was changed. */
export class TreeError extends RafterError {
  constructor(message: string) {
    super('tree', message);
  }
}

/** A style, option or value that cannot be used; nothing was changed. */
export class ValueError extends RafterError {
  constructor(message: string) {
    super('value', message);
  }
}

/** A system, resource or order that does not fit the app. */
export class SystemError extends RafterError {
  constructor(message: string) {
    super('system', message);
  }
}
