import { type App, box, button, type Entity, on, text } from 'rafter-ui';
import type { Palette } from './palette';
import { MAX_WIDTH, type Room, sideOf } from './sheet';

export type HeadOptions = { palette: Palette; room: Room; switchTheme(): void };

/** Adds the bar above the page; returns the text that tells how loading goes. */
export function addHead(
  { world }: App,
  parent: Entity,
  { palette, room, switchTheme }: HeadOptions,
): Entity {
  const side = sideOf(room);
  const head = box(world, {
    parent,
    height: 56,
    flexShrink: 0,
    alignItems: 'center',
    justifyContent: 'center',
  });
  const line = box(world, {
    parent: head,
    width: '100%',
    maxWidth: MAX_WIDTH,
    alignItems: 'center',
    columnGap: 16,
    paddingLeft: side,
    paddingRight: side,
  });
  text(world, { parent: line, content: 'Rafter text', fontWeight: 700, flexShrink: 0 });
  const status = text(world, {
    parent: line,
    fontSize: 13,
    color: palette.quiet,
    flexGrow: 1,
    flexBasis: 0,
    textAlign: 'right',
  });
  const toggle = button(world, {
    parent: line,
    label: palette.name === 'dark' ? 'Light' : 'Dark',
    fontSize: 14,
    width: 72,
    flexShrink: 0,
  });
  on(world, toggle, 'activate', switchTheme);
  box(world, { parent, height: 1, flexShrink: 0, fill: palette.line });
  return status;
}
