import { type App, setText, text, type VirtualList, virtualList } from '../../src/index';
import { openRafter } from './rafter-app';
import { BACKGROUND, cssColor, FONT_FAMILY, FONT_SIZE, TEXT_COLOR, VIEW_HEIGHT } from './rows';

/** Width of the list, height of a message that was not measured, padding; CSS pixels. */
export const WIDTH = 600;
export const ESTIMATE = 40;
export const PADDING = 6;

const WORDS =
  'the gate opens at ten and flights to the coast are late again because of fog over the bay'.split(
    ' ',
  );

/** A message of 3 to 90 words. */
export function messageOf(index: number): string {
  const count = 3 + ((index * 7919) % 88);
  return Array.from({ length: count }, (_, i) => WORDS[(index + i * 5) % WORDS.length]).join(' ');
}

/** A virtual list of so many messages, wrapped, on a canvas of its own. */
export async function openMessages(rows: number): Promise<{ app: App; list: VirtualList }> {
  const app = await openRafter(BACKGROUND);
  const font = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, color: cssColor(TEXT_COLOR) };
  const list = virtualList(app.world, {
    ...{ position: 'absolute', width: WIDTH, height: VIEW_HEIGHT },
    count: rows,
    estimatedSize: ESTIMATE,
    template: (row) => [
      text(app.world, { parent: row, padding: PADDING, whiteSpace: 'normal', ...font }),
    ],
    bind: (_, [label], index) => setText(app.world, label!, messageOf(index)),
  });
  return { app, list };
}
