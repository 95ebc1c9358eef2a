export { type App, type AppError, type AppEvents, type AppOptions, composeApp } from './app';
export { type CreateAppOptions, createApp } from './create-app';
export { type CreateSurfaceOptions, createSurface, type Surface } from './create-surface';
export type { Host, HostEvents } from './host';
export { phases } from './phases';
