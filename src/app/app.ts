import {
  createEvents,
  createFrameRunner,
  createLoop,
  createWorld,
  disposeWorld,
  findAmbiguities,
  keepAwake,
  PAINT,
  resource,
  type System,
  SystemError,
  setResource,
  type Tunables,
  touch,
  treeOf,
} from '../ecs';
import {
  Clipboard,
  CursorPort,
  createLayerTable,
  Failures,
  GlyphCache,
  LayerTable,
  ListTable,
  TextInput,
  Viewport,
  type ViewSize,
} from '../ecs/stores';
import { createImages } from '../systems/images';
import { createInput } from '../systems/input';
import { createLayoutSystem } from '../systems/layout';
import { createByteLedger } from '../systems/memory';
import { createProjectionSystem } from '../systems/projection';
import { createRenderBatching } from '../systems/render-batching';
import { createScheduler } from '../systems/scheduler';
import { createStyling } from '../systems/styling';
import { createRecorder } from '../systems/telemetry';
import { createTextSystem } from '../systems/text';
import { createVirtualization } from '../systems/virtualization';
import { darkTheme, parseColor } from '../ui';
import type { App, AppError, AppEvents, AppOptions } from './app-types';
import { createFonts } from './fonts';
import type { Host } from './host';
import { listBytes } from './ledger';
import { createPacing } from './pacing';
import { phases } from './phases';
import { pictureOf } from './picture-of';
import { createSensors } from './sensors';
import { createTheming } from './theming';
import { ratioOf, sideOf } from './view-size';

