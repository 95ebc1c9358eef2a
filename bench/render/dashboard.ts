import type { FrameContender } from 'rafter-ui/benchmark';
import { type Entity, treeOf, type World } from '../../src/ecs';
import { box, image, text } from '../../src/ui';
import { drawCounters, openStage, type Stage } from '../app/stage';

const CARDS = 40;
const IMAGES = 5;
const BARS = 113;
const ELEMENTS = 5_000;
/** Frames until all images have come, been made and been sent. */
const LOADING_FRAMES = 12;

/**
 * 40 cards with round clips in a page with one: 5,000 elements, of them 200 images in round clips, text in three fonts, emoji, and
 * bars of a chart. All of it is drawn in every frame.
 */
export const dashboard: FrameContender<Stage> = {
  async setup() {
    const stage = openStage();
    const { world } = stage.app;
    addDashboard(world);
    stage.step();
    for (const { arrive } of stage.app.imageFiles.requests) await arrive(64, 64);
    for (let frame = 0; frame < LOADING_FRAMES; frame++) {
      // Bitmaps are made between frames.
      await new Promise((resolve) => setTimeout(resolve));
      stage.step();
      for (const { arrive } of stage.app.imageFiles.requests) await arrive(64, 64);
    }
    const { used, pending } = stage.app.images.stats();
    if (used !== CARDS * IMAGES || pending > 0 || treeOf(world).length < ELEMENTS) {
      throw new Error(`the dashboard is not whole: ${used} images, ${pending} of them missing`);
    }
    return stage;
  },
  frame({ app, step }) {
    app.renderer.invalidate();
    step();
  },
  counters: ({ app }) => ({
    ...drawCounters(app),
    offscreenDraws: app.backend.counters.offscreenDraws,
  }),
  teardown: (stage) => stage.dispose(),
};

function addDashboard(world: World): void {
  const page = box(world, {
    flexWrap: 'wrap',
    alignContent: 'flex-start',
    gap: 8,
    padding: 8,
    overflow: 'hidden',
    borderRadius: 16,
    fill: '#101820',
  });
  for (let card = 0; card < CARDS; card++) addCard(world, page, card);
}

function addCard(world: World, page: Entity, index: number): void {
  const card = box(world, {
    parent: page,
    width: 150,
    height: 136,
    flexDirection: 'column',
    gap: 4,
    padding: 6,
    fill: '#1c2733',
    borderRadius: 10,
    overflow: 'hidden',
  });
  text(world, { parent: card, content: `Station ${index}`, fontWeight: 600, fontFamily: 'serif' });
  text(world, { parent: card, content: `${index * 37} kW`, fontFamily: 'monospace' });
  text(world, { parent: card, content: '⚡ 🌤️ up' });
  const faces = box(world, {
    parent: card,
    gap: 2,
    overflow: 'hidden',
    borderRadius: 12,
    height: 24,
  });
  for (let i = 0; i < IMAGES; i++) {
    image(world, {
      parent: faces,
      source: `face-${index * IMAGES + i}.png`,
      width: 24,
      height: 24,
      borderRadius: 12,
      objectFit: 'cover',
    });
  }
  const chart = box(world, { parent: card, alignItems: 'flex-end', height: 30 });
  for (let i = 0; i < BARS; i++) {
    box(world, { parent: chart, width: 1, height: 4 + ((i * 7 + index) % 26), fill: '#4c8dff' });
  }
  box(world, { parent: card, height: 2, fill: '#35d0a5' });
}
