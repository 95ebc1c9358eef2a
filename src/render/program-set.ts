import { Shader } from 'pixi.js';
import type { DrawProgram } from '../systems/render-batching';
import {
  EFFECTS_FRAGMENT,
  EFFECTS_VERTEX,
  GENERAL_FRAGMENT,
  GENERAL_VERTEX,
  IMAGES_FRAGMENT,
  IMAGES_VERTEX,
  LINES_FRAGMENT,
  LINES_VERTEX,
  SIMPLE_FRAGMENT,
  SIMPLE_VERTEX,
  SOLID_FRAGMENT,
  SOLID_VERTEX,
} from './shaders';

/** Shaders of a program. */
export type ProgramSource = { readonly vertex: string; readonly fragment: string };

/** Shaders of every program. */
export type ProgramSources = { readonly [P in DrawProgram]: ProgramSource };

/** A program, and whether it has the uniforms and textures of now. */
export type Program = { readonly shader: Shader; synced: boolean };

export type ProgramSet = { readonly [P in DrawProgram]: Program };

/** Those that draw everything as it is specified. */
export const PROGRAM_SOURCES: ProgramSources = {
  solid: { vertex: SOLID_VERTEX, fragment: SOLID_FRAGMENT },
  simple: { vertex: SIMPLE_VERTEX, fragment: SIMPLE_FRAGMENT },
  blended: { vertex: GENERAL_VERTEX, fragment: GENERAL_FRAGMENT },
  images: { vertex: IMAGES_VERTEX, fragment: IMAGES_FRAGMENT },
  lines: { vertex: LINES_VERTEX, fragment: LINES_FRAGMENT },
  effects: { vertex: EFFECTS_VERTEX, fragment: EFFECTS_FRAGMENT },
};

/** What they read; the order gives the texture units, for the sync of a shader binds its textures from unit 0 up. */
export type ProgramResources = { [P in 'solid' | 'glyphs' | 'images']: Record<string, unknown> };

/** Makes programs of their sources; each is compiled when it is first drawn with. */
export function createProgramSet(sources: ProgramSources, read: ProgramResources): ProgramSet {
  const make = (name: DrawProgram, resources: Record<string, unknown>): Program => ({
    shader: Shader.from({ gl: sources[name], resources }),
    synced: false,
  });
  return {
    solid: make('solid', read.solid),
    simple: make('simple', read.glyphs),
    blended: make('blended', read.glyphs),
    images: make('images', read.images),
    lines: make('lines', read.images),
    effects: make('effects', read.images),
  };
}

/** Says that uniforms or textures have changed. */
export function unsync(programs: ProgramSet): void {
  for (const name in programs) programs[name as DrawProgram].synced = false;
}

/** Gives shaders back; what was compiled stays, shared by source. */
export function destroyPrograms(programs: ProgramSet): void {
  for (const name in programs) programs[name as DrawProgram].shader.destroy();
}
