import {
  createTunables,
  type Frame,
  onFree,
  resource,
  type System,
  setCurrentRow,
  type World,
} from '../../ecs';
import {
  Box,
  createPart,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  ListTable,
  ScrollRequests,
  State,
} from '../../ecs/stores';
import { createListView, type ListView, MOVED } from './list-view';
import type { Physics } from './physics';
import { createScroller, type Scroller } from './scrolling';
import { virtualizationTunables } from './tunables';

export type VirtualizationOptions = { world: World };

/**
 * The systems of virtual lists: `window` in its own phase, `measure` and `measureAgain` before the layout
 * passes of settle, `finish` after the last, when all boxes are final.
 */
export type Virtualization = {
  window: System;
  measure: System;
  measureAgain: System;
  finish: System;
};

/** `view`: unset while the code that it takes is being loaded. */
type Entry = {
  list: ListState;
  view: ListView | undefined;
  scroller: Scroller;
  physics: Physics | undefined;
};

/** Serves every list in the world's `ListTable`. */
export function createVirtualization({ world }: VirtualizationOptions): Virtualization {
  const table = resource(world, ListTable);
  const tunables = createTunables(virtualizationTunables);
  const entries: Entry[] = [];
  // Lists of a world that has what one of them needed have it from their first frame on.
  let isForeseeing = false;
  const lazy = <Part>(name: string, load: () => Promise<Part>) =>
    createPart(world, `virtualization/${name}`, load).ask;
  const foresight = lazy('foresight', () => import('./foresight'));
  const physics = lazy('physics', () => import('./physics'));
  const headers = lazy('sticky-headers', () => import('./sticky-headers'));
  const moves = lazy('row-moves', () => import('../../row-moves'));
  const lanes = lazy('lanes', () => import('./lanes'));
  const learner = lazy('size-learner', () => import('./size-learner'));

  const stopFree = onFree(world, (row) => {
    const at = table.lists.findIndex((list) => list.row === row);
    if (at < 0) return;
    const list = table.lists[at]!;
    table.lists.splice(at, 1);
    list.disconnect?.();
    const entry = entries.findIndex((entry) => entry.list === list);
    if (entry >= 0) entries.splice(entry, 1)[0]!.view?.pool.maker.dispose();
  });

  function adopt(): void {
    for (let i = 0; i < table.lists.length; i++) {
      const list = table.lists[i]!;
      if (entries[i]?.list === list) continue;
      entries.splice(i, 0, {
        list,
        view: undefined,
        scroller: createScroller(world, tunables),
        physics: undefined,
      });
    }
  }

  function open(entry: Entry): void {
    const { list } = entry;
    const module = list.lanes ? lanes() : undefined;
    if (list.lanes && !module) return;
    entry.view = createListView(world, list, tunables, module?.createLanes(world, list));
  }

  /** How a list is served; not while what its rows' moves take is being loaded, for what is shown is as it was before. */
  function viewOf({ list, view }: Entry): ListView | undefined {
    if (!view || !list.hasMoves) return view;
    view.mover ??= list.source?.mover ?? moves()?.takeMove;
    return view.mover && view;
  }

  /** Gives a list what it needs beyond following input, once it does. */
  function move(entry: Entry, view: ListView, frame: Frame): void {
    const { list, scroller } = entry;
    // Whoever scrolls meanwhile ends a glide that waits for its code.
    if (!entry.physics && list.scrollBy !== 0) list.smoothIndex = -1;
    if (entry.physics) entry.physics.update(frame);
    else if (list.snap >= 0 || list.smoothIndex >= 0 || scroller.isDragging) {
      entry.physics = physics()?.createPhysics(world, view, scroller, tunables);
    }
    if (list.sections && !view.headers) {
      view.headers = headers()?.createStickyHeaders(list, view.sizes, view.pool);
    }
    // Of rows that are what they are taken for there is nothing to learn.
    const isOff = list.misjudged > list.judged;
    if (!view.learner && (isOff || view.pool.kinds.isTyped)) {
      view.learner = learner()?.createSizeLearner(view);
    }
  }

  function foresee({ scroller }: Entry, view: ListView, frame: Frame): void {
    if (view.foresight) view.foresight.update();
    else if (isForeseeing || view.motion[MOVED] !== 0 || view.list.placeholder) {
      isForeseeing = true;
      view.foresight = foresight()?.createForesight(world, view, scroller, tunables, frame);
    }
  }

  function settle(): void {
    for (let i = 0; i < entries.length; i++) {
      const view = viewOf(entries[i]!);
      if (!view) continue;
      setCurrentRow(world, view.list.row);
      view.list.across?.measure();
      view.settle();
      view.list.across?.show();
    }
  }

  const reads = [Box, ScrollRequests] as const;
  const writes = [LayerTable, LayerOf, LayoutStyle, ListTable, State] as const;

  return {
    window: {
      name: 'virtualization/window',
      phase: 'virtualize',
      reads,
      writes,
      tunables,
      update(frame) {
        if (entries.length !== table.lists.length) adopt();
        for (let i = 0; i < entries.length; i++) {
          const entry = entries[i]!;
          if (!entry.view) open(entry);
          if (!entry.view) continue;
          const { list, scroller } = entry;
          setCurrentRow(world, list.row);
          list.source?.update?.();
          const view = viewOf(entry);
          if (!view) continue;
          list.across?.update(frame, tunables.values);
          scroller.update(list, frame);
          move(entry, view, frame);
          if (view.update()) {
            entry.physics?.bounce();
            scroller.halt();
          }
          list.across?.show();
          foresee(entry, view, frame);
        }
      },
      dispose() {
        stopFree();
        for (const list of table.lists) list.disconnect?.();
        entries.length = 0;
      },
    },
    measure: {
      name: 'virtualization/measure',
      phase: 'settle',
      reads,
      writes,
      before: ['layout/settle'],
      update: settle,
      dispose() {},
    },
    measureAgain: {
      name: 'virtualization/measure-again',
      phase: 'settle',
      reads,
      writes,
      after: ['layout/settle'],
      before: ['layout/settle-again'],
      update: settle,
      dispose() {},
    },
    finish: {
      name: 'virtualization/finish',
      phase: 'place',
      reads,
      writes,
      update(frame) {
        for (let i = 0; i < entries.length; i++) viewOf(entries[i]!)?.finish(frame);
      },
      dispose() {},
    },
  };
}
