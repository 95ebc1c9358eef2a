import {
  type App,
  box,
  button,
  type Entity,
  numberFormat,
  on,
  type Style,
  setLabel,
  setNumber,
  setStyle,
  text,
  type VirtualList,
  virtualList,
} from 'rafter-ui';
import { createFeedSource } from './feed-source';
import { createMessageRows, ESTIMATED_ROW } from './message-row';
import { createMessages, type Messages } from './messages';
import type { Palette } from './palette';

/** Messages at the start, and how many older ones come when the first is reached. */
export const COUNT = 1_000_000;
export const OLDER = 500;

export type Feed = {
  readonly list: VirtualList;
  /** Adds one at the end. */
  arrive(): void;
  /** Whether messages come by themselves. */
  readonly live: boolean;
};

const shown: Style = { display: 'flex' };
const hidden: Style = { display: 'none' };
const countFormat = numberFormat({ group: ',', suffix: ' messages' });

/** Builds the page: a head, the messages, a button that leads to the newest. */
export function createScreen(app: App, palette: Palette): Feed {
  const { world } = app;
  const messages: Messages = createMessages(7);
  const rows = createMessageRows(world, messages, palette);
  const source = createFeedSource(COUNT);
  let live = true;
  let unread = 0;
  let toldUnread = -1;
  let toldCount = -1;

  const page = box(world, { flexDirection: 'column', fill: palette.theme.background });
  const { counter, pause } = addHead(world, page, palette);
  const body = box(world, { parent: page, flexGrow: 1, minHeight: 0 });
  const list = virtualList(world, {
    ...{ parent: body, width: '100%', height: '100%' },
    ...{ source: source.rows, estimatedSize: ESTIMATED_ROW, stickToEnd: true },
    template: rows.template,
    placeholder: rows.placeholder,
    bind: (_, parts, index) => rows.fill(parts, source.numberOf(index), source.editsOf(index)),
  });
  const newest = button(world, {
    ...{ parent: body, position: 'absolute', bottom: 16, left: 0, right: 0, width: 112 },
    ...{ marginLeft: 'auto', marginRight: 'auto', justifyContent: 'center' },
    ...{ label: 'Newest', borderRadius: 18, boxShadow: '0 4px 14px rgb(0 0 0 / 0.3)' },
  });
  on(world, newest, 'activate', () => list.scrollToIndex(list.count - 1, 'end'));
  on(world, pause, 'activate', () => {
    live = !live;
    setLabel(world, pause, live ? 'Pause' : 'Go on');
  });

  app.addSystem({
    name: 'feed/edges',
    phase: 'update',
    reads: [],
    writes: [],
    update() {
      if (list.firstVisible === 0) source.loadOlder(OLDER);
      if (list.atEnd) unread = 0;
      tell();
    },
    dispose() {},
  });

  /** Writes what has changed. */
  function tell(): void {
    if (list.count !== toldCount) {
      toldCount = list.count;
      setNumber(world, counter, toldCount, countFormat);
    }
    const now = list.atEnd ? -1 : unread;
    if (now === toldUnread) return;
    toldUnread = now;
    setStyle(world, newest, now < 0 ? hidden : shown);
    if (now >= 0) setLabel(world, newest, now === 0 ? 'Newest' : `${now} new`);
  }

  return {
    list,
    get live() {
      return live;
    },
    arrive() {
      source.arrive();
      if (!list.atEnd) unread++;
    },
  };
}

function addHead(
  world: App['world'],
  page: Entity,
  palette: Palette,
): { counter: Entity; pause: Entity } {
  const head = box(world, {
    ...{ parent: page, height: 56, flexShrink: 0, alignItems: 'center', gap: 12 },
    ...{ paddingLeft: 20, paddingRight: 20, fill: palette.bar },
    ...{ borderColor: palette.line, borderBottomWidth: 1 },
  });
  text(world, {
    ...{ parent: head, content: 'Harbour', fontSize: 18, fontWeight: 600, color: palette.ink },
  });
  const counter = text(world, {
    ...{ parent: head, fontSize: 13, color: palette.quiet, flexGrow: 1, flexBasis: 0 },
  });
  const pause = button(world, { parent: head, label: 'Pause' });
  return { counter, pause };
}
