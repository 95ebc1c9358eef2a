import { afterEach, describe, expect, it } from 'vitest';
import { columns, kindOf, type Row, resolve, resource, treeOf } from '../../../src/ecs';
import { Border, Fill, ListTable, StateColors, Text, TextKind } from '../../../src/ecs/stores';
import {
  darkTheme,
  lightTheme,
  parseColor,
  type Theme,
  textOf,
  virtualList,
} from '../../../src/ui';
import { createTableStage, type StageOptions, type TableStage } from './table-stage';

const RED = '#ff0000';

let stage: TableStage;

afterEach(() => stage.dispose());

/** All colours that elements of the page have, texts by what they say. */
function colorsSeen(): Set<number> {
  const { world } = stage.app;
  const { order, length } = treeOf(world);
  const found = new Set<number>();
  const { color } = columns(world, Fill);
  const { hover, pressed, focus } = columns(world, StateColors);
  const { bottom, bottomColor } = columns(world, Border);
  const texts = columns(world, Text).color;
  for (let i = 0; i < length; i++) {
    const row = order[i]!;
    for (const each of [color[row]!, hover[row]!, pressed[row]!, focus[row]!]) found.add(each);
    if (bottom[row]! > 0) found.add(bottomColor[row]!);
    if (kindOf(world, row as Row) === TextKind && textOf(world, row as Row) !== '')
      found.add(texts[row]!);
  }
  found.delete(0);
  return found;
}

function named(theme: Theme, ...names: (keyof Theme)[]): Set<number> {
  return new Set(names.map((name) => parseColor(theme[name] as string)));
}

function open(options: StageOptions = {}): void {
  stage = createTableStage({
    frozenRows: 1,
    cols: [
      { name: 'a', width: 100, frozen: true },
      ...Array.from({ length: 12 }, (_, i) => ({ name: `c${i}`, width: 90, sortable: true })),
    ],
    ...options,
  });
  stage.app.frames(2);
  stage.table.setSorting(1, 'ascending');
  stage.app.frames(1);
}

describe('a table with another theme', () => {
  it('has its colours in rows, headings, edges and scrollbars, those made later too', () => {
    open();
    const names = [
      ...(['background', 'surface', 'surfaceHover', 'border', 'accent', 'muted'] as const),
      ...(['selection', 'thumb', 'thumbHover'] as const),
    ];
    expect(colorsSeen()).toEqual(named(darkTheme, ...names));
    for (const theme of [lightTheme, darkTheme, lightTheme]) {
      stage.app.setTheme(theme);
      stage.app.frames(1);
      expect(colorsSeen()).toEqual(named(theme, ...names));
    }
    // More rows and columns.
    stage.app.resize(900, 700);
    stage.app.frames(3);
    stage.table.scrollBy({ x: 300, y: 300 });
    stage.app.frames(3);
    expect(colorsSeen()).toEqual(named(lightTheme, ...names));
    expect(stage.errors).toEqual([]);
  });

  it('keeps what the app gave', () => {
    const own = { borderColor: RED, hoverFill: RED, fill: RED };
    open({
      rowStyle: own,
      headerStyle: { fill: RED, borderBottomColor: RED },
      cellStyle: { focusColor: RED },
    });
    const { world } = stage.app;
    const { lists } = resource(world, ListTable);
    const { order, length, parent } = treeOf(world);
    stage.app.setTheme(lightTheme);
    stage.app.resize(420, 500);
    stage.app.frames(2);
    const { color } = columns(world, Fill);
    const { hover, focus } = columns(world, StateColors);
    const { bottom, bottomColor } = columns(world, Border);
    const red = parseColor(RED);
    let rows = 0;
    for (let i = 0; i < length; i++) {
      const row = order[i]!;
      if (parent[row] !== lists[0]!.content || bottom[row] === 0) continue;
      rows++;
      expect([color[row], hover[row], bottomColor[row]]).toEqual([red, red, red]);
    }
    expect(rows).toBeGreaterThan(5);
    expect([...focus].filter((each) => each !== 0 && each !== red)).toEqual([]);
    for (const name of ['surface', 'background'] as const)
      expect(colorsSeen(), name).not.toContain(parseColor(lightTheme[name]));
  });

  it('is told to rows that stay, whose looks the app changes', () => {
    open({
      bindRow(world, row, index) {
        columns(world, Fill).color[resolve(world, row)] = 0xff0000ff + index;
      },
    });
    const held = () => {
      const { color } = columns(stage.app.world, Fill);
      return [...color].includes(0xff0000ff);
    };
    expect(held()).toBe(true);
    stage.app.setTheme(lightTheme);
    expect(held()).toBe(true);
  });
});

describe('a list with another theme', () => {
  it('has the thumb of that', () => {
    open();
    const { app, page } = stage;
    virtualList(app.world, {
      parent: page,
      height: 90,
      count: 50,
      estimatedSize: 20,
      template: () => [],
      bind() {},
    });
    const { thumb } = resource(app.world, ListTable).lists.at(-1)!;
    app.setTheme(lightTheme);
    const { hover, pressed } = columns(app.world, StateColors);
    expect([columns(app.world, Fill).color[thumb], hover[thumb], pressed[thumb]]).toEqual(
      [lightTheme.thumb, lightTheme.thumbHover, lightTheme.thumbHover].map(parseColor),
    );
  });
});
