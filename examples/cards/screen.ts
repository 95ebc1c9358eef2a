import { box, defineStyle, type Entity, image, type Style, text, type World } from 'rafter-ui';
import type { Palette } from './palette';
import { face, frame, icon, iconNames, landscape } from './pictures';
import { addPulse } from './pulse';

const FITS = ['fill', 'contain', 'cover', 'none', 'scale-down'] as const;
const GRADIENTS = [
  'linear-gradient(to right, #4c8dff, #35d0a5)',
  'linear-gradient(45deg, #ff7a90, #ffb457, #ffd166)',
  'radial-gradient(circle at 30% 30%, #ffffff, #b9a5ff 40%, #4b2fa8)',
  'repeating-linear-gradient(45deg, #5cc8ff 0 8px, #2a6fb0 8px 16px)',
];

/** Builds the page: cards in as many columns as there is room for. */
export function createScreen(world: World, palette: Palette): Entity {
  const page = box(world, {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(264px, 1fr))',
    alignContent: 'start',
    alignItems: 'start',
    padding: 28,
    gap: 24,
    overflow: 'hidden',
    gradient: palette.page,
  });
  const card = defineStyle({
    flexDirection: 'column',
    padding: 20,
    gap: 14,
    fill: palette.card,
    borderRadius: 16,
    boxShadow: palette.shadow,
  });
  const add = (title: string, note: string, style: Style = {}): Entity => {
    const added = box(world, { parent: page, styles: [card], ...style });
    const head = box(world, { parent: added, flexDirection: 'column', gap: 4 });
    text(world, {
      parent: head,
      content: title,
      fontSize: 17,
      fontWeight: 600,
      color: palette.ink,
    });
    text(world, { parent: head, content: note, fontSize: 13, color: palette.quiet });
    return added;
  };
  addProfile(world, page, card, palette);
  addIcons(world, add('Icons', 'One white file each, tinted'), palette);
  addGradients(world, add('Gradients', 'Linear, radial, repeating'));
  addFits(world, add('Fit', 'One picture in five ways'), palette);
  addPanels(world, add('Panels', 'One frame of 48 pixels, sliced'), palette);
  addPulse(world, add('Pulse', 'A sample more in every frame'), palette);
  addPhotos(world, page, card, palette);
  return page;
}

function addProfile(
  world: World,
  page: Entity,
  card: ReturnType<typeof defineStyle>,
  palette: Palette,
): void {
  const profile = box(world, { parent: page, styles: [card], padding: 0, gap: 0 });
  box(world, {
    parent: profile,
    height: 84,
    gradient: GRADIENTS[0]!,
    borderRadius: [16, 16, 0, 0],
  });
  const body = box(world, {
    parent: profile,
    flexDirection: 'column',
    alignItems: 'center',
    gap: 4,
    padding: 20,
    marginTop: -60,
  });
  image(world, {
    parent: body,
    source: face(0),
    width: 80,
    height: 80,
    borderRadius: 40,
    marginBottom: 8,
    boxShadow: `0 0 0 4px ${palette.card}`,
  });
  const name = { fontSize: 17, fontWeight: 600, color: palette.ink } as const;
  text(world, { parent: body, content: 'Ada Lindqvist', ...name });
  text(world, { parent: body, content: 'Keeps the lights on', fontSize: 13, color: palette.quiet });
  const team = box(world, { parent: body, marginTop: 12 });
  for (let i = 1; i < 4; i++) {
    image(world, {
      parent: team,
      source: face(i),
      width: 32,
      height: 32,
      borderRadius: 16,
      marginLeft: i === 1 ? 0 : -8,
      boxShadow: `0 0 0 2px ${palette.card}`,
    });
  }
}

function addIcons(world: World, card: Entity, palette: Palette): void {
  const tile = defineStyle({
    width: 64,
    height: 64,
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 14,
    hover: { fill: palette.raised },
  });
  const grid = box(world, { parent: card, flexWrap: 'wrap', gap: 8 });
  iconNames.forEach((name, i) => {
    const parent = box(world, { parent: grid, styles: [tile], fill: palette.raised });
    image(world, { parent, source: icon(name), width: 32, tint: palette.hues[i]! });
  });
}

function addGradients(world: World, card: Entity): void {
  const grid = box(world, {
    parent: card,
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    gap: 10,
  });
  for (const gradient of GRADIENTS) {
    box(world, { parent: grid, height: 64, borderRadius: 12, gradient });
  }
}

function addFits(world: World, card: Entity, palette: Palette): void {
  const source = landscape(1);
  const row = box(world, { parent: card, flexWrap: 'wrap', gap: 10 });
  for (const objectFit of FITS) {
    const cell = box(world, { parent: row, flexDirection: 'column', gap: 6, alignItems: 'center' });
    const place = { width: 66, height: 66, borderRadius: 8, fill: palette.raised } as const;
    image(world, { parent: cell, source, objectFit, ...place });
    text(world, { parent: cell, content: objectFit, fontSize: 12, color: palette.quiet });
  }
}

function addPanels(world: World, card: Entity, palette: Palette): void {
  const source = frame(palette.line, palette.raised);
  const row = box(world, { parent: card, gap: 10, alignItems: 'flex-end' });
  for (const [width, height] of [
    [52, 52],
    [84, 72],
  ] as const) {
    image(world, { parent: row, source, width, height, slice: 16 });
  }
  image(world, { parent: row, source, flexGrow: 1, minWidth: 0, height: 96, slice: 16 });
}

function addPhotos(
  world: World,
  page: Entity,
  card: ReturnType<typeof defineStyle>,
  palette: Palette,
): void {
  ['Evening, from the ridge', 'Noon over the lake', 'The long night'].forEach((content, i) => {
    const photo = box(world, { parent: page, styles: [card], padding: 12, gap: 12 });
    image(world, {
      parent: photo,
      source: landscape(i),
      height: 150,
      objectFit: 'cover',
      borderRadius: 8,
      boxShadow: 'inset 0 -40px 40px -20px rgb(0 0 0 / 0.4)',
    });
    text(world, { parent: photo, content, fontSize: 14, color: palette.ink, marginLeft: 4 });
  });
}
