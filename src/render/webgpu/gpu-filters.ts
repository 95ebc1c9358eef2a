import { createFilterChain, type FilterChain, type FilterProgram } from '../filter-chain';
import { BUFFER_COPY_DST, BUFFER_UNIFORM } from './flags';
import { OVER } from './gpu-target';
import { WGSL_PASSES } from './wgsl-pictures';

const VALUE_BYTES = 64;

/** Puts pictures of a device through filters. `make` gives an empty texture of a format, `destroy` takes one that is used no more. */
export function createGpuFilters(
  device: GPUDevice,
  format: GPUTextureFormat,
  {
    make,
    destroy,
  }: { make(width: number, height: number): GPUTexture; destroy(texture: GPUTexture): void },
): FilterChain<GPUTexture> {
  const uniform = device.createBuffer({
    label: 'Filter',
    size: VALUE_BYTES,
    usage: BUFFER_UNIFORM | BUFFER_COPY_DST,
  });
  const sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
  const pipelines = new Map<FilterProgram, GPURenderPipeline>();

  function pipelineOf(program: FilterProgram): GPURenderPipeline {
    const known = pipelines.get(program);
    if (known) return known;
    const module = device.createShaderModule({ label: program, code: WGSL_PASSES[program] });
    const pipeline = device.createRenderPipeline({
      label: program,
      layout: 'auto',
      vertex: { module, entryPoint: 'vertex' },
      fragment: {
        module,
        entryPoint: 'fragment',
        targets: [{ format, blend: { color: OVER, alpha: OVER } }],
      },
      primitive: { topology: 'triangle-list' },
    });
    pipelines.set(program, pipeline);
    return pipeline;
  }

  return createFilterChain<GPUTexture>({
    make,
    destroy,
    pass(program, from, to, fresh, values) {
      const pipeline = pipelineOf(program);
      device.queue.writeBuffer(uniform, 0, values as Float32Array<ArrayBuffer>);
      const resources = [{ buffer: uniform }, from.createView()];
      // What a program does not read is not in its layout.
      if (program === 'blur') resources.push(sampler as never);
      const entries = resources.map((resource, binding) => ({ binding, resource }));
      const layout = pipeline.getBindGroupLayout(0);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginRenderPass({
        colorAttachments: [
          { view: to.createView(), loadOp: fresh ? 'clear' : 'load', storeOp: 'store' },
        ],
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
      pass.draw(3);
      pass.end();
      // By itself: the uniform is written anew for the next one.
      device.queue.submit([encoder.finish()]);
    },
  });
}
