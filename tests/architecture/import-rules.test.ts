import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { listFiles, readText } from './files';
import { checkSources, type Sources } from './rules';

const allowed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

describe('src', () => {
  it('breaks no rule of the house and has no import cycle', () => {
    const sources = Object.fromEntries(listFiles('src', '').map((file) => [file, readText(file)]));
    const found = checkSources(sources, { allowed });
    expect(
      found.map(({ file, line, rule, message }) => `${file}:${line} [${rule}] ${message}`),
    ).toEqual([]);
  });
});

describe('the checker', () => {
  it('accepts a house in order', () => {
    expect(rulesBroken(house())).toEqual([]);
  });

  describe('reports an import that', () => {
    it.each([
      ['leaves a leaf for another leaf', 'structures/a.ts', `import { b } from '../statistics';`],
      ['goes up from ecs', 'ecs/a.ts', `import { b } from '../ui';`],
      ['goes from one system to another', 'systems/layout/a.ts', `import { b } from '../text';`],
      ['is a type only', 'systems/layout/a.ts', `import type { B } from '../text';`],
      ['is an inline type', 'systems/layout/a.ts', `let b: import('../text').B;`],
      ['is lazy', 'systems/layout/a.ts', `const load = () => import('../text');`],
      [
        'is a lazy template literal',
        'systems/layout/a.ts',
        'const load = () => import(`../text`);',
      ],
      ['is a re-export', 'ui/box.ts', `export { b } from '../systems/layout';`],
      [
        'is a worker url',
        'ecs/a.ts',
        `new Worker(new URL('../worker/index.ts', import.meta.url));`,
      ],
      ['goes from ui to render', 'ui/box.ts', `import { b } from '../render';`],
      [
        'goes from render to a system other than batching',
        'render/a.ts',
        `import '../systems/text';`,
      ],
      ['goes from worker to app', 'worker/a.ts', `import { b } from '../app';`],
      ['goes from benchmark to ecs', 'benchmark/a.ts', `import { b } from '../ecs';`],
      ['goes from app to tuning', 'app/a.ts', `import { b } from '../tuning';`],
      ['goes from tuning to a whole system', 'tuning/a.ts', `import { b } from '../systems/text';`],
    ])('%s', (_, file, text) => {
      expect(rulesBroken({ ...house(), [`src/${file}`]: text })).toEqual(['folder']);
    });
  });

  it('reports an import of the package’s own index', () => {
    const text = `import type { b } from '..';`;
    expect(rulesBroken({ ...house(), 'src/ui/box.ts': text })).toEqual(['folder']);
  });

  it('follows imports of files that are not TypeScript', () => {
    const sources = { ...house(), 'src/render/quad.glsl': 'void main() {}' };
    const text = (folder: string) => `import quad from '${folder}/quad.glsl?raw';`;
    expect(rulesBroken({ ...sources, 'src/render/a.ts': text('.') })).toEqual([]);
    expect(rulesBroken({ ...sources, 'src/ui/a.ts': text('../render') })).toEqual(['folder']);
  });

  it('reports a folder that is not in the house', () => {
    expect(rulesBroken({ ...house(), 'src/misc/a.ts': 'export {};' })).toEqual(['folder']);
    expect(rulesBroken({ ...house(), 'src/a.ts': 'export {};' })).toEqual(['folder']);
    expect(rulesBroken({ ...house(), 'src/systems/a.ts': 'export {};' })).toEqual(['folder']);
  });

  it('reports an import past a folder’s index', () => {
    const text = `import { b } from '../../ecs/world';`;
    expect(rulesBroken({ ...house(), 'src/systems/layout/a.ts': text })).toEqual(['index']);
    const stores = `import { b } from '../ecs/stores/box';`;
    expect(rulesBroken({ ...house(), 'src/ui/box.ts': stores })).toEqual(['index']);
  });

  it('lets tuning read every tunables.ts directly, and nobody else', () => {
    const text = `import { t } from '../systems/text/tunables';`;
    expect(rulesBroken({ ...house(), 'src/tuning/a.ts': text })).toEqual([]);
    expect(rulesBroken({ ...house(), 'src/app/a.ts': text })).toEqual(['index']);
  });

  it('reports an import of a file that does not exist', () => {
    expect(rulesBroken({ ...house(), 'src/ecs/a.ts': `import './gone';` })).toEqual(['resolve']);
  });

  it.each([
    ['app/a.ts', `import { Container } from 'pixi.js';`],
    ['app/a.ts', `import type { Container } from 'pixi.js';`],
    ['app/a.ts', `import 'pixi.js/unsafe-eval';`],
    ['render/a.ts', `import { Pane } from 'tweakpane';`],
    ['app/a.ts', `const load = () => import('tweakpane');`],
    ['app/a.ts', `import uPlot from 'uplot';`],
    ['structures/a.ts', `import mitt from 'mitt';`],
    ['app/a.ts', `import lodash from 'lodash';`],
    ['app/a.ts', `import fs from 'node:fs';`],
    ['app/a.ts', `const load = (name: string) => import(name);`],
  ])('reports a package in the wrong folder: %s %s', (file, text) => {
    expect(rulesBroken({ ...house(), [`src/${file}`]: text })).toEqual(['package']);
  });

  it.each([
    ['export-all', `export * from './world';`],
    ['export-all', `export * as world from './world';`],
    ['default-export', 'export default 1;'],
    ['default-export', 'const a = 1; export { a as default };'],
    ['env', 'export const dev = import.meta.env.DEV;'],
    ['env', `export const dev = import.meta['env'];`],
    ['env', 'export const { env } = import.meta;'],
    ['markup', 'export const f = (e: any) => { e.innerHTML = 1; };'],
    ['markup', `export const f = (e: any) => e['outerHTML'];`],
    ['markup', `export const f = (e: any) => e?.insertAdjacentHTML('', '');`],
    ['markup', 'export const f = (e: any) => Object.assign(e, { innerHTML: 1 });'],
    ['eval', `export const f = () => eval('1');`],
    ['eval', `export const f = () => globalThis.eval('1');`],
    ['eval', `export const f = () => (0, eval)('1');`],
    ['eval', `export const f = () => new Function('1');`],
    ['eval', `export const f = () => Function('1');`],
    ['host', 'export const f = () => window;'],
    ['host', 'export const f = () => globalThis.document;'],
    ['host', 'export const f = () => performance.now();'],
    ['host', 'export const { now } = performance;'],
    ['host', 'export const f = () => requestAnimationFrame(f);'],
    ['host', 'export const f = () => Math.random();'],
    ['host', `export const f = () => Math['random']();`],
    ['host', 'export const { random } = Math;'],
    ['host', 'export const f = (random = Math.random) => random();'],
    ['host', 'export const f = () => Date.now();'],
    ['host', 'export const f = () => ({ window });'],
    ['host', 'export const f = () => ({ [window]: 1 });'],
    ['host', 'export const f = (list: any) => list[window];'],
  ])('reports in core code [%s] %s', (rule, text) => {
    expect(rulesBroken({ ...house(), 'src/ecs/a.ts': text })).toEqual([rule]);
  });

  it.each([
    ['a comment', '// window, document, eval, innerHTML, export *\nexport {};'],
    ['a string', `export const s = 'window import("../ui") innerHTML';`],
    ['a property', 'export const f = (list: any) => list.window + list.document.performance;'],
    ['a key', 'export const o = { window: 1, performance: 2 };'],
    ['a declared member', 'export type O = { window: number; random(): number };'],
    ['a regular expression', 'export const r = /window|"eval/;'],
  ])('does not take %s for a reference', (_, text) => {
    expect(rulesBroken({ ...house(), 'src/ecs/a.ts': text })).toEqual([]);
  });

  it('looks inside template literals', () => {
    const text = ['export const f = () => `$', '{window}`;'].join('');
    expect(rulesBroken({ ...house(), 'src/ecs/a.ts': text })).toEqual(['host']);
  });

  it('lets folders that know the page name it', () => {
    const text = 'export const f = () => [window, document, performance.now(), Math.random()];';
    expect(rulesBroken({ ...house(), 'src/app/a.ts': text })).toEqual([]);
  });

  it('reports a choice between a number and NaN in a system', () => {
    const text = 'export const f = (is: boolean, by: number) => (is ? by : Number.NaN);';
    expect(rulesBroken({ ...house(), 'src/systems/text/b.ts': text })).toEqual(['box']);
    expect(rulesBroken({ ...house(), 'src/ui/b.ts': text })).toEqual([]);
  });

  it('reports an accessor of a literal in what is asked for each row', () => {
    const text = 'export const f = () => ({ get a() { return 1; } });';
    const of = (file: string): string[] =>
      rulesBroken({ ...house(), [`src/systems/render-batching/${file}.ts`]: text });
    expect(of('box-writer')).toEqual(['dictionary']);
    expect(of('damage')).toEqual(['dictionary']);
    expect(of('stats')).toEqual([]);
  });

  it('reports a system’s index that holds more than re-exports, and a system’s file that is too long', () => {
    const index = `export { text } from './tunables';\nexport const b = 1;`;
    expect(rulesBroken({ ...house(), 'src/systems/text/index.ts': index })).toEqual(['index']);
    const long = 'export const a = 1;\n'.replace('\n', '\n'.repeat(400));
    expect(rulesBroken({ ...house(), 'src/systems/text/b.ts': `${long}export {};` })).toEqual([
      'length',
    ]);
  });

  it('reports a cycle of value imports once, and none of type imports', () => {
    const cycle = {
      'src/ecs/a.ts': `import { b } from './b'; export const a = 1;`,
      'src/ecs/b.ts': `import { c } from './c'; export const b = 1;`,
      'src/ecs/c.ts': `import { a } from './a'; export const c = 1;`,
    };
    expect(checkSources(cycle, { allowed })).toEqual([
      {
        file: 'src/ecs/a.ts',
        line: 1,
        rule: 'cycle',
        message: 'src/ecs/a.ts -> src/ecs/b.ts -> src/ecs/c.ts -> src/ecs/a.ts',
      },
    ]);
    const types = { ...cycle, 'src/ecs/c.ts': `import type { A } from './a'; export const c = 1;` };
    expect(rulesBroken(types)).toEqual([]);
    expect(rulesBroken({ 'src/ecs/a.ts': `export { a } from './a';` })).toEqual(['cycle']);
  });

  it('reports a file it cannot read', () => {
    expect(rulesBroken({ 'src/ecs/a.ts': 'const = ;' })).toEqual(['syntax']);
  });

  it('names file and line', () => {
    const [found] = checkSources({ 'src/ecs/a.ts': '\n\nexport default 1;' }, { allowed });
    expect(found).toMatchObject({ file: 'src/ecs/a.ts', line: 3 });
  });
});

