import { Fifo } from './fifo';
import type { TaskGroup } from './group';
import type { AsyncPorts } from './ports';

/** How long room is kept for one who was told of it, ms: to go on when a promise settles takes less. */
const KEPT_MS = 1;

/** Room that is kept for one who was told of it. */
type Place = { timer: unknown };

type Line = { readonly waiting: Fifo<() => void>; readonly kept: Set<Place> };

/** Who waits for room in the queue of a group: in turn, as many are told as there is room for, and it is kept for them until they submit. */
export class Rooms {
  private readonly lines = new Map<TaskGroup, Line>();
  private readonly ports: AsyncPorts;

  constructor(ports: AsyncPorts) {
    this.ports = ports;
  }

  when(group: TaskGroup): Promise<void> {
    const line = this.lines.get(group) ?? { waiting: new Fifo(), kept: new Set() };
    this.lines.set(group, line);
    return new Promise((resolve) => {
      line.waiting.push(resolve);
      this.tell(group);
    });
  }

  /** A task was submitted: that is what room was kept for. */
  use(group: TaskGroup): void {
    const line = this.lines.get(group);
    if (!line) return;
    for (const place of line.kept) {
      line.kept.delete(place);
      this.ports.clearTimer(place.timer);
      return;
    }
  }

  /** Tells those that wait for a group if there is room. */
  tell(group: TaskGroup): void {
    const line = this.lines.get(group);
    if (!line) return;
    const { waiting, kept } = line;
    while (waiting.length > 0 && group.queued + kept.size < group.settings.maxQueued) {
      waiting.shift()!();
      const place: Place = { timer: undefined };
      // Whoever was told goes on before that: by a clock that a test moves, a timer may end in the same turn.
      const lapse = (): void => queueMicrotask(() => kept.delete(place) && this.tell(group));
      place.timer = this.ports.setTimer(lapse, KEPT_MS);
      kept.add(place);
    }
    if (waiting.length === 0 && kept.size === 0) this.lines.delete(group);
  }

  /** Tells all. */
  dispose(): void {
    for (const { waiting, kept } of this.lines.values()) {
      for (const { timer } of kept) this.ports.clearTimer(timer);
      for (let tell = waiting.shift(); tell; tell = waiting.shift()) tell();
    }
    this.lines.clear();
  }
}
