import { createMessages } from '../../examples/feed/messages';
import { numberFormat } from '../../src/ecs/stores';
import { createRandom } from '../../src/statistics';
import { tableGrid, virtualTable } from '../../src/table';
import { setNumber, setText, text, virtualList } from '../../src/ui';
import { openStage, type Stage } from '../app/stage';
import type { ScrollStyle, Shown, Trace } from './traces';

const FRAMES = 3_000;
const FEED_ROWS = 100_000;
const TABLE_ROWS = 200_000;
const TABLE_COLUMNS = 64;
const ROW_HEIGHT = 28;
const COLUMN_WIDTH = 100;
/** Of a page of the table. */
const PAGE_ROWS = 40;
const PAGE_COLUMNS = 8;
const PLAIN = numberFormat();

/** What can be scrolled. */
type Scroller = {
  /** By viewport heights. */
  scrollBy(viewports: number): void;
  /** To a share of all rows. */
  scrollTo(share: number): void;
};

type Recorder = { stage: Stage; scroller: Scroller; keys: number[] };

/** Records what a list or a table binds while it is scrolled. The same keys every time. */
export function recordTrace(shown: Shown, style: ScrollStyle): Trace {
  const recorder = shown === 'feed' ? openFeed() : openTable();
  const { stage, scroller, keys } = recorder;
  stage.step();
  const drive = drivers[style](scroller, createRandom(7));
  for (let frame = 0; frame < FRAMES; frame++) {
    drive(frame);
    stage.step();
  }
  stage.dispose();
  return Int32Array.from(keys);
}

function openFeed(): Recorder {
  const stage = openStage();
  const { world } = stage.app;
  const messages = createMessages(7);
  const keys: number[] = [];
  const list = virtualList(world, {
    width: 600,
    height: 720,
    count: FEED_ROWS,
    estimatedSize: 60,
    template: (row) => [text(world, { parent: row, width: 560, fontSize: 14 })],
    bind(_, [label], index) {
      keys.push(index);
      setText(world, label!, messages.body(index));
    },
  });
  return {
    stage,
    keys,
    scroller: {
      scrollBy: (viewports) => list.scrollBy(Math.round(viewports * 720)),
      scrollTo: (share) => list.scrollToIndex(Math.floor(share * (FEED_ROWS - 1))),
    },
  };
}

function openTable(): Recorder {
  const stage = openStage();
  const { world } = stage.app;
  const keys: number[] = [];
  const askedIn = new Map<number, number>();
  const across = Math.ceil(TABLE_COLUMNS / PAGE_COLUMNS);
  const table = virtualTable(world, {
    width: 1280,
    height: 720,
    rowCount: TABLE_ROWS,
    rowHeight: ROW_HEIGHT,
    columns: tableGrid({
      count: TABLE_COLUMNS,
      width: COLUMN_WIDTH,
      bind(_, [label], row, column) {
        const page = Math.floor(row / PAGE_ROWS) * across + Math.floor(column / PAGE_COLUMNS);
        // However many of its cells a frame binds, it asks for a page once.
        if (askedIn.get(page) !== stage.app.frameCount) keys.push(page);
        askedIn.set(page, stage.app.frameCount);
        setNumber(world, label, row * column, PLAIN);
      },
      bindHeader: (_, label, column) => setNumber(world, label, column, PLAIN),
    }),
  });
  let turn = 0;
  return {
    stage,
    keys,
    scroller: {
      scrollBy(viewports) {
        // Sometimes a look at the columns beside.
        const x = ++turn % 97 < 8 ? (turn % 194 < 97 ? 60 : -60) : 0;
        table.scrollBy({ x, y: Math.round(viewports * 720) });
      },
      scrollTo: (share) => table.scrollTo({ y: Math.floor(share * TABLE_ROWS) * ROW_HEIGHT }),
    },
  };
}

type Driver = (scroller: Scroller, random: () => number) => (frame: number) => void;

const drivers: Record<ScrollStyle, Driver> = {
  /** Slowly on, with rests, sometimes back by a page or two. */
  reading: (scroller, random) => {
    let left = 0;
    let speed = 0;
    return () => {
      if (left-- <= 0) {
        const kind = random();
        left = 20 + random() * 80;
        speed = kind < 0.3 ? 0 : kind < 0.85 ? 0.02 : -0.03;
      }
      scroller.scrollBy(speed);
    };
  },
  /** Flings that fade, most of them down, some of them back again. */
  flings: (scroller, random) => {
    let speed = 0;
    return () => {
      if (Math.abs(speed) < 0.005) speed = (random() < 0.6 ? 1 : -1) * (0.2 + random() * 0.6);
      scroller.scrollBy(speed);
      speed *= 0.96;
    };
  },
  /** Jumps to where one was before, the favourites most often, and a look around there. */
  favourites: (scroller, random) => {
    const places = Array.from({ length: 60 }, () => random());
    let left = 0;
    return () => {
      if (left-- > 0) {
        scroller.scrollBy(left % 20 < 10 ? 0.05 : -0.03);
        return;
      }
      left = 25;
      const isNew = random() < 0.25;
      // About as Zipf has it.
      const rank = Math.floor(places.length ** random()) - 1;
      scroller.scrollTo(isNew ? random() : places[rank]!);
    };
  },
  /** Work at three places, with a search through much else in between. */
  scans: (scroller, random) => {
    const places = [0.1, 0.42, 0.7];
    const WORK = 120;
    const SCAN = 80;
    return (frame) => {
      const turn = frame % (WORK + SCAN);
      if (turn === WORK) scroller.scrollTo(random());
      if (turn >= WORK) scroller.scrollBy(0.8);
      else if (turn % 40 === 0) scroller.scrollTo(places[(turn / 40) % 3]!);
      else scroller.scrollBy(turn % 20 < 10 ? 0.15 : -0.15);
    };
  },
  /** Through the same part again and again, which is more than there is room for. */
  loops: (scroller) => {
    const LOOP = 220;
    return (frame) => {
      if (frame % LOOP === 0) scroller.scrollTo(0.3);
      else scroller.scrollBy(0.4);
    };
  },
};
