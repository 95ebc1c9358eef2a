declare const entityBrand: unique symbol;
declare const rowBrand: unique symbol;

/** Handle of an element: 20-bit row and 12-bit generation, always >= 2^20. Survives recycling of the row: a stale one is found. */
export type Entity = number & { readonly [entityBrand]: true };

/** Index of an element in every column, always < 2^20; 0 means none. Valid only while its element lives. */
export type Row = number & { readonly [rowBrand]: true };

/** What setters take: a handle is checked for its generation, a row only for holding a live element. */
export type Target = Entity | Row;

/** Bits of a handle that name the row. */
export const ROW_BITS = 20;
/** Bits of a handle that name the generation. */
export const GENERATION_BITS = 12;
/** First number that is a handle and no row. */
export const ROW_LIMIT = 2 ** ROW_BITS;
/** The row bits of a handle; the highest row. */
export const ROW_MASK = ROW_LIMIT - 1;
/** Generations run from 1 to this; a row that has used them all is retired. */
export const GENERATION_MAX = 2 ** GENERATION_BITS - 1;
/** The row that stands for "no element". */
export const NO_ROW = 0 as Row;

/** Packs a row and a generation into a handle. */
export function packEntity(row: number, generation: number): Entity {
  return (((generation << ROW_BITS) | row) >>> 0) as Entity;
}
