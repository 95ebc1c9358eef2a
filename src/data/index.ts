export type { RowSink, RowSource } from '../ecs/stores';
export { type ArraySource, type ArraySourceOptions, arraySource } from './array-source';
export type { ArrowData, ArrowVector } from './arrow-chunk';
export type { ArrowColumn } from './arrow-column';
export { type ArrowSource, type ArrowTable, arrowSource } from './arrow-source';
export {
  type ArrowFile,
  type ArrowFileOptions,
  arrowFile,
  type ByteSource,
  ChangedError,
  type HttpOptions,
  type LineSearch,
  type LineSearchOptions,
  type LineSource,
  type LineSourceOptions,
  lineSource,
  type NodeFileHandle,
  openPaged,
  type PagedBytes,
  type PagedOptions,
  type PagedStats,
  type PageMemory,
  type Readable,
  type ReadOptions,
  type RecordSource,
  type RecordSourceOptions,
  recordSource,
  type SyncAccessHandle,
  searchLines,
} from './bytes';
export { type ColumnSource, columnSource, type DataColumns } from './column-source';
export { MOST_COPIED, type RowText } from './copy-rows';
export { type FindOptions, findInRows, type RowSearch } from './find-rows';
export { type JoinedSource, joinSources } from './joined-source';
export type { ListHandle, SliceScheduler } from './list-handle';
export type { RowKey } from './match-keys';
export type { FindQuery } from './matcher';
export {
  type LoadedPage,
  type PagedSource,
  type PagedSourceOptions,
  PageError,
  pagedSource,
} from './paged-source';
export type { DataPorts } from './ports';
export { DataError, type RequestOptions } from './requests';
export { type RowSelection, type RowSelectionOptions, selectRows } from './row-selection';
export { type TreeSource, type TreeSourceOptions, treeSource } from './tree-source';
