import { columns, resource, type World } from '../../ecs';
import {
  KEY_DOWN,
  KEY_END,
  KEY_HOME,
  KEY_RIGHT,
  KEY_UP,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  TEXT_RTL,
  Text,
  type TextGeometry,
  type TextInputRecord,
  TextPort,
} from '../../ecs/stores';
import type { TextSelection } from './selection';

const BY_WORD = MODIFIER_CONTROL | MODIFIER_ALT;
const TO_EDGE = MODIFIER_CONTROL | MODIFIER_META;

/** Makes what moves the head of the selection by a key that is held with shift. Returns false for keys that do not. */
export function createSelectionKeys(
  world: World,
  geometry: TextGeometry,
  selection: TextSelection,
): (row: number, record: TextInputRecord) => boolean {
  const rect = new Float64Array(4);
  const point = new Float64Array(2);
  const word = new Uint32Array(2);
  // Where up and down began, and the head they led to: they go on below each other past shorter lines.
  let goalX = Number.NaN;
  let goalHead = -1;

  /** The next end of a word in a direction; white space is passed over. */
  function wordEdge(row: number, from: number, forward: boolean): number {
    const { runLength } = columns(world, Text);
    const shown = resource(world, TextPort).contentOf(row);
    let at = from;
    while (forward ? at < runLength[row]! : at > 0) {
      geometry.wordAt(row, forward ? at : at - 1, word);
      at = word[forward ? 1 : 0]!;
      const units = shown.slice(geometry.unitOf(row, word[0]!), geometry.unitOf(row, word[1]!));
      if (units.trim() !== '') break;
    }
    return at;
  }

  function sideways(row: number, forward: boolean, modifiers: number): void {
    const { head } = selection;
    const length = columns(world, Text).runLength[row]!;
    if ((modifiers & MODIFIER_META) !== 0) toLineEdge(row, forward);
    else if ((modifiers & BY_WORD) !== 0) selection.extend(wordEdge(row, head, forward), forward);
    else selection.extend(Math.max(0, Math.min(length, head + (forward ? 1 : -1))), forward);
  }

  function toLineEdge(row: number, forward: boolean): void {
    const line = geometry.lineOf(row, selection.head, selection.upstream);
    if (forward) selection.extend(geometry.lineEnd(row, line), true);
    else selection.extend(geometry.lineStart(row, line), false);
  }

  function toLine(row: number, down: boolean): void {
    const { head, upstream } = selection;
    geometry.caretRect(row, head, upstream, rect);
    if (goalHead !== head) goalX = rect[0]!;
    const top = rect[1]!;
    point[0] = goalX;
    point[1] = down ? top + rect[3]! * 1.01 : top - rect[3]! * 0.01;
    const index = geometry.caretAt(row, point);
    const isUpstream = geometry.upstream;
    geometry.caretRect(row, index, isUpstream, rect);
    // There is no such line: to the end, as everywhere.
    if (rect[1] === top) selection.extend(down ? columns(world, Text).runLength[row]! : 0, down);
    else selection.extend(index, isUpstream);
    goalHead = selection.head;
  }

  return (row, { code, modifiers }) => {
    const isArrow = code >= KEY_UP && code <= KEY_RIGHT;
    if (!isArrow && code !== KEY_HOME && code !== KEY_END) return false;
    if (selection.row !== row) selection.set(row, 0, 0);
    selection.byCluster();
    if (code === KEY_UP || code === KEY_DOWN) {
      if ((modifiers & TO_EDGE) === 0) toLine(row, code === KEY_DOWN);
      else selection.extend(code === KEY_DOWN ? columns(world, Text).runLength[row]! : 0, false);
    } else if (isArrow) {
      const isRtl = (columns(world, Text).flags[row]! & TEXT_RTL) !== 0;
      sideways(row, (code === KEY_RIGHT) !== isRtl, modifiers);
    } else if ((modifiers & TO_EDGE) === 0) {
      toLineEdge(row, code === KEY_END);
    } else {
      selection.extend(code === KEY_END ? columns(world, Text).runLength[row]! : 0, false);
    }
    return true;
  };
}
