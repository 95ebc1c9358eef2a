import { describe, expect, it } from 'vitest';
import { type Breaker, createBreaker } from '../../../src/network';

describe('a breaker', () => {
  it('opens at the share of failures, not below the least number of calls', () => {
    const { breaker } = make({ minCalls: 4, share: 0.5 });
    call(breaker, 'failure', 3);
    expect(breaker.state).toBe('closed');
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
    expect(breaker.begin()).toBeUndefined();
    const other = make({ minCalls: 4, share: 0.5 }).breaker;
    call(other, 'success', 5);
    call(other, 'failure', 4);
    expect(other.state).toBe('closed');
    call(other, 'failure');
    expect(other.state).toBe('open');
  });

  it('forgets what is older than its window', () => {
    const { breaker, clock } = make({ minCalls: 4, windowMs: 1000 });
    call(breaker, 'failure', 3);
    clock.now = 1200;
    call(breaker, 'failure', 3);
    expect(breaker.state).toBe('closed');
    clock.now = 1300;
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('lets one call through after a pause that doubles, and closes with its success', () => {
    const { breaker, clock } = make({ minCalls: 1, openMs: 100, maxOpenMs: 300 });
    call(breaker, 'failure');
    for (const pause of [100, 200, 300, 300]) {
      expect(breaker.waitMs()).toBe(pause);
      clock.now += pause - 1;
      expect(breaker.begin()).toBeUndefined();
      clock.now += 1;
      expect(breaker.state).toBe('half-open');
      const end = breaker.begin();
      expect(end).toBeDefined();
      expect(breaker.begin()).toBeUndefined();
      end!('failure');
      expect(breaker.state).toBe('open');
    }
    clock.now += 300;
    breaker.begin()!('success');
    expect([breaker.state, breaker.waitMs(), breaker.opened]).toEqual(['closed', 0, 5]);
    call(breaker, 'success');
    call(breaker, 'failure');
    expect(breaker.waitMs()).toBe(100);
  });

  it('tries again when the call that was let through was cancelled', () => {
    const { breaker, clock } = make({ minCalls: 1, openMs: 100 });
    call(breaker, 'failure');
    clock.now = 100;
    breaker.begin()!('ignore');
    breaker.begin()!('success');
    expect(breaker.state).toBe('closed');
  });

  it('is not closed by calls that began before it opened', () => {
    const { breaker, clock } = make({ minCalls: 2, openMs: 100 });
    const late = breaker.begin()!;
    call(breaker, 'failure', 2);
    clock.now = 150;
    const tried = breaker.begin()!;
    late('success');
    expect(breaker.begin()).toBeUndefined();
    tried('success');
    expect(breaker.state).toBe('closed');
  });
});

function make(options: Parameters<typeof createBreaker>[0]) {
  const clock = { now: 0 };
  return { clock, breaker: createBreaker(options, { now: () => clock.now, random: () => 0 }) };
}

function call(breaker: Breaker, result: 'success' | 'failure', times = 1): void {
  for (let i = 0; i < times; i++) breaker.begin()!(result);
}
