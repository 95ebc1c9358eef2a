/** The renderer that an address asks for: WebGPU by `?renderer=webgpu`, WebGL 2 by any other. */
export function rendererOf(search: string): 'webgl' | 'webgpu' {
  return new URLSearchParams(search).get('renderer') === 'webgpu' ? 'webgpu' : 'webgl';
}
