import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFeedSource } from '../../../examples/feed/feed-source';
import { authors, createMessages, PICTURES } from '../../../examples/feed/messages';
import { same } from '../../same';
import { createSourceList } from '../data/source-list';

const MANY = 20_000;

describe('the messages of the feed', () => {
  it('are the same whenever they are asked for, also those before the first', () => {
    const [one, other] = [createMessages(7), createMessages(7)];
    for (let at = -MANY; at < MANY; at += 7) {
      same(one.author(at), other.author(at));
      same(one.body(at), other.body(at));
      same(one.time(at), other.time(at));
      same(one.picture(at), other.picture(at));
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
      const time = messages.time(at);
      same(/^(1?\d|2[0-3]):[0-5]\d$/.test(time), true, time);
    }
    expect(writers.size).toBe(authors.length);
    expect(pictures.size).toBe(PICTURES + 1);
    expect(shortest).toBeLessThan(12);
    expect(longest).toBeGreaterThan(700);
  });
});

describe('the source of the feed', () => {
  afterEach(() => vi.useRealTimers());

  it('has an archive that is asked for page by page, what came before it, and what comes', async () => {
    vi.useFakeTimers();
    const feed = createFeedSource(1000);
    const stage = createSourceList(feed.rows, (index) => [
      feed.numberOf(index),
      feed.editsOf(index),
    ]);
    const settle = async () => {
      stage.app.frames(2);
      await vi.advanceTimersByTimeAsync(500);
      stage.app.frames(2);
    };
    const numbers = () => [...stage.seen()].sort(([a], [b]) => a - b).map(([, [at]]) => at);
    stage.app.frames(2);
    expect(stage.seen().size).toBe(0);
    await settle();
    expect(numbers().slice(0, 3)).toEqual([0, 1, 2]);
    feed.loadOlder(50);
    feed.loadOlder(50);
    await settle();
    // What was in sight stays there.
    expect(stage.list.count).toBe(1050);
    expect([stage.list.firstVisible, feed.numberOf(50), feed.numberOf(0)]).toEqual([50, 0, -50]);
    stage.list.scrollToIndex(1049, 'end');
    for (let i = 0; i < 30; i++) feed.arrive();
    await settle();
    // Of 30 some were taken back, and some changed.
    expect(stage.list.count).toBeLessThan(1080);
    expect(stage.list.count).toBeGreaterThan(1070);
    const live = Array.from({ length: stage.list.count - 1050 }, (_, i) => 1050 + i);
    expect(live.filter((index) => feed.editsOf(index) > 0).length).toBeGreaterThan(2);
    expect(new Set(live.map(feed.numberOf)).size).toBe(live.length);
    expect(stage.errors).toEqual([]);
    stage.app.dispose();
  });
});
