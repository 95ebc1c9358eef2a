/** `ts` blocks of the documents; made by `vite-plugin.mjs`. */
declare module 'virtual:doc-blocks' {
  export const blocks: readonly {
    /** File and line. */
    readonly name: string;
    /** Markup of the page it expects; empty if its document shows none. */
    readonly page: string;
    /** Whether it makes an app or a surface, which must then be seen. */
    readonly draws: boolean;
    run(): Promise<{ declared: Record<string, unknown> }>;
  }[];
}
