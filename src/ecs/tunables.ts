import { ValueError } from './errors';

/** A number a user may turn while the app runs. */
export type NumberKnob = {
  value: number;
  min: number;
  max: number;
  step: number;
  unit: string;
  /** How much a user sees when it is turned down, 0 (nothing) to 1. */
  visibleCost: number;
  help: string;
};

/** A switch a user may turn while the app runs. */
export type SwitchKnob = { value: boolean; visibleCost: number; help: string };

/** What a declaration may hold. */
export type Knob = NumberKnob | SwitchKnob;

/** Knobs by name. */
export type KnobSet = { readonly [name: string]: Knob };

type KnobValues<K extends KnobSet> = {
  [N in keyof K]: K[N]['value'] extends boolean ? boolean : number;
};

/** Declared knobs of one system: data that tuning, modes, governor and docs read. */
export type TunableSpec<K extends KnobSet = KnobSet> = { readonly name: string; readonly knobs: K };

/** One app's live values of a declaration. Read `values` every run; write through `set`. */
export type Tunables<K extends KnobSet = KnobSet> = {
  readonly name: string;
  readonly knobs: K;
  readonly values: Readonly<KnobValues<K>>;
  /** Acts on the next frame. Throws `ValueError` for an unknown name or a value outside the knob's range; nothing changes then. */
  set(name: string, value: number | boolean): void;
  /** Calls the listener after every change; returns how to stop. All are called before what one throws leaves `set`. */
  onChange(listener: () => void): () => void;
};

/** Declares the knobs of a system. */
export function defineTunables<const K extends KnobSet>(name: string, knobs: K): TunableSpec<K> {
  for (const [knob, spec] of Object.entries(knobs)) {
    const problem = rangeProblem(spec) ?? valueProblem(spec, spec.value);
    if (problem) throw new ValueError(`${name}.${knob}: ${problem}`);
  }
  return { name, knobs };
}

/** Makes one app's live values of a declaration, at their defaults. */
export function createTunables<K extends KnobSet>(spec: TunableSpec<K>): Tunables<K> {
  const values: Record<string, number | boolean> = {};
  const listeners = new Set<() => void>();
  for (const [name, knob] of Object.entries(spec.knobs)) values[name] = knob.value;
  return {
    name: spec.name,
    knobs: spec.knobs,
    values: values as KnobValues<K>,
    set(name, value) {
      const knob = Object.hasOwn(spec.knobs, name) ? spec.knobs[name] : undefined;
      if (!knob) {
        throw new ValueError(
          `${spec.name} has no knob '${name}'; it has ${Object.keys(spec.knobs).join(', ')}`,
        );
      }
      const problem = valueProblem(knob, value);
      if (problem) throw new ValueError(`${spec.name}.${name}: ${problem}`);
      if (values[name] === value) return;
      values[name] = value;
      let failure: { error: unknown } | undefined;
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          failure ??= { error };
        }
      }
      if (failure) throw failure.error;
    },
    onChange(listener) {
      const own = (): void => listener();
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}

function rangeProblem(knob: Knob): string | undefined {
  if (!('min' in knob)) return undefined;
  const { min, max, step } = knob;
  if (Number.isFinite(min) && Number.isFinite(max) && min <= max && step > 0) return undefined;
  return `min ${min}, max ${max}, step ${step} is no range; give finite numbers, min <= max and step > 0`;
}

function valueProblem(knob: Knob, value: number | boolean): string | undefined {
  if (typeof knob.value === 'boolean') {
    return typeof value === 'boolean' ? undefined : `${String(value)} is not true or false`;
  }
  const { min, max, unit } = knob as NumberKnob;
  if (typeof value === 'number' && value >= min && value <= max) return undefined;
  return `${String(value)} is outside ${min}..${max} ${unit}`.trimEnd();
}
