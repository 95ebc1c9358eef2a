import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rendererOf } from '../../../examples/renderer';

const EXAMPLES = new URL('../../../examples/', import.meta.url);

it('examples are drawn by the renderer that their address asks for', () => {
  expect(rendererOf('?renderer=webgpu')).toBe('webgpu');
  expect(rendererOf('?rows=10&renderer=webgpu')).toBe('webgpu');
  for (const search of ['', '?renderer', '?renderer=webgl', '?renderer=canvas', '?webgpu']) {
    expect(rendererOf(search)).toBe('webgl');
  }
  const mains = readdirSync(EXAMPLES)
    .map((name) => new URL(`${name}/main.ts`, EXAMPLES))
    .filter((main) => existsSync(main));
  expect(mains.length).toBeGreaterThan(5);
  for (const main of mains) {
    expect(readFileSync(main, 'utf8')).toContain('renderer: rendererOf(location.search)');
  }
});
