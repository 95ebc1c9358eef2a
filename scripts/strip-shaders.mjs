/** Files that hold text of shaders. */
const SHADERS = /[\\/]src[\\/]render[\\/].*(shader|program|wgsl|soft-shadows|coarse)[^\\/]*\.ts$/;

/**
 * Takes indentation and lines of comment out of files with text of shaders, before anything else reads them: within that text nobody else
 * does. What is left keeps its lines, so that source maps stay true.
 */
export function stripShaders() {
  return {
    name: 'strip-shaders',
    enforce: 'pre',
    transform(code, id) {
      if (!SHADERS.test(id)) return undefined;
      const lines = code.split('\n').map((line) => line.trimStart());
      return {
        code: lines.map((line) => (line.startsWith('//') ? '' : line)).join('\n'),
        map: null,
      };
    },
  };
}
