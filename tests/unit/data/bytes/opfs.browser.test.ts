import { expect, it, onTestFinished } from 'vitest';

it('a file of the origin is read by its handle in a worker, also where it grows, is cut short or closed', async () => {
  const worker = new Worker(new URL('./pages/opfs.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => worker.terminate());
  const result = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  expect(result).toEqual({
    ...{ size: 25_500, pageCount: 26, grown: 26_600, areSame: [true, true, true] },
    // Of the three that were read first one was longer by then.
    ...{ pages: 5, bytesRead: 3000 + 500 + 1000 + 600 },
    cut: {
      name: 'ChangedError',
      message: 'it is cut short: of the bytes 3000 to 3999 only 0 are there',
    },
    refreshed: {
      name: 'ChangedError',
      message: 'there are only 2500 bytes where 26600 were',
    },
    closed: { name: 'DataError', message: expect.stringContaining('could not be read') },
  });
});
