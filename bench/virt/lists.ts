import { Virtualizer } from '@tanstack/virtual-core';
import * as virtua from 'virtua/unstable_core';
import { createSizeIndex, type SizeIndex } from '../../src/structures';
import { FlatFenwick } from './fenwick';

/** Height every list is told of a row that was not measured, CSS pixels. */
export const ESTIMATE = 40;
/** Height of the window, CSS pixels. */
export const VIEWPORT = 800;

/** Measured height of a row, CSS pixels: 20 to 119.75. */
export function sizeOf(row: number): number {
  return 20 + ((row * 7919) % 400) / 4;
}

/** Ours, nothing measured. */
export function mountOurs(rows: number): SizeIndex {
  return createSizeIndex({ count: rows, size: ESTIMATE });
}

/** Ours, every row measured. */
export function measuredOurs(rows: number): SizeIndex {
  const index = mountOurs(rows);
  for (let row = 0; row < rows; row++) index.setSize(row, sizeOf(row));
  return index;
}

/** The textbook's list, nothing measured. */
export function mountFenwick(rows: number): FlatFenwick {
  return new FlatFenwick(rows, ESTIMATE);
}

/** The textbook's list, every row measured. */
export function measuredFenwick(rows: number): FlatFenwick {
  const fenwick = mountFenwick(rows);
  for (let row = 0; row < rows; row++) fenwick.set(row, sizeOf(row));
  return fenwick;
}

export type Tanstack = Virtualizer<Element, Element>;

/** Options of TanStack's list for so many rows. */
export function tanstackOptions(count: number) {
  return {
    count,
    estimateSize: () => ESTIMATE,
    // No element: only the measurements are asked for, and offset 0 keeps it from correcting a scroll position.
    getScrollElement: () => null,
    initialOffset: 0,
    scrollToFn: () => {},
    observeElementRect: () => {},
    observeElementOffset: () => {},
  };
}

/** TanStack's list, nothing measured. */
export function mountTanstack(rows: number): Tanstack {
  const virtualizer = new Virtualizer<Element, Element>(tanstackOptions(rows));
  virtualizer.getTotalSize();
  return virtualizer;
}

/** TanStack's list, every row measured. */
export function measuredTanstack(rows: number): Tanstack {
  const virtualizer = mountTanstack(rows);
  for (let row = 0; row < rows; row++) virtualizer.resizeItem(row, sizeOf(row));
  virtualizer.getTotalSize();
  return virtualizer;
}

/** The part of virtua's list layout that a window needs; its declarations leave it out. */
export type VirtuaLayout = {
  $setItemSizes(sizes: [number, number][], viewport: number): void;
  $getRange(top: number, bottom: number): [number, number];
  $getItemOffset(row: number): number;
  $getTotalSize(): number;
  $setLength(count: number, isPrepend?: boolean): void;
};

const { createListLayout } = virtua as unknown as {
  createListLayout(count: number, size?: number): VirtuaLayout;
};

/** virtua's list, nothing measured. */
export function mountVirtua(rows: number): VirtuaLayout {
  const layout = createListLayout(rows, ESTIMATE);
  layout.$getTotalSize();
  return layout;
}

/** virtua's list, every row measured. */
export function measuredVirtua(rows: number): VirtuaLayout {
  const layout = mountVirtua(rows);
  const sizes = Array.from({ length: rows }, (_, row): [number, number] => [row, sizeOf(row)]);
  layout.$setItemSizes(sizes, VIEWPORT);
  layout.$getTotalSize();
  return layout;
}
