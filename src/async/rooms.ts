import type { TaskGroup } from './group';

/** Who waits for room in the queue of a group. */
export class Rooms {
  private waiting: { group: TaskGroup; resolve: () => void }[] = [];

  when(group: TaskGroup): Promise<void> {
    if (group.queued < group.settings.maxQueued) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ group, resolve }));
  }

  /** Tells those that wait for a group if there is room. */
  tell(group: TaskGroup): void {
    if (this.waiting.length === 0 || group.queued >= group.settings.maxQueued) return;
    for (const room of this.waiting) if (room.group === group) room.resolve();
    this.waiting = this.waiting.filter((room) => room.group !== group);
  }

  /** Tells all. */
  dispose(): void {
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }
}
