import { openPaged } from '../../../../../src/data/bytes/paged-bytes';

type Handle = {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
};

const PAGE = 1000;

/** In a worker: a file of the origin's own file system, as its only reader reads it page by page, while it grows and is cut short. */
async function readFile() {
  const root = await navigator.storage.getDirectory();
  const name = `rafter-${Math.random()}`;
  const file = (await root.getFileHandle(name, { create: true })) as unknown as {
    createSyncAccessHandle(): Promise<Handle>;
  };
  const handle = await file.createSyncAccessHandle();
  try {
    handle.write(bytesFrom(0, 25_500), { at: 0 });
    handle.flush();
    const paged = await openPaged(handle, { pageBytes: PAGE, maxBytes: 8 * PAGE, retries: 0 });
    const { size, pageCount } = paged;
    const middle = await paged.read(12_345, 14_321);
    const end = await paged.read(25_400, 25_500);
    handle.write(bytesFrom(25_500, 26_600), { at: 25_500 });
    const grown = await paged.refresh();
    const added = await paged.read(25_450, 26_600);
    const { pages, bytesRead } = paged.stats();
    handle.truncate(2500);
    const cut = await paged
      .read(3000, 3001)
      .catch(({ name, message }: Error) => ({ name, message }));
    const refreshed = await paged
      .refresh()
      .catch(({ name, message }: Error) => ({ name, message }));
    handle.close();
    const closed = await paged
      .read(100, 101)
      .catch(({ name, message }: Error) => ({ name, message }));
    paged.dispose();
    return {
      ...{ size, pageCount, grown, pages, bytesRead, cut, refreshed, closed },
      areSame: [
        isSame(middle, 12_345, 14_321),
        isSame(end, 25_400, 25_500),
        isSame(added, 25_450, 26_600),
      ],
    };
  } finally {
    handle.close();
    await root.removeEntry(name);
  }
}

/** What the file holds at each place. */
function bytesFrom(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) => ((from + i) * 7) >> 3);
}

function isSame(bytes: Uint8Array, from: number, to: number): boolean {
  return String(bytes) === String(bytesFrom(from, to));
}

readFile().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
