import type { BindingParams, FolderApi } from '@tweakpane/core';
import { Pane } from 'tweakpane';
import { type Knob, keepAwake, type System, type Tunables, type World } from '../ecs';
import { createDamageOverlay, type RedrawStats } from './damage-overlay';
import { createLayoutOverlay } from './layout-overlay';
import { addMemory, type ShownMemory, saveFile } from './memory-folder';

/** What the panel needs of an app: an `App` or a `Surface`. */
export type TunableApp = {
  readonly world: World;
  readonly telemetry: {
    snapshot(): {
      fps: number;
      frameMs: { mean: number };
      systems: readonly { name: string; meanMs: number }[];
    };
  };
  readonly renderer: { stats(): RedrawStats };
  readonly memory: { total(): number; report(): { name: string; bytes: number }[] };
  readonly tunables: ReadonlyMap<string, Tunables>;
  readonly systems: readonly System[];
  addSystem(system: System): () => void;
  on(type: 'canvas', listener: (event: { canvas: HTMLCanvasElement }) => void): () => void;
};

export type TuningOptions = {
  /** Where the panel goes. @default a box at the top right of the page */
  container?: HTMLElement;
  /** The app's canvas: the panel then can show over it what layout did and what was drawn again. @default none */
  canvas?: HTMLCanvasElement;
  /** What `installMemory` gave: the panel then shows how memory is used, and not only how much of it. */
  memory?: { report(): ShownMemory };
  /** Takes the report of memory as JSON. @default saves it as a file */
  onExport?: (json: string) => void;
  /** @default 'Tuning' */
  title?: string;
};

/** An open tuning panel. */
export type TuningPanel = {
  readonly element: HTMLElement;
  /** Shows the current numbers now. */
  refresh(): void;
  /** Closes the panel and forgets the app. */
  dispose(): void;
};

/** Between two updates of the monitors, ms: four a second are readable. */
const REFRESH_MS = 250;

/**
 * Opens a panel with every knob of every system, frames per second, and the time of each system. It shows numbers on frames that
 * happen anyway and never wakes the app. An app has one panel at a time. Tweakpane adds a style element to the page: a strict CSP
 * must allow it.
 */
export function openTuning(
  app: TunableApp,
  {
    container,
    canvas,
    memory,
    onExport = (json) => saveFile('memory.json', json),
    title = 'Tuning',
  }: TuningOptions = {},
): TuningPanel {
  let shownAt = Number.NEGATIVE_INFINITY;
  // First, because it throws if there is a panel already.
  const stopSystem = app.addSystem({
    name: 'tuning/monitors',
    phase: 'report',
    reads: [],
    writes: [],
    after: ['telemetry/recorder'],
    update({ now }) {
      if (now - shownAt < REFRESH_MS) return;
      shownAt = now;
      refresh();
    },
    dispose() {},
  });
  const pane = new Pane({ title, ...(container ? { container } : {}) });
  const folder = pane as unknown as FolderApi;
  const monitors = addMonitors(folder, app);
  const usage = addMemory(folder, () => memory?.report() ?? ledgerOf(app), onExport);
  const overlays = canvas ? addOverlays(folder, app, canvas) : undefined;
  const knobs = [...app.tunables.values()].map((tunables) => addKnobs(folder, tunables));
  let open = true;

  function refresh(): void {
    if (!open) return;
    monitors.read();
    usage.read();
    for (const { read } of knobs) read();
    pane.refresh();
  }

  refresh();
  return {
    element: pane.element,
    refresh,
    dispose() {
      if (!open) return;
      open = false;
      stopSystem();
      overlays?.dispose();
      pane.dispose();
    },
  };
}

/** What an app without `installMemory` knows of its memory. */
function ledgerOf({ memory }: TunableApp): ShownMemory {
  return { totalBytes: memory.total(), lines: memory.report() };
}

function addMonitors(pane: FolderApi, app: TunableApp): { read(): void } {
  const values: Record<string, number> = { fps: 0, frameMs: 0 };
  const monitor: BindingParams = { readonly: true, interval: 0 };
  const frames = pane.addFolder({ title: 'Frames' });
  frames.addBinding(values, 'fps', {
    ...monitor,
    label: 'fps',
    view: 'graph',
    min: 0,
    max: 144,
    format: oneDecimal,
  });
  frames.addBinding(values, 'frameMs', {
    ...monitor,
    label: 'work ms',
    view: 'graph',
    min: 0,
    max: 16,
    format: twoDecimals,
  });
  const systems = pane.addFolder({ title: 'Systems (mean µs)', expanded: false });
  for (const { name } of app.systems) {
    if (name.startsWith('tuning/')) continue;
    values[name] = 0;
    systems.addBinding(values, name, { ...monitor, label: name, format: oneDecimal });
  }
  return {
    read() {
      const snapshot = app.telemetry.snapshot();
      values.fps = snapshot.fps;
      values.frameMs = snapshot.frameMs.mean;
      for (const { name, meanMs } of snapshot.systems)
        if (Object.hasOwn(values, name)) values[name] = meanMs * 1000;
    },
  };
}

function addOverlays(
  pane: FolderApi,
  app: TunableApp,
  canvas: HTMLCanvasElement,
): { dispose(): void } {
  const { world } = app;
  const below = { canvas, spared: pane.element };
  const stopFollowing = app.on('canvas', (event) => {
    below.canvas = event.canvas;
  });
  const layout = createLayoutOverlay(world, below);
  const damage = createDamageOverlay(world, below, app.renderer.stats);
  const stops = [layout, damage].map(({ system }) => app.addSystem(system));
  addMarks(pane, 'Layout overlay', layout.marks, layout.draw);
  addMarks(pane, 'Rendering overlay', damage.marks, () => keepAwake(world));
  return {
    dispose() {
      for (const stop of stops) stop();
      stopFollowing();
      layout.dispose();
      damage.dispose();
    },
  };
}

function addMarks<M extends object>(
  pane: FolderApi,
  title: string,
  marks: M,
  show: () => void,
): void {
  const folder = pane.addFolder({ title, expanded: false });
  for (const name of Object.keys(marks) as (keyof M)[]) {
    folder.addBinding(marks, name).on('change', show);
  }
}

function addKnobs(pane: FolderApi, tunables: Tunables): { read(): void } {
  const folder = pane.addFolder({ title: tunables.name });
  // Tweakpane writes here; only what passes the knob's own check reaches the system.
  const shown = { ...tunables.values };
  for (const [name, knob] of Object.entries(tunables.knobs)) {
    const binding = folder.addBinding(shown, name, knobParams(name, knob));
    binding.element.title = knob.help;
    binding.on('change', ({ value }) => tunables.set(name, value as number | boolean));
  }
  return { read: () => Object.assign(shown, tunables.values) };
}

function knobParams(name: string, knob: Knob): BindingParams {
  if (typeof knob.value === 'boolean') return { label: name };
  const { min, max, step, unit } = knob as Exclude<Knob, { value: boolean }>;
  return { label: unit ? `${name} (${unit})` : name, min, max, step };
}

function oneDecimal(value: number): string {
  return value.toFixed(1);
}

function twoDecimals(value: number): string {
  return value.toFixed(2);
}
