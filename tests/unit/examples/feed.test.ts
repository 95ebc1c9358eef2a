import { describe, expect, it } from 'vitest';
import { authors, createMessages, PICTURES } from '../../../examples/feed/messages';

const MANY = 20_000;

describe('the messages of the feed', () => {
  it('are the same whenever they are asked for, also those before the first', () => {
    const [one, other] = [createMessages(7), createMessages(7)];
    for (let at = -MANY; at < MANY; at += 7) {
      expect(one.author(at)).toBe(other.author(at));
      expect(one.body(at)).toBe(other.body(at));
      expect(one.time(at)).toBe(other.time(at));
      expect(one.picture(at)).toBe(other.picture(at));
    }
  });

  it('are of everybody, short and long, some with a picture', () => {
    const messages = createMessages(7);
    const writers = new Set<number>();
    const pictures = new Set<number>();
    let shortest = Number.POSITIVE_INFINITY;
    let longest = 0;
    for (let at = -MANY; at < MANY; at++) {
      writers.add(messages.author(at));
      pictures.add(messages.picture(at));
      shortest = Math.min(shortest, messages.body(at).length);
      longest = Math.max(longest, messages.body(at).length);
      expect(messages.time(at)).toMatch(/^(1?\d|2[0-3]):[0-5]\d$/);
    }
    expect(writers.size).toBe(authors.length);
    expect(pictures.size).toBe(PICTURES + 1);
    expect(shortest).toBeLessThan(12);
    expect(longest).toBeGreaterThan(700);
  });
});
