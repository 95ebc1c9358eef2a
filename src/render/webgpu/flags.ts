// Bits that the WebGPU specification fixes. The interfaces that hold them are missing from TypeScript's own types.
export const BUFFER_MAP_READ = 1;
export const BUFFER_COPY_SRC = 4;
export const BUFFER_COPY_DST = 8;
export const BUFFER_INDEX = 16;
export const BUFFER_UNIFORM = 64;
export const BUFFER_STORAGE = 128;
export const BUFFER_QUERY_RESOLVE = 512;
export const TEXTURE_COPY_SRC = 1;
export const TEXTURE_COPY_DST = 2;
export const TEXTURE_BINDING = 4;
export const TEXTURE_ATTACHMENT = 16;
export const STAGE_VERTEX = 1;
export const STAGE_FRAGMENT = 2;
export const MAP_READ = 1;
