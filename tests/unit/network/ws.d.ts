/** As much of `ws` as the tests use. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';

  export class WebSocket extends EventEmitter {
    constructor(url: string);
    readonly readyState: number;
    readonly bufferedAmount: number;
    onopen: ((event: never) => void) | null;
    onclose: ((event: never) => void) | null;
    onerror: ((event: never) => void) | null;
    onmessage: ((event: never) => void) | null;
    send(data: unknown): void;
    close(code?: number, reason?: string): void;
    terminate(): void;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: { port: number; host: string } | { noServer: true });
    handleUpgrade(
      request: unknown,
      socket: unknown,
      head: Uint8Array,
      done: (socket: WebSocket) => void,
    ): void;
    readonly clients: Set<WebSocket>;
    address(): { port: number };
    close(done?: () => void): void;
  }
}
