export { composeApp } from './app';
export type { App, AppError, AppEvents, AppOptions, PixelImage } from './app-types';
export { type CreateAppOptions, createApp } from './create-app';
export { type CreateSurfaceOptions, createSurface, type Surface } from './create-surface';
export type { FontOptions } from './font-options';
export { FontError, type FontResult, type Fonts } from './fonts';
export type { Host, HostEvents } from './host';
export type { Pacing } from './pacing';
export { phases } from './phases';
