/** What programs must fit of what they draw into, and those that were made for it. */
export type GpuTarget = {
  /** Of each texture that is attached. The first is drawn into. */
  readonly formats: readonly GPUTextureFormat[];
  /** Bits of the channels that are written. */
  readonly writeMask: number;
  readonly sampleCount: number;
  readonly depthStencil: GPUDepthStencilState | undefined;
  /** By mode of drawing: programs by name, for each blend mode, then the same with soft shadows. */
  readonly programs: Readonly<Record<'all' | 'coarse' | 'uncovered', Programs>>;
};

type Programs = readonly Map<string, GPURenderPipeline>[];

export type GpuTargetOptions = Partial<
  Pick<GpuTarget, 'writeMask' | 'sampleCount' | 'depthStencil'>
>;

/** What is premultiplied, over what there is. */
export const OVER: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
/** How colours mix, by `BLEND_...`; what is drawn is premultiplied. */
export const MIXES: readonly GPUBlendComponent[] = [
  OVER,
  { srcFactor: 'dst', dstFactor: 'one-minus-src-alpha' },
  { srcFactor: 'one', dstFactor: 'one-minus-src' },
  { srcFactor: 'one', dstFactor: 'one' },
];

/** Red, green, blue and alpha. */
export const ALL_CHANNELS = 15;

/** Describes a target without depth, of one sample a pixel unless told otherwise. */
export function createGpuTarget(
  formats: readonly GPUTextureFormat[],
  { writeMask = ALL_CHANNELS, sampleCount = 1, depthStencil }: GpuTargetOptions = {},
): GpuTarget {
  const make = () => [...MIXES, ...MIXES].map(() => new Map<string, GPURenderPipeline>());
  const programs = { all: make(), coarse: make(), uncovered: make() };
  return { formats, writeMask, sampleCount, depthStencil, programs };
}

/** What of a program depends on where it draws. */
export function targetState(
  { formats, writeMask, sampleCount, depthStencil }: GpuTarget,
  blend: GPUBlendState | undefined,
): Pick<GPURenderPipelineDescriptor, 'multisample' | 'depthStencil'> & {
  targets: GPUColorTargetState[];
} {
  return {
    targets: formats.map((format, i) => {
      if (i > 0) return { format, writeMask: 0 };
      return blend ? { format, writeMask, blend } : { format, writeMask };
    }),
    multisample: { count: sampleCount },
    ...(depthStencil ? { depthStencil } : {}),
  };
}
