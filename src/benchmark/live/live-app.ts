/** What is needed of the app; every `App` of `rafter-ui` fits. */
export type LiveApp = {
  readonly scheduler: {
    submit<T>(
      task: () => Generator<unknown, T, void>,
      options: { priority: 'background'; signal?: AbortSignal },
    ): Promise<T>;
  };
  readonly telemetry: {
    snapshot(): { systems: readonly { name: string; lastMs: number }[] };
    readonly lastFrameMs: number;
  };
  addSystem(system: {
    name: string;
    phase: 'report';
    reads: never[];
    writes: never[];
    after: string[];
    update(): void;
    dispose(): void;
  }): () => void;
  wake(): void;
};
