import { defineResource, type Frame } from '../index';

/** What is drawn with a text beside its glyphs. Written by the text system, read by batching. */
export type TextMarks = {
  /** Row with selected clusters, 0 = none, and which: `from` to `to - 1`. */
  row: number;
  from: number;
  to: number;
  /** Row that shows keyboard focus, 0 = none, around these clusters; around all of its box if they are none. */
  ringRow: number;
  ringFrom: number;
  ringTo: number;
  /** The text of one of these rows was set anew: the clusters may be others. Until that is known nothing is marked. */
  changed: boolean;
  /** Behind selected text, and of the ring. RGBA8. */
  highlight: number;
  ring: number;
};

export const TextMarks = defineResource<TextMarks>('TextMarks');

/** What is selected: clusters `from` to `to - 1` of a row's text. */
export type TextRange = { row: number; from: number; to: number };

/** The record of input that a text may react to. Its fields are those of the input system's. */
export type TextInputRecord = {
  readonly pointer: number;
  /** Surface CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly point: readonly [x: number | undefined, y: number | undefined];
  readonly code: number;
  readonly modifiers: number;
  readonly time: number;
  readonly key: string;
};

/**
 * What texts do on input that no handler took: selection, links and their place in the order of focus. The input system asks it
 * before it reacts by itself. Returned true means that it need not.
 */
export type TextInput = {
  /** The primary button or a finger went down on a row, 0 = nothing that takes input. True: the pointer's drag is the text's. */
  down(row: number, record: TextInputRecord): boolean;
  move(record: TextInputRecord): void;
  /** The pointer went up over a row; `isTaken`: somebody handled that. */
  up(row: number, record: TextInputRecord, isTaken: boolean): boolean;
  /** A pointer was taken away. */
  cancel(pointer: number): void;
  /**
   * Keeps the end of a selection that is dragged under the pointer, also where that rests. Called once a frame after its records.
   * Returns the row that must scroll to bring more of the text into sight, 0 = none, and writes by how much: CSS pixels, x and y.
   */
  drag(frame: Frame, scroll: Float64Array): number;
  /** A `CURSOR` constant for a place on the surface over a row: its link, its selectable text, or `CURSOR_AUTO`. */
  cursorAt(row: number, point: TextInputRecord['point']): number;
  /** A key went down while a row, 0 = none, has focus. */
  key(row: number, record: TextInputRecord): boolean;
  /** Whether a key with control or command would do something while a row has focus. */
  takesShortcut(row: number, key: string, modifiers: number): boolean;
  /** Moves focus to the next link within a row, if there is one. */
  tab(row: number, backwards: boolean): boolean;
  /** Tab has brought focus to a row. */
  enter(row: number, backwards: boolean): void;
  /** A row, 0 = none, has focus now; `isVisible`: it must be seen where. */
  focus(row: number, isVisible: boolean): void;
  /** Drops what a change of text has made meaningless. Called once a frame. */
  check(): void;
  /** What is selected, or undefined. One object, reused. */
  selected(): TextRange | undefined;
  select(row: number, from: number, to: number): void;
  clear(): void;
  /** The selected part of the text, '' for none. */
  copied(): string;
};

export const TextInput = defineResource<TextInput>('TextInput');

/** The host's clipboard. */
export type Clipboard = { write(text: string): void };

export const Clipboard = defineResource<Clipboard>('Clipboard');
