import { defineResource, defineStore } from '../index';

/** The mouse cursors of CSS; a place in this list is what a column holds. */
export const cursorNames = [
  'auto',
  'default',
  'pointer',
  'text',
  'none',
  'context-menu',
  'help',
  'progress',
  'wait',
  'cell',
  'crosshair',
  'vertical-text',
  'alias',
  'copy',
  'move',
  'no-drop',
  'not-allowed',
  'grab',
  'grabbing',
  'all-scroll',
  'col-resize',
  'row-resize',
  'n-resize',
  'e-resize',
  's-resize',
  'w-resize',
  'ne-resize',
  'nw-resize',
  'se-resize',
  'sw-resize',
  'ew-resize',
  'ns-resize',
  'nesw-resize',
  'nwse-resize',
  'zoom-in',
  'zoom-out',
] as const;

/** Name of a mouse cursor, as CSS has it. */
export type CursorName = (typeof cursorNames)[number];

export const CURSOR_AUTO = 0;
export const CURSOR_DEFAULT = 1;
export const CURSOR_POINTER = 2;
export const CURSOR_TEXT = 3;

/**
 * Mouse cursor over an element and all in it, a place in `cursorNames`; `CURSOR_AUTO` leaves it to what the element is in. Styles
 * write it, input reads it.
 */
export const Cursor = defineStore('Cursor', { shape: 'u8' });

/** The host's mouse cursor. Told of every change; `auto` is whatever the host shows by itself. */
export type CursorPort = { show(name: CursorName): void };

export const CursorPort = defineResource<CursorPort>('CursorPort');
