import { serveWork } from '../../../../src/async/worker-pool';

type Asked = {
  add?: readonly [number, number];
  /** Comes back as it was, or as a message that cannot be. */
  buffer?: ArrayBuffer;
  isBad?: boolean;
  isFatal?: boolean;
  isEndless?: boolean;
};

serveWork(self, ({ add, buffer, isBad, isFatal, isEndless }: Asked, transfer) => {
  if (isBad) throw new Error('refused');
  if (isFatal) {
    // An error that no handler catches: the page is told by the worker's `error` event.
    setTimeout(() => {
      throw new Error('died');
    }, 0);
    return new Promise(() => {});
  }
  if (isEndless) for (;;);
  if (buffer) {
    transfer.push(buffer);
    return buffer;
  }
  return add![0] + add![1];
});
