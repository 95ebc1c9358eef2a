import { createTunables, defineTunables, text, virtualList } from 'rafter-ui';
import { installMemory } from 'rafter-ui/memory';
import { openTuning } from 'rafter-ui/tuning';
import { describe, expect, it } from 'vitest';
import { leakCheck } from '../../src/testing/leak-check';
import { atEnd, frames, type Mounted, mountShared, until } from './page';

describe('the tuning panel', () => {
  it('shows a knob for everything that is declared, with its explanation', async () => {
    const { app } = await screen();
    const box = addBox();
    const panel = openTuning(app, { container: box });
    atEnd(() => panel.dispose());
    expect(app.tunables.size).toBeGreaterThanOrEqual(3);
    for (const { name, knobs } of app.tunables.values()) {
      const folder = folderOf(box, name);
      const labels = [...folder.querySelectorAll('.tp-lblv_l')].map((label) => label.textContent);
      const wanted = Object.entries(knobs).map(([knob, spec]) =>
        'unit' in spec && spec.unit ? `${knob} (${spec.unit})` : knob,
      );
      expect(labels).toEqual(wanted);
      for (const { help } of Object.values(knobs)) {
        expect(folder.querySelector(`[title="${help}"]`)).not.toBeNull();
      }
    }
    expect(folderOf(box, 'Frames').querySelectorAll('.tp-lblv_l')).toHaveLength(2);
    const systems = folderOf(box, 'Systems').querySelectorAll('.tp-lblv_l');
    expect(systems).toHaveLength(app.systems.length - 1);
  });

  it('acts on the next frame, and wakes an app that sleeps', async () => {
    const { app, list } = await screen();
    const box = addBox();
    const panel = openTuning(app, { container: box });
    atEnd(() => panel.dispose());
    await until(() => app.asleep);
    const { bound } = list;
    const { frameCount } = app;
    type(input(box, 'virtualization', 'overscan'), '1024');
    expect(app.tunables.get('virtualization')!.values.overscan).toBe(1024);
    expect(app.asleep).toBe(false);
    await until(() => app.frameCount > frameCount);
    expect(list.bound).toBeGreaterThan(bound + 20);
  });

  it('keeps what is typed inside the range', async () => {
    const { app } = await screen();
    const box = addBox();
    const panel = openTuning(app, { container: box });
    atEnd(() => panel.dispose());
    const field = input(box, 'virtualization', 'overscan');
    type(field, '999999');
    expect(app.tunables.get('virtualization')!.values.overscan).toBe(1024);
    type(field, 'nonsense');
    expect(app.tunables.get('virtualization')!.values.overscan).toBe(1024);
    type(field, '-5');
    expect(app.tunables.get('virtualization')!.values.overscan).toBe(0);
  });

  it('shows what others set, and switches as switches', async () => {
    const { app } = await screen();
    const own = createTunables(
      defineTunables('demo', { glow: { value: false, visibleCost: 0, help: 'Makes it glow.' } }),
    );
    const stop = app.addSystem({
      name: 'demo',
      phase: 'update',
      reads: [],
      writes: [],
      tunables: own,
      update() {},
      dispose() {},
    });
    const box = addBox();
    const panel = openTuning(app, { container: box });
    atEnd(() => panel.dispose());
    app.tunables.get('virtualization')!.set('overscan', 512);
    own.set('glow', true);
    panel.refresh();
    expect(input(box, 'virtualization', 'overscan').value).toBe('512');
    const glow = input(box, 'demo', 'glow');
    expect(glow.checked).toBe(true);
    glow.click();
    expect(own.values.glow).toBe(false);
    stop();
    expect(app.tunables.has('demo')).toBe(false);
  });

  it('shows the numbers of frames that happen, and makes none happen', async () => {
    const { app, list } = await screen();
    const box = addBox();
    const panel = openTuning(app, { container: box });
    atEnd(() => panel.dispose());
    await until(() => app.asleep);
    const { frameCount } = app;
    await frames(30);
    expect(app.frameCount).toBe(frameCount);
    for (let i = 0; i < 25; i++) {
      list.scrollBy(5);
      await frames();
    }
    panel.refresh();
    const times = [...folderOf(box, 'Systems').querySelectorAll<HTMLInputElement>('input')];
    expect(times.some(({ value }) => Number(value) > 0)).toBe(true);
  });

  it('goes without a trace, and comes again', async () => {
    const { app, errors } = await screen();
    const systems = app.systems.map(({ name }) => name);
    const { listeners } = leakCheck();
    for (let i = 0; i < 3; i++) {
      const panel = openTuning(app);
      expect(document.querySelector('.tp-dfwv')).not.toBeNull();
      expect(app.systems).toHaveLength(systems.length + 1);
      await frames(2);
      panel.dispose();
      panel.dispose();
      expect(document.querySelector('.tp-dfwv')).toBeNull();
      expect(document.querySelector('.tp-rotv')).toBeNull();
      expect(app.systems.map(({ name }) => name)).toEqual(systems);
    }
    expect(leakCheck().listeners).toBe(listeners);
    app.tunables.get('virtualization')!.set('overscan', 8);
    await frames(2);
    expect(errors).toEqual([]);
  });

  it('is there once at most: a second one throws and leaves nothing', async () => {
    const { app } = await screen();
    const first = openTuning(app);
    atEnd(() => first.dispose());
    expect(() => openTuning(app)).toThrow('tuning/monitors');
    expect(document.querySelectorAll('.tp-rotv')).toHaveLength(1);
  });

  it('shows who holds how much memory while its folder is open, and exports that', async () => {
    const { app } = await screen();
    const box = addBox();
    const memory = installMemory(app, { budgetBytes: 64 * 1024 * 1024, ports: { sources: [] } });
    const cache = memory.cache<number, string>('letters', {
      maxEntries: 10,
      entryBytes: 1024 * 1024,
    });
    cache.set(1, 'a');
    for (const key of [1, 1, 1, 2]) cache.get(key);
    const exported: string[] = [];
    const onExport = (json: string) => void exported.push(json);
    const panel = openTuning(app, { container: box, memory, onExport });
    atEnd(() => panel.dispose());
    const folder = folderOf(box, 'Memory');
    expect(folder.querySelectorAll('.tp-lblv_l')).toHaveLength(3 + 1);
    folder.querySelector<HTMLElement>('.tp-fldv_b')!.click();
    panel.refresh();
    const lines = new Map(
      [...folder.querySelectorAll('.tp-lblv')].map((line) => [
        line.querySelector('.tp-lblv_l')?.textContent,
        line.querySelector('input')?.value,
      ]),
    );
    expect(lines.get('letters')).toBe('~1.00 (1.00) 75 %');
    expect(folder.querySelector('[title^="letters: about 10"]')).not.toBeNull();
    expect(lines.get('total')).toMatch(/^\d+\.\d+ of 64\.0$/);
    expect([lines.get('pressure'), lines.get('given back')]).toEqual(['normal', '0.00']);
    for (const { name } of app.memory.report()) expect(lines.has(name)).toBe(true);
    cache.clear();
    panel.refresh();
    folder.querySelector<HTMLElement>('.tp-btnv_b')!.click();
    const { lines: told } = JSON.parse(exported[0]!) as { lines: { name: string }[] };
    expect(told.map(({ name }) => name)).toContain('letters');
  });

  it('may outlive the app', async () => {
    const { app } = await screen();
    const panel = openTuning(app);
    app.dispose();
    expect(() => panel.refresh()).not.toThrow();
    panel.dispose();
    expect(document.querySelector('.tp-dfwv')).toBeNull();
  });
});

