import { type Events, PAINT, resource, setResource, touch, type World } from '../ecs';
import { TextMarks, type ViewSize } from '../ecs/stores';
import { type Color, parseColor, retheme, Theme, textColors } from '../ui';
import type { AppEvents } from './app-types';

/** What of an app its theme has: written anew when another one is set. */
export type Theming = {
  setTheme(theme: Theme): void;
  setBackground(color: Color): void;
};

/** Sets the first theme of a world, and later ones. */
export function createTheming(options: {
  readonly world: World;
  readonly view: ViewSize;
  readonly theme: Theme;
  readonly events: Pick<Events<AppEvents>, 'emit'>;
  /** Called when the background is another. */
  readonly invalidate: () => void;
}): Theming {
  const { world, view, events, invalidate } = options;
  setResource(world, Theme, options.theme);
  colorMarks(options.theme);
  let plain = textColors(options.theme);

  function colorMarks({ selection, accent }: Theme): void {
    const marks = resource(world, TextMarks);
    const highlight = parseColor(selection);
    marks.ring = parseColor(accent);
    marks.highlight = highlight;
    touch(world, marks.row, PAINT);
    touch(world, marks.ringRow, PAINT);
  }

  function setBackground(color: Color): void {
    view.background = parseColor(color);
    invalidate();
  }

  return {
    setBackground,
    setTheme(next) {
      // First: a colour that cannot be read changes nothing.
      parseColor(next.background);
      const colors = textColors(next);
      colorMarks(next);
      setBackground(next.background);
      setResource(world, Theme, next);
      retheme(world, plain, colors);
      plain = colors;
      events.emit('theme', next);
    },
  };
}
