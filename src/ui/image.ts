import {
  CONTENT,
  columns,
  type Entity,
  findResource,
  kindOf,
  LAYOUT,
  PAINT,
  ROW_MASK,
  type Row,
  resolve,
  setResource,
  spawn,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  FIT_CONTAIN,
  FIT_COVER,
  FIT_FILL,
  FIT_NONE,
  FIT_SCALE_DOWN,
  FIT_SLICED,
  IMAGE_FAILED,
  IMAGE_READY,
  ImageKind,
  ImageSlices,
  type ImageSource,
  ImageTable,
  imageTable,
  LayoutStyle,
  Picture,
  ratioOf,
} from '../ecs/stores';
import { built } from './box';
import { type Color, parseColor } from './color';
import { setMeasure } from './measure';
import { applyStyle, checkObject, type Style } from './style';
import { applyStyles, type Styled } from './style-class';

/** How an image is fitted to its element. */
export type ImageLook = {
  /** As CSS's `object-fit`. @default 'fill' */
  objectFit?: 'fill' | 'contain' | 'cover' | 'none' | 'scale-down';
  /**
   * Which share of what is left over, or cut off, lies to the left and above: 0 to 1 each, as CSS's `object-position` in percent.
   * @default [0.5, 0.5]
   */
  objectPosition?: readonly [x: number, y: number];
  /**
   * How far the image's edges reach inwards, CSS pixels: one length, or top, right, bottom, left. Corners keep their size and what
   * lies between is stretched, as for panels of any size, instead of what `objectFit` says. @default none
   */
  slice?: number | readonly [top: number, right: number, bottom: number, left: number] | 'none';
  /** Colour that the image is multiplied by: white icons take it, its alpha fades. @default white */
  tint?: Color;
};

export type ImageOptions = Style &
  Styled &
  ImageLook & {
    parent?: Target;
    /**
     * Where the image comes from: its address (a `URL` too), or a `Blob`, `ImageBitmap`, canvas or other object that `createImageBitmap` takes.
     * The same address or object is loaded once. @default none
     */
    source?: ImageSource | undefined;
  };

/** What became of an element's image. */
export type ImageState = 'none' | 'loading' | 'ready' | 'failed';

const fits: Readonly<Record<string, number>> = {
  fill: FIT_FILL,
  contain: FIT_CONTAIN,
  cover: FIT_COVER,
  none: FIT_NONE,
  'scale-down': FIT_SCALE_DOWN,
};

/**
 * Adds an image. Without sizes it is as large as the image, once that is known; with one it keeps the image's proportions. Throws
 * `ValueError` for what it cannot use. An image that does not come is told as an `error` of the app, and its element stays empty.
 */
export function image(world: World, options: ImageOptions = {}): Entity {
  checkObject('options', options);
  const {
    parent,
    styles,
    source,
    objectFit: _fit,
    objectPosition: _at,
    slice: _slice,
    tint: _tint,
    ...style
  } = options;
  const entity = spawn(world, ImageKind, parent);
  const row = entity & ROW_MASK;
  return built(world, entity, () => {
    applyStyle(world, row, style);
    if (styles) applyStyles(world, row, styles);
    applyLook(world, row, options);
    if (source !== undefined) show(world, row, checkedSource(source));
  });
}

/** Shows another image, or none. The same one again costs a comparison. Throws `ValueError` for another kind of element. */
export function setImage(world: World, target: Target, source: ImageSource | undefined): void {
  const row = imageRow(world, target);
  if (row !== 0) show(world, row, source === undefined ? undefined : checkedSource(source));
}

/** Changes how an image is fitted; what is not given stays. Everything is checked before anything is written. */
export function setImageLook(world: World, target: Target, look: ImageLook): void {
  const row = imageRow(world, target);
  if (row === 0) return;
  applyLook(world, row, look);
  touch(world, row, PAINT);
}

