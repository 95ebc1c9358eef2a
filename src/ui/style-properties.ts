import { gridProperties } from './grid-properties';
import { layoutProperties } from './layout-properties';
import { lookProperties } from './look-properties';
import type { Property } from './property';
import { stackingProperties } from './stacking-properties';

/** Every style property by name. */
export const properties: ReadonlyMap<string, Property> = new Map(
  Object.entries({
    ...layoutProperties,
    ...gridProperties,
    ...lookProperties,
    ...stackingProperties,
  }),
);
