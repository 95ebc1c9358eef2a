import { PROGRAM_SOURCES, type ProgramSource, type ProgramSources } from './program-set';

/** Puts text in place of text that must be there. */
function put(code: string, from: string, to: string): string {
  if (!code.includes(from)) throw new Error(`No "${from}" in a shader`);
  return code.replace(from, to);
}

const PAGE = 'colored = (page & 65536u) != 0u;';
const TURNED = 'bool turned = kind == 1u && (!aligned || uFrame[4].z > 0.5);';
const BY_TEXEL = 'bool texelByPixel = snapped && (page & 131072u) == 0u;';
const KINDS = 'if (kind == 0u || ';

/**
 * A blended program for fewer pixels than the surface has: without uncovered glyphs, the others filtered; and solids that are thinner than
 * a pixel or two have soft edges, or they would come and go.
 */
function coarse({ vertex, fragment }: ProgramSource): ProgramSource {
  const thin =
    'bool turned = kind == 1u && (!aligned || min(abs(rect.z * linear.x), abs(rect.w * linear.w)) * uFrame[2].w < 1.5);';
  const kept = put(vertex, PAGE, `if ((page & 256u) != 0u) return;\n    ${PAGE}`);
  return {
    vertex: put(put(kept, TURNED, thin), BY_TEXEL, 'bool texelByPixel = false;'),
    fragment,
  };
}

/** Programs for what is drawn coarsely; those of simple layers draw as the general one does. */
export function coarseSources(sources: ProgramSources | undefined): ProgramSources {
  const from = sources ?? PROGRAM_SOURCES;
  const blended = coarse(from.blended);
  return {
    solid: blended,
    simple: blended,
    blended,
    images: coarse(from.images),
    lines: coarse(from.lines),
    effects: coarse(from.effects),
  };
}

/** Programs for uncovered glyphs alone. */
export function uncoveredSources(): ProgramSources {
  const { vertex, fragment } = PROGRAM_SOURCES.blended;
  const glyphs = put(vertex, KINDS, `if (kind != 3u || ${KINDS.slice(4)}`);
  const blended = {
    vertex: put(glyphs, PAGE, `if ((page & 256u) == 0u) return;\n    ${PAGE}`),
    fragment,
  };
  return {
    ...{ solid: blended, simple: blended, blended },
    ...{ images: blended, lines: blended, effects: blended },
  };
}
