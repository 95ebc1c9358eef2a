import type { ContenderContext, FrameContender } from 'rafter-ui/benchmark';
import { numberFormat } from '../../src/ecs/stores';
import { tableGrid, type VirtualTable, virtualTable } from '../../src/table';
import { internText, setNumber, setTextId } from '../../src/ui';
import { settle } from './pages';
import { drawCounters, openStage, type Stage } from './stage';

const ROW_HEIGHT = 28;
const COLUMN_WIDTH = 100;
/** CSS pixels a frame. */
const DOWN = 60;
const ACROSS = 24;
const PLAIN = numberFormat({ group: ',' });
const NAMES = ['EWR', 'JFK', 'LGA', 'SFO', 'ORD', 'DFW', 'ATL', 'DEN'];

/** Whole pixels, counted here: a fraction that a getter returns is an object, and it would be the bench's. */
type Scroll = Stage & {
  table: VirtualTable;
  by: { x: number; y: number };
  at: { x: number; y: number };
  most: { x: number; y: number };
};

/** A table with one frozen column, 60 px further down and 24 px across in every frame, turning at all ends. */
export const tableScroll: FrameContender<Scroll> = {
  setup({ parameters }: ContenderContext) {
    const stage = openStage();
    const { world } = stage.app;
    const rows = parameters.rows!;
    const ids = NAMES.map((name) => internText(world, name));
    const table = virtualTable(world, {
      position: 'absolute',
      left: 0,
      top: 0,
      width: 1280,
      height: 720,
      rowCount: rows,
      rowHeight: ROW_HEIGHT,
      columns: tableGrid({
        count: parameters.columns!,
        width: COLUMN_WIDTH,
        frozen: 1,
        bind(_, [label], row, column) {
          if (column % 3 === 0) setTextId(world, label, ids[(row + column) & 7]!);
          else setNumber(world, label, (row + 1) * (column % 1000), PLAIN);
        },
        bindHeader: (_, label, column) => setNumber(world, label, column, PLAIN),
      }),
    });
    stage.step();
    const most = {
      x: parameters.columns! * COLUMN_WIDTH - 1280,
      y: rows * ROW_HEIGHT - 720,
    };
    const at = { x: 0, y: most.y >> 1 };
    table.scrollTo(at);
    settle(stage);
    return { ...stage, table, by: { x: ACROSS, y: DOWN }, at, most };
  },
  frame({ table, by, at, most, step }) {
    if (at.x + by.x < 0 || at.x + by.x > most.x) by.x = -by.x;
    if (at.y + by.y < 0 || at.y + by.y > most.y) by.y = -by.y;
    at.x += by.x;
    at.y += by.y;
    table.scrollBy(by);
    step();
  },
  teardown: (stage) => stage.dispose(),
  counters: ({ app, table }) => ({ ...drawCounters(app), cellsBound: table.cellsBound }),
};
