import {
  type App,
  box,
  button,
  type Entity,
  image,
  numberFormat,
  on,
  type Style,
  setImage,
  setNumber,
  setStyle,
  setText,
  type Theme,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import { landscape } from '../cards/pictures';
import { COUNT, PICTURES, pictureOf, shapeOf, titleOf } from './pictures';

/** What a picture with its title takes before it is measured, CSS pixels. */
const ESTIMATED_ROW = 260;
/** Narrowest lane and what lies between two. */
const MIN_LANE = 220;
const GAP = 14;

export type Gallery = { readonly list: VirtualList };

const numbered = numberFormat({ group: ',', prefix: 'No. ' });

/** Builds the page: a head, and the pictures in as many lanes as there is room for. */
export function createScreen(app: App, theme: Theme): Gallery {
  const { world } = app;
  const pictures = Array.from({ length: PICTURES }, (_, i) => landscape(i));
  const shapes = new Map<number, Style>();

  function styleOf(shape: number): Style {
    const known = shapes.get(shape);
    if (known) return known;
    const style: Style = { aspectRatio: shape };
    shapes.set(shape, style);
    return style;
  }

  const page = box(world, { flexDirection: 'column', fill: theme.background });
  const head = box(world, {
    ...{ parent: page, height: 56, flexShrink: 0, alignItems: 'center', gap: 12 },
    ...{ paddingLeft: 20, paddingRight: 20 },
  });
  text(world, { parent: head, content: 'Gallery', fontSize: 18, fontWeight: 600, flexGrow: 1 });
  addJump(head, 'First', 0);
  addJump(head, 'Middle', COUNT / 2);
  addJump(head, 'Last', COUNT - 1);

  const body = box(world, {
    ...{ parent: page, flexGrow: 1, flexBasis: 0, minHeight: 0, paddingLeft: 20, paddingRight: 4 },
  });
  const list = virtualList(world, {
    ...{ parent: body, width: '100%', height: '100%' },
    ...{ count: COUNT, estimatedSize: ESTIMATED_ROW, lanes: { minWidth: MIN_LANE }, gap: GAP },
    template(row) {
      const picture = image(world, {
        ...{ parent: row, width: '100%', objectFit: 'cover', borderRadius: 10 },
      });
      const line = box(world, { parent: row, gap: 8, paddingTop: 6, alignItems: 'baseline' });
      const title = text(world, { parent: line, fontSize: 14, flexGrow: 1, flexBasis: 0 });
      const number = text(world, { parent: line, fontSize: 12, color: theme.muted });
      setStyle(world, row, { flexDirection: 'column' });
      return [picture, title, number] as const;
    },
    bind(_, [picture, title, number], index) {
      setImage(world, picture, pictures[pictureOf(index)]!);
      setStyle(world, picture, styleOf(shapeOf(index)));
      setText(world, title, titleOf(index));
      setNumber(world, number, index + 1, numbered);
    },
  });

  function addJump(parent: Entity, label: string, index: number): void {
    on(world, button(world, { parent, label }), 'activate', () => list.scrollToIndex(index));
  }

  return { list };
}
