import { columns, despawn, type Entity, PLACE, resolve, touchRows, treeOf } from '../../src/ecs';
import { Box } from '../../src/ecs/stores';
import { box, image, type Style, setStyle, sparkline, text } from '../../src/ui';
import type { Random } from '../property/random';
import type { Offscreen } from './offscreen';

const FILLS = ['#334455', '#88cc4480', '#ffffff', '#d04020', '#2040f0c0', '#00000000'] as const;
const SHADOW = 'drop-shadow(3px 4px 2px #0008)';
const FILTERS = ['none', 'none', 'blur(2px)', SHADOW, 'grayscale(1)'] as const;
const MODES = ['normal', 'normal', 'multiply', 'screen', 'plus-lighter'] as const;

/** What a scene has. */
export type Kinds = Record<
  'fades' | 'filters' | 'modes' | 'levels' | 'transforms' | 'clips' | 'hints' | 'moves',
  boolean
>;

/** Elements that lie over and in each other, and change. */
export type RandomScene = {
  /** Adds an element. */
  add(): void;
  /** Changes something and says what, by the number of the element; empty for nothing. */
  edit(): string;
};

/** Makes an empty one; what it does follows from `random` alone. */
export function createRandomScene({ app }: Offscreen, random: Random, has: Kinds): RandomScene {
  const { world } = app;
  const source = makePicture();
  const made: Entity[] = [];
  const alive: Entity[] = [];

  function add(): void {
    const parent = alive.length > 0 && random.chance(55) ? random.pick(alive) : undefined;
    const place = placeOf(random, parent !== undefined);
    const base = parent === undefined ? place : { ...place, parent };
    const kind = random.int(9);
    const look = kind < 2 ? {} : lookOf(random, has);
    let entity: Entity;
    if (kind === 0) entity = image(world, { ...base, source });
    else if (kind === 1) {
      entity = text(world, { ...base, content: 'Ab c', fontSize: 12, color: '#102' });
    } else if (kind === 2) {
      entity = sparkline(world, { ...base, samples: [1, 4, 2, 6, 3], color: '#f0f' });
    } else entity = box(world, { ...base, ...look });
    made.push(entity);
    alive.push(entity);
  }

  function remove(entity: Entity): string {
    const { order, indexOf, subtreeEnd } = treeOf(world);
    const at = indexOf[resolve(world, entity)]!;
    const gone = new Set(order.slice(at, subtreeEnd[at]!));
    for (let i = alive.length - 1; i >= 0; i--) {
      if (gone.has(resolve(world, alive[i]!))) alive.splice(i, 1);
    }
    despawn(world, entity);
    return `remove ${made.indexOf(entity)}`;
  }

  /** As layout does it: by column, and told of as moved. */
  function move(): string {
    const rows = alive.filter(() => random.chance(60)).map((entity) => resolve(world, entity));
    const { x } = columns(world, Box);
    for (const row of rows) x[row] = x[row]! + 2;
    touchRows(world, Int32Array.from(rows), rows.length, PLACE);
    return `move ${rows.length}`;
  }

  return {
    add,
    edit() {
      if (alive.length < 6 || random.chance(6)) {
        add();
        return 'add';
      }
      const entity = random.pick(alive);
      const which = random.int(22);
      if (which === 20) return has.moves ? move() : '';
      if (which === 21) return random.chance(40) ? remove(entity) : '';
      const style = changeOf(which, random, has);
      if (!style) return '';
      setStyle(world, entity, style);
      return `${made.indexOf(entity)}: ${JSON.stringify(style)}`;
    },
  };
}

/** Turns a knob that changes how all is drawn, and says which. */
export function turnKnob({ app }: Offscreen, random: Random, isCoarse: boolean): string {
  const rendering = app.tunables.get('rendering')!;
  const quality = app.tunables.get('quality')!;
  const which = random.int(9);
  if (which === 0) rendering.set('merging', random.chance(50));
  else if (which === 1) rendering.set('solidsFirst', random.chance(50));
  else if (which === 2) rendering.set('bakeBudget', random.pick([0, 32]));
  else if (which === 3) rendering.set('groups', random.chance(60));
  else if (which === 4) rendering.set('filterQuality', random.pick([0.5, 1]));
  else if (which === 5) quality.set('shadowSoftness', random.pick([0, 0.5, 1]));
  else if (which === 6) quality.set('gradientQuality', random.pick([0, 0.5, 1]));
  else if (which === 7) {
    if (isCoarse) quality.set('resolutionScale', random.pick([0.5, 0.75, 1]));
  } else rendering.set('cheapestProgram', random.chance(70));
  return `knob ${which}`;
}

