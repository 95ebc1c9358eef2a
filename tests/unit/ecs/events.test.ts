import { describe, expect, it } from 'vitest';
import { createEvents } from '../../../src/ecs';

type Map = { saved: number; closed: undefined };

describe('events', () => {
  it('reach the listeners of their type in the order they were added', () => {
    const events = createEvents<Map>(() => {});
    const log: unknown[] = [];
    events.on('saved', (value) => log.push(['a', value]));
    events.on('saved', (value) => log.push(['b', value]));
    events.on('closed', () => log.push('closed'));
    events.emit('saved', 1);
    expect(log).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('count their listeners, however they leave', () => {
    const events = createEvents<Map>(() => {});
    const listener = (): void => {};
    const stop = events.on('saved', listener);
    events.on('saved', listener);
    events.on('closed', listener);
    expect(events.listenerCount()).toBe(3);
    stop();
    stop();
    expect(events.listenerCount()).toBe(2);
    events.clear();
    stop();
    expect(events.listenerCount()).toBe(0);
    events.on('closed', listener);
    expect(events.listenerCount()).toBe(1);
  });

  it('let a listener stop itself and others while they are told', () => {
    const events = createEvents<Map>(() => {});
    const log: string[] = [];
    const stop = events.on('closed', () => {
      log.push('a');
      stop();
    });
    events.on('closed', () => log.push('b'));
    events.emit('closed', undefined);
    events.emit('closed', undefined);
    expect(log).toEqual(['a', 'b', 'b']);
  });

  it('report a listener whose promise rejects', async () => {
    const errors: unknown[] = [];
    const events = createEvents<Map>((error, type) => errors.push([String(error), type]));
    events.on('saved', async () => {
      throw new Error('later');
    });
    events.emit('saved', 1);
    await Promise.resolve();
    await Promise.resolve();
    expect(errors).toEqual([['Error: later', 'saved']]);
  });

  it('tell everybody before an error of the host leaves emit', () => {
    const events = createEvents<Map>(() => {
      throw new Error('host');
    });
    let called = 0;
    for (let i = 0; i < 3; i++) {
      events.on('saved', () => {
        called++;
        throw new Error('listener');
      });
    }
    expect(() => events.emit('saved', 1)).toThrow('host');
    expect(called).toBe(3);
  });
});
