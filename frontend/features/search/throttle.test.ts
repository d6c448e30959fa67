import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle';

describe('a throttle', () => {
  let handedOn: string[];
  let throttle: Throttle<string>;

  beforeEach(() => {
    vi.useFakeTimers();
    handedOn = [];
    throttle = new Throttle<string>(400, (value) => handedOn.push(value));
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes on the first value at once and the last of the rest after the interval', () => {
    throttle.push('a');
    throttle.push('ab');
    throttle.push('abc');
    expect(handedOn).toEqual(['a']);
    vi.advanceTimersByTime(400);
    expect(handedOn).toEqual(['a', 'abc']);
    vi.advanceTimersByTime(4_000);
    expect(handedOn).toEqual(['a', 'abc']);
    throttle.push('abcd');
    expect(handedOn).toEqual(['a', 'abc', 'abcd']);
  });

  it('passes on fewer than a hundred values in half a minute, however many are pushed', () => {
    for (let each = 0; each < 1_000; each++) {
      throttle.push(String(each));
      vi.advanceTimersByTime(30);
    }
    vi.advanceTimersByTime(400);
    expect(handedOn.length).toBeLessThan(100);
    expect(handedOn.at(-1)).toBe('999');
  });

  it('passes on the waiting value on flush, and nothing after cancel', () => {
    throttle.push('a');
    throttle.push('ab');
    throttle.flush();
    expect(handedOn).toEqual(['a', 'ab']);
    throttle.push('abc');
    throttle.cancel();
    vi.advanceTimersByTime(4_000);
    throttle.flush();
    expect(handedOn).toEqual(['a', 'ab']);
    throttle.push('b');
    expect(handedOn).toEqual(['a', 'ab', 'b']);
  });
});