function rulesBroken(sources: Sources): string[] {
  return [...new Set(checkSources(sources, { allowed }).map(({ rule }) => rule))];
}

/** A small src in order: one file where every folder needs one. */
function house(): Sources {
  return {
    'src/index.ts': `export { createApp } from './app'; export { box } from './ui';`,
    'src/structures/index.ts': `export { ring } from './ring';`,
    'src/structures/ring.ts': 'export const ring = 1;',
    'src/statistics/index.ts': 'export const mean = 1;',
    'src/ecs/index.ts': `export { world } from './world';`,
    'src/ecs/world.ts': `import { ring } from '../structures'; import 'bitecs'; export const world = ring;`,
    'src/ecs/stores/index.ts': `export { Box } from './box';`,
    'src/ecs/stores/box.ts': `import { world } from '../world'; export const Box = world;`,
    'src/systems/layout/index.ts': `export { layout } from './layout';`,
    'src/systems/layout/layout.ts': `import { Box } from '../../ecs/stores'; export const layout = Box;`,
    'src/systems/text/index.ts': `export { text } from './tunables';`,
    'src/systems/text/tunables.ts': 'export const text = 1;',
    'src/systems/render-batching/index.ts': `export { batch } from './batch';`,
    'src/systems/render-batching/batch.ts': 'export const batch = 1;',
    'src/render/index.ts': `import 'pixi.js/unsafe-eval'; import { batch } from '../systems/render-batching';`,
    'src/ui/index.ts': `export { box } from './box';`,
    'src/ui/box.ts': `import { world } from '../ecs'; export const box = world;`,
    'src/worker/index.ts': `import { world } from '../ecs';`,
    'src/tuning/index.ts': `import { Pane } from 'tweakpane';`,
    'src/app/index.ts': `import '../render'; import { layout } from '../systems/layout'; export const createApp = layout;`,
    'src/testing/index.ts': `import { createApp } from '../app';`,
  };
}