/** Wires the systems to a host. `createApp` and `createSurface` are this with a host of the page. */
export function composeApp(host: Host, options: AppOptions = {}): App {
  const {
    theme = darkTheme,
    background,
    locale,
    glyphPages,
    imagePages,
    ...worldOptions
  } = options;
  const world = createWorld(worldOptions);
  const { backend } = host;
  const view: ViewSize = {
    width: sideOf(host.width),
    height: sideOf(host.height),
    dpr: ratioOf(host.dpr),
    glyphScale: host.backend.glyphScale,
    background: parseColor(background ?? theme.background),
    version: 1,
  };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, createLayerTable());
  setResource(world, ListTable, { lists: [] });

  const events = createEvents<AppEvents>((error, type) =>
    report({ error, system: `listener of '${type}'`, row: 0, switchedOff: false }),
  );
  setResource(world, Failures, {
    report: (error, system, row) => report({ error, system, row, switchedOff: false }),
  });

  function report(failure: AppError): void {
    // An error nobody listens to must still be seen; a listener that fails itself must not call itself.
    if (failure.system !== "listener of 'error'" && events.listenerCount('error') > 0)
      events.emit('error', failure);
    else
      console.error(
        `rafter: ${failure.system}${failure.row ? ` (row ${failure.row})` : ''}:`,
        failure.error,
      );
  }

  backend.resize(view.width, view.height, view.dpr);
  const runner = createFrameRunner({ world, phases, clock: host.clock, onFailure: report });
  const pacing = createPacing(world, runner);
  const loop = createLoop({
    world,
    requestFrame: (callback) => host.requestFrame(callback),
    cancelFrame: (id) => host.cancelFrame(id),
    pacer: pacing.pacer,
    step(now) {
      pacing.run(step, now);
      return runner.wasActive;
    },
  });
  const keeper = createFonts({
    world,
    host: host.fonts,
    remeasure: (families) => textSystem.remeasure(families),
  });
  const textSystem = createTextSystem({
    world,
    measurer: keeper.port(host.measurer),
    rasteriser: keeper.port(host.rasteriser),
    clock: host.clock,
    locale,
    glyphPages,
  });
  textSystem.attach(backend);
  const images = createImages({ world, host: host.images, maxPages: imagePages });
  images.attach(backend);
  if (host.clipboard) setResource(world, Clipboard, host.clipboard);
  if (host.cursor) setResource(world, CursorPort, host.cursor);
  const input = createInput({ world });
  const projection = createProjectionSystem({ world });
  const batching = createRenderBatching({ world, backend });
  const theming = createTheming({
    ...{ world, view, theme, events },
    invalidate: () => batching.invalidate(),
  });
  const { quality } = batching;
  quality.onChange(() => {
    runner.skippableRate = quality.values.animationRate;
  });
  const styling = createStyling({ world });
  const virtualization = createVirtualization({ world });
  const layout = createLayoutSystem({ world });
  const scheduler = createScheduler({
    world,
    loadManager: () => import('../async/app-tasks').then(({ tasksOf }) => tasksOf(app)),
  });
  const recorder = createRecorder(runner);
  const ledger = createByteLedger(() =>
    import('./spares').then(({ sparesOf }) =>
      sparesOf({ world, images, text: textSystem, batching }),
    ),
  );
  listBytes(ledger, { world, styling, batching, text: textSystem, images });
  const stopRestored = backend.onRestored(() => {
    textSystem.restore();
    images.restore();
  });
  const tunables = new Map<string, Tunables>([['pacing', pacing.tunables]]);

  function add(system: System): () => void {
    const remove = runner.add(system);
    if (!system.tunables) return remove;
    const { name } = system.tunables;
    tunables.set(name, system.tunables);
    const stopWaking = system.tunables.onChange(() => keepAwake(world));
    return () => {
      stopWaking();
      // A later system of the name may have taken the place.
      if (tunables.get(name) === system.tunables) tunables.delete(name);
      remove();
    };
  }

  for (const system of [
    keeper.system,
    input.input,
    scheduler.system,
    images.load,
    styling.states,
    virtualization.window,
    layout,
    virtualization.measure,
    styling.containers,
    createLayoutSystem({ world, phase: 'settle' }),
    virtualization.measureAgain,
    styling.containersAgain,
    createLayoutSystem({ world, phase: 'settle', name: 'layout/settle-again' }),
    virtualization.finish,
    projection,
    input.hover,
    images.upload,
    batching.batch,
    glyphUploads(),
    batching.render,
    recorder.system,
  ]) {
    add(system);
  }

  function glyphUploads(): System {
    return {
      name: 'text/uploads',
      phase: 'batch',
      reads: [],
      writes: [GlyphCache],
      after: ['render-batching/batch'],
      tunables: textSystem.tunables,
      update: () => textSystem.flushUploads(),
      dispose: () => textSystem.dispose(),
    };
  }

  function resize(width: number, height: number, dpr: number): void {
    const nextWidth = sideOf(width);
    const nextHeight = sideOf(height);
    const nextDpr = ratioOf(dpr);
    if (nextWidth === view.width && nextHeight === view.height && nextDpr === view.dpr) return;
    const scaled = nextDpr !== view.dpr;
    view.width = nextWidth;
    view.height = nextHeight;
    view.dpr = nextDpr;
    view.version++;
    backend.resize(view.width, view.height, view.dpr);
    view.glyphScale = backend.glyphScale;
    // Edges and glyphs stand on other device pixels now; at another size alone they do not.
    if (scaled) {
      const tree = treeOf(world);
      for (let i = 0; i < tree.length; i++) touch(world, tree.order[i]!, PAINT);
    }
    keepAwake(world);
    events.emit('resize', { width: view.width, height: view.height, dpr: view.dpr });
    // A canvas loses its picture with its size: drawn again at once, without time passing, the page never shows it empty. A frame that was
    // begun is one of the size before.
    if (begun) mustRepeat = true;
    else if (loop.running && !stepping && runner.frame.index > 0) step(runner.frame.now);
  }

  let disposed = false;
  let stepping = false;
  function step(now: number): void {
    // An embedded surface follows its host's scale: glyphs are rasterised anew, layout stays.
    view.glyphScale = backend.glyphScale;
    stepping = true;
    try {
      runner.step(now);
    } finally {
      stepping = false;
      if (disposed) end();
    }
  }

  /** Whether a frame was begun and waits for `complete`. */
  let begun = false;
  let mustRepeat = false;
  function beginFrame(now: number): void {
    view.glyphScale = backend.glyphScale;
    runner.begin(now, 'render');
    begun = true;
    stepping = true;
  }

  function complete(): void {
    try {
      runner.complete();
    } finally {
      begun = false;
      stepping = false;
      if (disposed) end();
    }
    const repeats = mustRepeat && !ended;
    mustRepeat = false;
    if (repeats) step(runner.frame.now);
  }

  let ended = false;
  function end(): void {
    if (ended) return;
    ended = true;
    stopRestored();
    try {
      runner.dispose();
      input.dispose();
      disposeWorld(world);
    } finally {
      // Code of the app runs above and may throw; the device is returned all the same.
      backend.dispose();
      events.clear();
      tunables.clear();
    }
  }

  keeper.listen();
  const detach = host.attach({
    resize,
    input,
    wake: () => loop.wake(),
    copied: () => resource(world, TextInput).copied(),
    replaced: (canvas, previous) => events.emit('canvas', { canvas, previous }),
    failed: (error, system) => report({ error, system, row: 0, switchedOff: false }),
  });

  const app: App = {
    world,
    scheduler,
    telemetry: {
      get fps() {
        return recorder.fps;
      },
      get lastFrameMs() {
        return recorder.lastFrameMs;
      },
      snapshot: () => ({ ...recorder.snapshot(), tasks: scheduler.stats() }),
    },
    pacing: pacing.shown,
    sensors: createSensors({
      ...{ world, runner, pacer: pacing.pacer, recorder, batching },
      ...{ text: textSystem, images },
    }),
    memory: ledger,
    layout: { stats: () => layout.stats },
    renderer: {
      get name() {
        return backend.name;
      },
      stats: () => batching.stats,
      invalidate: () => batching.invalidate(),
      overdraw: batching.overdraw,
      toImage: () => pictureOf(backend, batching),
    },
    fonts: keeper.fonts,
    images: { stats: images.stats },
    tunables,
    get systems() {
      return runner.systems;
    },
    get frameCount() {
      return runner.frame.index;
    },
    get running() {
      return loop.running;
    },
    get asleep() {
      return loop.asleep;
    },
    addSystem(system) {
      const remove = add(system);
      const ambiguous = findAmbiguities(runner.systems).find(
        ({ first, second }) => first === system.name || second === system.name,
      );
      if (!ambiguous) return remove;
      remove();
      throw new SystemError(
        `${ambiguous.first} and ${ambiguous.second} both touch ${ambiguous.token} in phase ${ambiguous.phase}; say which runs first with 'before' or 'after'`,
      );
    },
    on: events.on,
    ...theming,
    start() {
      if (disposed) throw new SystemError('this app was disposed; make a new one');
      loop.start();
    },
    stop: () => loop.stop(),
    step(now = host.clock.now()) {
      if (disposed) throw new SystemError('this app was disposed; make a new one');
      step(now);
    },
    beginFrame(now = host.clock.now()) {
      if (disposed) throw new SystemError('this app was disposed; make a new one');
      beginFrame(now);
    },
    complete,
    wake: () => loop.wake(),
    dispose() {
      if (disposed) return;
      disposed = true;
      loop.dispose();
      detach();
      // A handler or a system may have called this: what the running frame uses goes when it is over.
      if (begun) complete();
      else if (!stepping) end();
    },
  };
  return app;
}