function makePicture(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#3366ffa0';
  context.fillRect(0, 0, 16, 16);
  context.fillStyle = '#ff9900';
  context.fillRect(4, 4, 6, 6);
  return canvas;
}

function placeOf(random: Random, isInner: boolean) {
  return {
    position: 'absolute',
    left: random.int(isInner ? 40 : 200) - 8 + random.int(4) / 4,
    top: random.int(isInner ? 30 : 150) - 8 + random.int(4) / 4,
    width: 8 + random.int(50),
    height: 8 + random.int(40),
  } as const;
}

function lookOf(random: Random, has: Kinds): Style {
  const look: Style = { fill: random.pick(FILLS) };
  const shadow = { x: 1, y: 3, blur: random.int(10), color: '#000000a0' };
  if (random.chance(25)) look.boxShadow = shadow;
  if (random.chance(20)) look.gradient = 'linear-gradient(40deg, #f00, #00f)';
  if (random.chance(40)) look.borderRadius = random.int(14);
  if (random.chance(20))
    Object.assign(look, { borderWidth: 1 + random.int(4), borderColor: '#000' });
  if (has.fades && random.chance(20)) look.opacity = random.pick([0.3, 0.6, 1]);
  if (has.filters && random.chance(12)) look.filter = random.pick(FILTERS);
  if (has.modes && random.chance(15)) look.mixBlendMode = random.pick(MODES);
  if (has.clips && random.chance(20)) look.overflow = 'hidden';
  if (has.levels && random.chance(12)) look.zIndex = random.int(5) - 2;
  if (has.levels && random.chance(5)) look.topLayer = random.pick(['popover', 'tooltip', 'toast']);
  if (has.transforms && random.chance(15)) look.translate = [random.int(20) / 3, random.int(20)];
  if (has.transforms && random.chance(8)) look.scale = random.pick([0.5, 1.2, 1.5, [1, 1.4], 1]);
  if (has.transforms && random.chance(8)) look.rotate = random.int(180);
  if (has.hints && random.chance(25)) look.cacheHint = random.pick(['always', 'auto', 'never']);
  return look;
}

function changeOf(which: number, random: Random, has: Kinds): Style | undefined {
  switch (which) {
    case 0:
      return { left: random.int(200) - 8 + random.int(4) / 4 };
    case 1:
      return { width: 8 + random.int(50), height: 8 + random.int(40) };
    case 2:
    case 3:
      return { fill: random.pick(FILLS) };
    case 4:
    case 5:
      return has.fades ? { opacity: random.pick([0, 0.2, 0.5, 0.8, 1, 1]) } : undefined;
    case 6:
      return { visible: random.chance(60) };
    case 7:
      return has.levels ? { zIndex: random.pick(['auto', -1, 0, 1, 2]) } : undefined;
    case 8:
      if (!has.levels || random.chance(60)) return undefined;
      return { topLayer: random.pick(['none', 'popover', 'tooltip']) };
    case 9:
    case 10:
      return has.modes ? { mixBlendMode: random.pick(MODES) } : undefined;
    case 11:
      return has.filters ? { filter: random.pick(FILTERS) } : undefined;
    case 12:
      if (!has.clips) return undefined;
      return { overflow: random.pick(['hidden', 'visible']), borderRadius: random.int(15) };
    case 13:
    case 14:
      if (!has.transforms) return undefined;
      return { translate: [random.int(60) - 30 + random.int(3) / 3, random.int(40) - 20] };
    case 15:
      return has.transforms ? { scale: random.pick([1, 1, 0.5, 1.25, 2, [1, 1.5]]) } : undefined;
    case 16:
      return has.transforms ? { rotate: random.pick([0, 0, 15, 90, 200]) } : undefined;
    case 17: {
      const shadow = { y: 2, blur: random.int(12), color: '#0008' };
      return { boxShadow: random.chance(50) ? 'none' : shadow };
    }
    case 18:
      return { display: random.pick(['flex', 'flex', 'none']) };
    default:
      return has.hints ? { cacheHint: random.pick(['always', 'auto']) } : undefined;
  }
}
