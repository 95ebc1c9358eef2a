import { ValueError } from '../../ecs';
import { type ByteSource, ChangedError, complete } from './byte-source';
import { type HttpOptions, httpBytes } from './http-bytes';

/** A `FileSystemSyncAccessHandle` of the origin private file system, as far as it is needed. It is read in a worker. */
export type SyncAccessHandle = {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
};

/** What `open` of `node:fs/promises` gives, as far as it is needed. */
export type NodeFileHandle = {
  stat(): Promise<{ size: number }>;
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>;
};

/** What can be opened. A string is an address. Handles stay the caller's, to be closed after. */
export type Readable = ByteSource | Blob | string | URL | SyncAccessHandle | NodeFileHandle;

/** The bytes of whatever it is. Throws `ValueError` for what cannot be read, `DataError` where an address does not answer. */
export async function byteSource(source: Readable, http: HttpOptions): Promise<ByteSource> {
  if (typeof source === 'string' || source instanceof URL) return httpBytes(String(source), http);
  if (typeof source === 'object' && source !== null) {
    if ('arrayBuffer' in source) return blobBytes(source);
    if ('getSize' in source) return syncBytes(source);
    if ('stat' in source) return nodeBytes(source, (await source.stat()).size);
    if ('read' in source && 'size' in source) return source;
  }
  throw new ValueError(
    `source is ${String(source)}; give a Blob, an address, a file handle or an object with size and read`,
  );
}

function blobBytes(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(from, to) {
      let buffer: ArrayBuffer;
      try {
        buffer = await blob.slice(from, to).arrayBuffer();
      } catch (error) {
        throw new ChangedError('the file has changed or is gone since it was chosen', error);
      }
      return complete(new Uint8Array(buffer), from, to);
    },
  };
}

function syncBytes(handle: SyncAccessHandle): ByteSource {
  return {
    size: handle.getSize(),
    read(from, to) {
      const bytes = new Uint8Array(to - from);
      return complete(bytes.subarray(0, handle.read(bytes, { at: from })), from, to);
    },
    refresh: async () => handle.getSize(),
  };
}

function nodeBytes(handle: NodeFileHandle, size: number): ByteSource {
  return {
    size,
    async read(from, to, signal) {
      const bytes = new Uint8Array(to - from);
      let length = 0;
      while (length < bytes.length) {
        signal.throwIfAborted();
        const { bytesRead } = await handle.read(
          bytes,
          length,
          bytes.length - length,
          from + length,
        );
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return complete(bytes.subarray(0, length), from, to);
    },
    refresh: async () => (await handle.stat()).size,
  };
}
