export { bytesOf } from './bytes';
export { duration, whole } from './checks';
export { isDeveloper } from './developer';
export {
  ALL_DIRT,
  CONTENT,
  type DirtList,
  hasDirt,
  keepAwake,
  LAYOUT,
  PAINT,
  PLACE,
  PROJECTION,
  SEMANTICS,
  STACK,
  STRUCTURE,
  touch,
  touchRows,
  watchDirt,
} from './dirt';
export { disposeWorld } from './dispose';
export {
  addComponent,
  despawn,
  entityOf,
  has,
  isAlive,
  kindOf,
  move,
  onFree,
  removeComponent,
  resolve,
  spawn,
  staleHandles,
} from './entity';
export {
  CapacityError,
  RafterError,
  StaleHandleError,
  SystemError,
  TreeError,
  ValueError,
} from './errors';
export { createEvents, type Events } from './events';
export {
  createFrameRunner,
  type FrameRunner,
  type FrameRunnerOptions,
  MAX_DELTA_MS,
  MAX_FAILURES,
  type SystemFailure,
} from './frame';
export {
  type Entity,
  GENERATION_BITS,
  GENERATION_MAX,
  NO_ROW,
  packEntity,
  ROW_BITS,
  ROW_LIMIT,
  ROW_MASK,
  type Row,
  type Target,
} from './handle';
export { setCurrentRow, type World } from './internals';
export { defineKind, type Kind } from './kind';
export { createLoader, type Loader, type LoaderOptions } from './loader';
export { createLoop, IDLE_FRAMES, type Loop, type LoopOptions } from './loop';
export { createPacer, type Pacer } from './pacing';
export { defineResource, findResource, type Resource, resource, setResource } from './resource';
export {
  type Columns,
  columns,
  defineStore,
  type FieldArray,
  type FieldKind,
  type FieldSpec,
  type Store,
  type StoreOptions,
  type StoreSchema,
} from './store';
export {
  type Ambiguity,
  type Frame,
  findAmbiguities,
  orderSystems,
  type Phase,
  type System,
  type Token,
} from './system';
export { firstChildOf, isRowAlive, nextSiblingOf, parentOf, type Tree, treeOf } from './tree';
export {
  createTunables,
  defineTunables,
  type Knob,
  type KnobSet,
  type NumberKnob,
  type SwitchKnob,
  type TunableSpec,
  type Tunables,
} from './tunables';
export { type Watch, watch } from './watch';
export { createWorld, elementCount, type WorldOptions } from './world';
