import type { ByteSource } from '../../../../src/data';

export type Asked = {
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
  answer(bytes?: Uint8Array): void;
  refuse(error: unknown): void;
};

/** Bytes that are had at once, or when the test answers what was `asked`. */
export type ByteStore = ByteSource & {
  data: Uint8Array;
  readonly asked: Asked[];
};

export function byteStore(data: Uint8Array, { waits = false, isFar = false } = {}): ByteStore {
  const asked: Asked[] = [];
  const store = {
    data,
    asked,
    isFar,
    get size() {
      return store.data.length;
    },
    read(from: number, to: number, signal: AbortSignal): Promise<Uint8Array> {
      return new Promise((resolve, reject) => {
        const answer = (bytes = store.data.slice(from, to)): void => resolve(bytes);
        asked.push({ from, to, signal, answer, refuse: reject });
        if (!waits) answer();
      });
    },
    refresh: async () => store.data.length,
  };
  return store;
}

/** Bytes that are told apart by where they are. */
export function pattern(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
}

export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
