import type { Binary } from './binaries';

/** Compiles an assembled module at once. A page whose content security policy lacks 'wasm-unsafe-eval' throws here. */
export function compile({ base64 }: Binary): WebAssembly.Module {
  return new WebAssembly.Module(bytesOf(base64));
}

/** Makes an instance of a module that imports nothing, with functions and memory of its own. */
export function instantiate<E extends object>(module: WebAssembly.Module): E {
  return new WebAssembly.Instance(module).exports as E;
}

/** Bytes of a base64 string. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
