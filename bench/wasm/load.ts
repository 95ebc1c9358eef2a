import type { Binary } from './binaries';

const PAGE_BYTES = 65_536;

/** Compiles an assembled module at once. A page whose content security policy lacks 'wasm-unsafe-eval' throws here. */
export function compile({ base64 }: Binary): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(base64));
}

/**
 * Makes memory with room for so many bytes. Memory that grows detaches its buffer, and once any buffer was detached V8 looks for
 * that at every access to any typed array: frames of an app took a tenth longer. So it is made large enough, which takes
 * addresses and no pages until they are written.
 */
export function makeMemory(bytes: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.max(2, Math.ceil(bytes / PAGE_BYTES)) });
}

/** Makes an instance of a module over a memory. */
export function instantiate<E extends object>(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): E {
  return new WebAssembly.Instance(module, { host: { memory } }).exports as E;
}

/** Bytes of a base64 string. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