/** What became of an element's image: `loading` until its size is known. */
export function imageState(world: World, target: Target): ImageState {
  const row = imageRow(world, target);
  const table = findResource(world, ImageTable);
  const entry = row === 0 ? undefined : table?.entries[columns(world, Picture).image[row]!];
  if (!entry) return 'none';
  if (entry.status === IMAGE_READY) return 'ready';
  return entry.status === IMAGE_FAILED ? 'failed' : 'loading';
}

function show(world: World, row: number, source: ImageSource | undefined): void {
  const table = imageTable(world);
  const { image } = columns(world, Picture);
  const before = image[row]!;
  if (before === 0 ? source === undefined : table.entries[before]!.source === source) return;
  // The new one first: where there is no room for it, the old one stays.
  const id = source === undefined ? 0 : table.take(source);
  if (before !== 0) table.release(before);
  image[row] = id;
  const entry = table.entries[id];
  columns(world, LayoutStyle).naturalRatio[row] = entry ? ratioOf(entry) : 0;
  setMeasure(world, row as Row, entry?.measure);
  touch(world, row, LAYOUT | CONTENT | PAINT);
}

function applyLook(world: World, row: number, look: ImageLook): void {
  const { objectFit, objectPosition, slice, tint } = look;
  const fit = objectFit === undefined ? undefined : fits[objectFit];
  if (objectFit !== undefined && fit === undefined) {
    throw new ValueError(
      `objectFit is '${String(objectFit)}'; give one of ${Object.keys(fits).join(', ')}`,
    );
  }
  if (objectPosition !== undefined && !isPosition(objectPosition)) {
    throw new ValueError(
      `objectPosition is ${JSON.stringify(objectPosition)}; give two shares such as [0.5, 0]`,
    );
  }
  const edges = slice === undefined || slice === 'none' ? undefined : edgesOf(slice);
  const color = tint === undefined ? undefined : parseColor(tint);
  const picture = columns(world, Picture);
  if (fit !== undefined) picture.fit[row] = fit;
  if (color !== undefined) picture.tint[row] = color;
  if (slice === 'none' && picture.fit[row] === FIT_SLICED) picture.fit[row] = fit ?? FIT_FILL;
  if (edges) {
    picture.fit[row] = FIT_SLICED;
    slicesOf(world).set(row, edges);
  }
  if (objectPosition === undefined) return;
  picture.positionX[row] = objectPosition[0];
  picture.positionY[row] = objectPosition[1];
}

/** As the core has them: left, top, right, bottom. */
function edgesOf(slice: unknown): Float64Array {
  const given = Array.isArray(slice) ? slice : [slice, slice, slice, slice];
  if (given.length !== 4 || !given.every((edge) => edge >= 0 && edge < Number.POSITIVE_INFINITY)) {
    throw new ValueError(
      `slice is ${JSON.stringify(slice)}; give a length of 0 or more, or four: top, right, bottom, left`,
    );
  }
  const [top, right, bottom, left] = given;
  return Float64Array.of(left, top, right, bottom);
}

function slicesOf(world: World): ImageSlices {
  let slices = findResource(world, ImageSlices);
  if (!slices) {
    slices = new Map();
    setResource(world, ImageSlices, slices);
  }
  return slices;
}

function isPosition(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}

function checkedSource(source: unknown): ImageSource {
  if (typeof source === 'string' && source.trim() !== '') return source;
  // A URL is what it says, so that two of the same address are one image.
  if (typeof source === 'object' && source !== null) return hrefOf(source) ?? source;
  const given = typeof source === 'string' ? "''" : String(source);
  throw new ValueError(
    `source of an image is ${given}; give its address, or an object that holds it`,
  );
}

function hrefOf(source: object): string | undefined {
  const { href } = source as { href?: unknown };
  return typeof href === 'string' ? href : undefined;
}

/** The row of an image; 0 for a stale handle inside a frame. Throws `ValueError` for another kind of element. */
function imageRow(world: World, target: Target): Row {
  const row = resolve(world, target);
  if (row !== 0 && kindOf(world, row) !== ImageKind) {
    throw new ValueError(`row ${row} is no image; give an element made by image()`);
  }
  return row;
}
