export { createImages, type ImageStats, type Images, type ImagesOptions } from './image-system';
export { ImageError } from './loader';
export type { ImageSink } from './pages';
