export type { RowSink, RowSource } from '../ecs/stores';
export { type ArraySource, type ArraySourceOptions, arraySource } from './array-source';
export type { ArrowData, ArrowVector } from './arrow-chunk';
export type { ArrowColumn } from './arrow-column';
export { type ArrowSource, type ArrowTable, arrowSource } from './arrow-source';
export { type ColumnSource, columnSource, type DataColumns } from './column-source';
export type { RowKey } from './keyed-diff';
export {
  type LoadedPage,
  type PagedSource,
  type PagedSourceOptions,
  PageError,
  pagedSource,
} from './paged-source';
export type { DataPorts } from './ports';
export { DataError, type RequestOptions } from './requests';
