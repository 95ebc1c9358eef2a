import {
  type ElementEvent,
  KEY_DOWN,
  KEY_END,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_LEFT,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_RIGHT,
  KEY_SPACE,
  KEY_UP,
  type ListState,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  meanOf,
  pageOf,
} from '../ecs/stores';
import type { ListHandle } from './list-handle';
import type { RowSelectionOptions, SelectionModel } from './row-selection';

const COMMAND = MODIFIER_CONTROL | MODIFIER_META;

/** What clicks on rows and keys do to a selection. */
export function createSelectionKeys(
  state: ListState,
  list: ListHandle,
  selection: SelectionModel,
  tree: RowSelectionOptions['tree'],
  copy: () => void,
): { click(index: number, modifiers: number): void; press(event: ElementEvent): void } {
  function click(index: number, modifiers: number): void {
    const isCommand = (modifiers & COMMAND) !== 0;
    if ((modifiers & MODIFIER_SHIFT) !== 0) selection.extendTo(index, isCommand);
    else if (isCommand) selection.toggle(index);
    else selection.select(index);
  }

  /** Brings a row into sight, as little as that takes. */
  function reveal(index: number): void {
    if (index <= state.firstVisible) list.scrollToIndex(index, 'start');
    else if (index >= state.lastVisible) list.scrollToIndex(index, 'end');
  }

  /** Where a key leads from the active row, -1 nowhere. */
  function target(code: number): number {
    const { active, rows } = selection;
    if (rows === 0) return -1;
    const page = Math.max(1, Math.floor(pageOf(state) / meanOf(state)));
    if (code === KEY_HOME) return 0;
    if (code === KEY_END) return rows - 1;
    if (code === KEY_UP) return active < 0 ? rows - 1 : Math.max(0, active - 1);
    if (code === KEY_DOWN) return Math.min(rows - 1, active + 1);
    if (code === KEY_PAGE_UP) return Math.max(0, active - page);
    if (code === KEY_PAGE_DOWN) return Math.min(rows - 1, active + page);
    if (!tree || active < 0 || (code !== KEY_LEFT && code !== KEY_RIGHT)) return -1;
    return tree.step(active, code === KEY_RIGHT);
  }

  /** Returns true if it was a shortcut. */
  function command({ key, code, modifiers }: ElementEvent): boolean {
    if (code === KEY_ESCAPE) {
      if (selection.count === 0) return false;
      selection.clear();
      return true;
    }
    if (code === KEY_SPACE && selection.active >= 0) {
      selection.toggle(selection.active);
      return true;
    }
    if ((modifiers & COMMAND) === 0) return false;
    if (key === 'a' || key === 'A') selection.selectAll();
    else if ((key === 'c' || key === 'C') && selection.count > 0) copy();
    else return false;
    return true;
  }

  return {
    click,
    press(event) {
      if ((event.modifiers & MODIFIER_ALT) !== 0) return;
      if (command(event)) {
        event.handled = true;
        return;
      }
      if ((event.modifiers & COMMAND) !== 0) return;
      const index = target(event.code);
      if (index < 0) return;
      if ((event.modifiers & MODIFIER_SHIFT) !== 0) selection.extendTo(index);
      else selection.select(index);
      reveal(index);
      event.handled = true;
    },
  };
}
