import {
  box,
  type Entity,
  image,
  type Style,
  setImage,
  setStyle,
  setText,
  type Target,
  text,
  type World,
} from 'rafter-ui';
import { face, landscape } from '../cards/pictures';
import { authors, type Messages, PICTURES } from './messages';
import type { Palette } from './palette';

const AVATAR = 36;
/** What a row takes before it is measured, CSS pixels. */
export const ESTIMATED_ROW = 96;

const shown: Style = { display: 'flex' };
const hidden: Style = { display: 'none' };

/** Makes and fills the rows of the feed. */
export type MessageRows = {
  template(row: Entity): readonly Target[];
  /** Makes what stands for a message that is on its way. */
  placeholder(row: Entity): void;
  /** Shows a message by its number, and how often it was changed. */
  fill(parts: readonly Target[], at: number, edits: number): void;
};

export function createMessageRows(world: World, messages: Messages, palette: Palette): MessageRows {
  const faces: readonly OffscreenCanvas[] = authors.map((_, i) => face(i));
  const pictures: readonly OffscreenCanvas[] = Array.from({ length: PICTURES }, (_, i) =>
    landscape(i),
  );
  const ownBubble: Style = { fill: palette.ownBubble };
  const bubble: Style = { fill: palette.bubble };

  return {
    template(row) {
      const line = box(world, {
        ...{ parent: row, width: '100%', maxWidth: 760, gap: 12 },
        ...{ paddingLeft: 20, paddingRight: 20, paddingTop: 5, paddingBottom: 5 },
        ...{ marginLeft: 'auto', marginRight: 'auto', alignItems: 'flex-start' },
      });
      const avatar = image(world, {
        ...{ parent: line, width: AVATAR, height: AVATAR, flexShrink: 0 },
        ...{ borderRadius: AVATAR / 2, objectFit: 'cover' },
      });
      const ground = box(world, {
        ...{ parent: line, flexDirection: 'column', gap: 4, minWidth: 0, maxWidth: '82%' },
        ...{ padding: 12, paddingTop: 8, borderRadius: 14 },
      });
      const head = box(world, { parent: ground, gap: 8, alignItems: 'baseline' });
      const { ink, quiet, accent } = palette;
      const name = text(world, { parent: head, fontSize: 13, fontWeight: 600, color: accent });
      const time = text(world, { parent: head, fontSize: 12, color: quiet });
      const changed = text(world, {
        parent: head,
        fontSize: 12,
        color: quiet,
      });
      const words = text(world, {
        ...{ parent: ground, fontSize: 15, lineHeight: 1.4, color: ink, whiteSpace: 'normal' },
      });
      const picture = image(world, {
        ...{ parent: ground, width: 360, maxWidth: '100%', height: 220, marginTop: 4 },
        ...{ objectFit: 'cover', borderRadius: 10 },
      });
      return [avatar, ground, name, time, words, picture, changed];
    },
    placeholder(row) {
      const line = box(world, {
        ...{ parent: row, width: '100%', maxWidth: 760, gap: 12, height: ESTIMATED_ROW },
        ...{ paddingLeft: 20, paddingRight: 20, paddingTop: 5, paddingBottom: 5 },
        ...{ marginLeft: 'auto', marginRight: 'auto', alignItems: 'flex-start' },
      });
      const { bubble: fill } = palette;
      box(world, {
        ...{ parent: line, width: AVATAR, height: AVATAR, flexShrink: 0 },
        ...{ borderRadius: AVATAR / 2, fill },
      });
      box(world, {
        ...{ parent: line, flexGrow: 1, maxWidth: 420, height: '100%', borderRadius: 14, fill },
      });
    },
    fill([avatar, ground, name, time, words, picture, changed], at, edits) {
      const author = messages.author(at);
      setImage(world, avatar!, faces[author]);
      setStyle(world, ground!, author === 0 ? ownBubble : bubble);
      setText(world, name!, authors[author]!);
      setText(world, time!, messages.time(at));
      setText(world, changed!, edits > 0 ? 'edited' : '');
      setText(world, words!, messages.body(at));
      const number = messages.picture(at);
      setStyle(world, picture!, number < 0 ? hidden : shown);
      if (number >= 0) setImage(world, picture!, pictures[number]);
    },
  };
}
