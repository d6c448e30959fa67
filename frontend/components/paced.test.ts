import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Paced } from './paced';

describe('Paced', () => {
  let handedOn: string[];
  let paced: Paced<string>;

  beforeEach(() => {
    vi.useFakeTimers();
    handedOn = [];
    paced = new Paced<string>(400, (value) => handedOn.push(value));
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('hands on the first at once and the last of the rest in its turn', () => {
    paced.give('a');
    paced.give('ab');
    paced.give('abc');
    expect(handedOn).toEqual(['a']);
    vi.advanceTimersByTime(400);
    expect(handedOn).toEqual(['a', 'abc']);
    vi.advanceTimersByTime(4_000);
    expect(handedOn).toEqual(['a', 'abc']);
    paced.give('abcd');
    expect(handedOn).toEqual(['a', 'abc', 'abcd']);
  });

  it('hands on less than a hundred in half a minute, however many it is given', () => {
    for (let each = 0; each < 1_000; each++) {
      paced.give(String(each));
      vi.advanceTimersByTime(30);
    }
    vi.advanceTimersByTime(400);
    expect(handedOn.length).toBeLessThan(100);
    expect(handedOn.at(-1)).toBe('999');
  });

  it('hands on what waits when it is told to, and nothing after it was dropped', () => {
    paced.give('a');
    paced.give('ab');
    paced.flush();
    expect(handedOn).toEqual(['a', 'ab']);
    paced.give('abc');
    paced.drop();
    vi.advanceTimersByTime(4_000);
    paced.flush();
    expect(handedOn).toEqual(['a', 'ab']);
    paced.give('b');
    expect(handedOn).toEqual(['a', 'ab', 'b']);
  });
});
