export { createProjectionSystem, type ProjectionOptions } from './projection';