/** A started app with a list. */
async function screen(): Promise<Mounted & { list: ReturnType<typeof virtualList> }> {
  const mounted = await mountShared();
  const { world } = mounted.app;
  const list = virtualList(world, {
    count: 1000,
    estimatedSize: 15,
    template: (row) => [text(world, { parent: row, content: 'row' })] as const,
    bind: () => {},
  });
  mounted.app.start();
  await frames(3);
  return { ...mounted, list };
}

function addBox(): HTMLElement {
  const box = document.createElement('div');
  document.body.append(box);
  atEnd(() => box.remove());
  return box;
}

function folderOf(box: HTMLElement, title: string): Element {
  const found = [...box.querySelectorAll('.tp-fldv')].find((folder) =>
    folder.querySelector('.tp-fldv_t')?.textContent?.startsWith(title),
  );
  if (!found) throw new Error(`no folder ${title}`);
  return found;
}

function input(box: HTMLElement, folder: string, knob: string): HTMLInputElement {
  const row = [...folderOf(box, folder).querySelectorAll('.tp-lblv')].find((element) =>
    element.querySelector('.tp-lblv_l')?.textContent?.startsWith(knob),
  );
  return row!.querySelector<HTMLInputElement>('input')!;
}

function type(field: HTMLInputElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
