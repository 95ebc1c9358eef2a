export { type ArrowFile, type ArrowFileOptions, arrowFile } from './arrow-file';
export { type ByteSource, ChangedError } from './byte-source';
export type { HttpOptions } from './http-bytes';
export { type LineSearch, type LineSearchOptions, searchLines } from './line-search';
export { type LineSource, type LineSourceOptions, lineSource } from './line-source';
export type { PageMemory } from './page-store';
export {
  openPaged,
  type PagedBytes,
  type PagedOptions,
  type PagedStats,
  type ReadOptions,
} from './paged-bytes';
export type { NodeFileHandle, Readable, SyncAccessHandle } from './readable';
export { type RecordSource, type RecordSourceOptions, recordSource } from './record-source';
