import type {
  BenchListing,
  OpenRequest,
  RoundSamples,
  SampleRequest,
  WarmRequest,
} from '../station/protocol';

/** What a bench file turned out to hold. */
export type LoadedFile = { url: string; listings: BenchListing[]; failure?: string };

/** What the parent may ask of a child, and what it gets. */
export type Calls = {
  load: { argument: { urls: string[] }; result: LoadedFile[] };
  open: { argument: OpenRequest; result: null };
  warm: { argument: WarmRequest; result: boolean };
  sample: { argument: SampleRequest; result: RoundSamples };
  count: { argument: OpenRequest; result: { [name: string]: number } };
  allocate: { argument: null; result: number | null };
  close: { argument: null; result: null };
};

export type CallMessage = {
  [M in keyof Calls]: { method: M; argument: Calls[M]['argument'] };
}[keyof Calls];

export type AnswerMessage = { value: unknown } | { error: string };
