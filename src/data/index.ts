export type { RowSink, RowSource } from '../ecs/stores';
export { type ArraySource, type ArraySourceOptions, arraySource } from './array-source';
export type { RowKey } from './keyed-diff';
