import {
  type App,
  box,
  type CreateAppOptions,
  createApp,
  type Entity,
  setStyle,
  setText,
  text,
  type VirtualList,
  type VirtualListOptions,
  virtualList,
} from 'rafter-ui';
import { onTestFinished } from 'vitest';
import { cdp } from 'vitest/browser';
import { canvasPixels } from '../canvas-pixels';
import { addCanvas, atEnd, frames, until } from './page';

export const WIDTH = 360;
export const HEIGHT = 400;
export const ROW = 28;

type Parts = readonly [row: Entity, badge: Entity, label: Entity];

/** A list on a canvas of the page, with scroll layers or without, stepped by hand. */
export type Scrolled = {
  readonly app: App;
  readonly canvas: HTMLCanvasElement;
  readonly list: VirtualList;
  readonly errors: unknown[];
  /** What each row says, by index. */
  readonly words: Map<number, string>;
  step(): void;
  state(): string;
};

export type ScrolledOptions = {
  left?: number;
  scrollLayers?: boolean;
  app?: Partial<CreateAppOptions>;
  list?: Partial<VirtualListOptions<Parts>>;
  heightOf?: (index: number) => number;
  /** Of the corners of what is in rows. @default 9 */
  radius?: number;
  /** Where those are. @default 220 */
  badgeLeft?: number;
  /** Makes another list. */
  make?: (app: App) => VirtualList;
  /** When it goes. @default the end of the test */
  end?: typeof atEnd;
  /** Makes what is there besides the list. */
  around?: (app: App) => void;
};

/** Makes one. */
export async function openScrolled({
  left = 0,
  scrollLayers = true,
  app: appOptions = {},
  list: listOptions = {},
  heightOf,
  radius = 9,
  badgeLeft = 220,
  make,
  around,
  end = atEnd,
}: ScrolledOptions = {}): Promise<Scrolled> {
  const canvas = addCanvas(WIDTH, HEIGHT, end);
  canvas.style.left = `${left}px`;
  const app = await createApp({ canvas, ...appOptions });
  end(() => app.dispose());
  // Pictures are compared: letters must not come later on a busy machine.
  app.tunables.get('text')!.set('rasterBudget', 100);
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));
  const { world } = app;
  const words = new Map<number, string>();
  around?.(app);
  const makeUsual = (): VirtualList =>
    virtualList<Parts>(world, {
      ...{ position: 'absolute', left: 0, top: 0, width: WIDTH, height: HEIGHT },
      count: 100_000,
      estimatedSize: ROW,
      fixedSize: heightOf === undefined,
      scrollLayers,
      template: (row) => [
        row,
        box(world, {
          ...{ parent: row, position: 'absolute', left: badgeLeft, top: 5 },
          ...{ width: 72, height: 18, borderRadius: radius },
        }),
        text(world, { parent: row, position: 'absolute', left: 10, top: 6, fontSize: 13 }),
      ],
      bind(_, [row, badge, label], index) {
        const height = heightOf === undefined ? {} : { height: heightOf(index) };
        setStyle(world, row, { fill: index % 2 ? '#223' : '#00000000', ...height });
        setStyle(world, badge, { fill: index % 3 ? '#c63' : '#36c' });
        setText(world, label, words.get(index) ?? `Row ${index}, gate ${(index * 7) % 61}`);
      },
      ...listOptions,
    });
  const list = make?.(app) ?? makeUsual();
  let now = performance.now();
  const scrolled: Scrolled = {
    ...{ app, canvas, list, errors, words },
    step() {
      now += 1000 / 60;
      app.step(now);
    },
    state: () => app.renderer.stats().scrollLayers,
  };
  scrolled.step();
  scrolled.step();
  return scrolled;
}

/** Scrolls lists until the page moves the first of them. */
export async function scrollUntilUsed(first: Scrolled, ...others: Scrolled[]): Promise<void> {
  await until(() => {
    for (const { list, step } of [first, ...others]) {
      list.scrollBy(20);
      step();
    }
    return first.state() === 'used';
  });
}

/** Scrolls for some frames; gives all that the list said of itself. */
export function scrollFor({ list, step, state }: Scrolled, count: number, by = 20): Set<string> {
  const states = new Set<string>();
  for (let i = 0; i < count; i++) {
    list.scrollBy(by);
    step();
    states.add(state());
  }
  return states;
}

/** What a person sees of the page where a canvas is: RGBA8 of each pixel of the screen, red low. */
export async function seenOf(canvas: HTMLCanvasElement): Promise<Uint32Array> {
  await frames(2);
  const { left, top } = window.frameElement!.getBoundingClientRect();
  const at = canvas.getBoundingClientRect();
  const { data } = (await cdp().send(
    'Page.captureScreenshot' as never,
    {
      format: 'png',
      clip: { x: left + at.left, y: top + at.top, width: at.width, height: at.height, scale: 1 },
    } as never,
  )) as { data: string };
  const blob = await (await fetch(`data:image/png;base64,${data}`)).blob();
  const picture = await createImageBitmap(blob);
  const copy = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
  copy.drawImage(picture, 0, 0);
  return new Uint32Array(copy.getImageData(0, 0, picture.width, picture.height).data.buffer);
}

/** The same put together from the canvas and the tiles over it, without waiting for the page. */
export function composedOf(canvas: HTMLCanvasElement): Uint32Array {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  copy.putImageData(new ImageData(canvasPixels(canvas), width, height), 0, 0);
  const port = portOf(canvas);
  if (port && port.style.display !== 'none') {
    const ratio = width / canvas.clientWidth;
    const at = canvas.getBoundingClientRect();
    const cut = port.getBoundingClientRect();
    copy.beginPath();
    copy.rect(
      ...([cut.left - at.left, cut.top - at.top, cut.width, cut.height].map(
        (side) => side * ratio,
      ) as [number, number, number, number]),
    );
    copy.clip();
    for (const tile of port.querySelectorAll('canvas')) {
      if (tile.style.display === 'none') continue;
      const { left, top } = tile.getBoundingClientRect();
      copy.drawImage(
        tile,
        Math.round((left - at.left) * ratio),
        Math.round((top - at.top) * ratio),
      );
    }
  }
  return new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
}

/** The element that tiles of a canvas are in. */
export function portOf(canvas: HTMLCanvasElement): HTMLElement | undefined {
  const next = canvas.nextElementSibling;
  return next instanceof HTMLElement && next.ariaHidden === 'true' ? next : undefined;
}

/** Gives the screen another number of device pixels, until the test ends. */
export async function setRatio(ratio: number): Promise<void> {
  if (ratio === devicePixelRatio) return;
  await emulate(ratio);
  onTestFinished(() => emulate(1));
}

async function emulate(ratio: number): Promise<void> {
  await cdp().send(
    'Emulation.setDeviceMetricsOverride' as never,
    {
      ...{ width: 1280, height: 720, deviceScaleFactor: ratio, mobile: false },
    } as never,
  );
  await until(() => devicePixelRatio === ratio);
}

/** Most by which a channel of two pictures differs. */
export function worstOf(a: Uint32Array, b: Uint32Array): number {
  const left = new Uint8Array(a.buffer);
  const right = new Uint8Array(b.buffer);
  let worst = left.length === right.length ? 0 : 255;
  for (let i = 0; i < left.length; i++) worst = Math.max(worst, Math.abs(left[i]! - right[i]!));
  return worst;
}
