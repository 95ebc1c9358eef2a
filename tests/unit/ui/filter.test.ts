import { describe, expect, it } from 'vitest';
import {
  columns,
  createWorld,
  type Entity,
  resolve,
  setResource,
  type World,
} from '../../../src/ecs';
import {
  createLayerTable,
  Filter,
  filterTable,
  LayerOf,
  LayerTable,
} from '../../../src/ecs/stores';
import { box, setStyle } from '../../../src/ui';

describe('the property filter', () => {
  it('reads functions as CSS has them', () => {
    const world = open();
    const entity = box(world, {
      filter: ' blur(4px) drop-shadow(1px -2px rgb(0 0 0 / 0.5)) BRIGHTNESS(50%) contrast() blur()',
    });
    expect(listOf(world, entity)).toEqual([
      { name: 'blur', numbers: [4], color: 0 },
      { name: 'drop-shadow', numbers: [1, -2, 0], color: 0x80000000 },
      { name: 'brightness', numbers: [0.5], color: 0 },
      { name: 'contrast', numbers: [1], color: 0 },
      { name: 'blur', numbers: [0], color: 0 },
    ]);
  });

  it('makes the element a layer, and is taken away by none', () => {
    const world = open();
    const plain = box(world, { filter: 'none' });
    expect(columns(world, LayerOf).own[resolve(world, plain)]).toBe(0);
    const entity = box(world, { filter: 'saturate(2)' });
    expect(columns(world, LayerOf).own[resolve(world, entity)]).not.toBe(0);
    setStyle(world, entity, { filter: 'none' });
    expect(listOf(world, entity)).toEqual([]);
  });

  it.each([
    ['blur(-1px)', 'blur() of filter is -1; give a finite number >= 0'],
    ['blur(4)', "blur() of filter is '4'; give a length like '4px'"],
    ['blur(NaNpx)', "blur() of filter is 'NaNpx'; give a length like '4px'"],
    ['blur(1e9px)', 'blur() of filter is 1000000000; give a finite number >= 0 below 10,000,000'],
    ['grayscale(x)', "grayscale() of filter is 'x'; give a number like 0.5, or '50%'"],
    ['brightness(-10%)', 'brightness() of filter is -10; give a finite number >= 0'],
    ['sepia(1)', "filter is 'sepia()'; give 'none', or functions like"],
    ['blur(4px) and', "filter is 'blur(4px) and'; give 'none', or functions like"],
    ['', "filter is ''; give 'none', or functions like"],
    [4, "filter is 4; give 'none', or functions like"],
    [
      'drop-shadow(1px 2px 3px 4px #000)',
      "drop-shadow() of filter is '1px 2px 3px 4px #000'; give no spread and no inset",
    ],
    ['drop-shadow(1px #000)', "drop-shadow() of filter is '1px #000'; give two to four lengths"],
  ])('refuses %s', (filter, message) => {
    expect(() => box(open(), { filter: filter as string })).toThrow(message);
  });
});

function open(): World {
  const world = createWorld();
  setResource(world, LayerTable, createLayerTable());
  return world;
}

function listOf(world: World, entity: Entity): unknown {
  return filterTable(world).values[columns(world, Filter).id[resolve(world, entity)]!];
}
