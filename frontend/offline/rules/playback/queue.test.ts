import { describe, expect, it } from 'vitest';
import { addLast, following, MAX_QUEUED, moved, playNext, preceding, without } from './queue';

const SERIES = ['one', 'two', 'three', 'four'];
const always = () => true;

describe('the queue', () => {
  it('takes a lecture at its head or at its end, and none twice', () => {
    expect(playNext(['a', 'b'], 'c')).toEqual(['c', 'a', 'b']);
    expect(playNext(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(addLast(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
    expect(addLast(['a', 'b'], 'a')).toEqual(['a', 'b']);
  });

  it('is bounded: what comes next is taken, what would come last is not', () => {
    const full = Array.from({ length: MAX_QUEUED }, (_, n) => `l${n}`);
    expect(addLast(full, 'more')).toBe(full);
    expect(playNext(full, 'more')).toHaveLength(MAX_QUEUED);
    expect(playNext(full, 'more')[0]).toBe('more');
  });

  it.each([
    ['up', 'c', 0, ['c', 'a', 'b', 'd']],
    ['down', 'a', 2, ['b', 'c', 'a', 'd']],
    ['to the end', 'a', 3, ['b', 'c', 'd', 'a']],
    ['beyond the end', 'a', 99, ['b', 'c', 'd', 'a']],
    ['before the beginning', 'd', -1, ['d', 'a', 'b', 'c']],
    ['nowhere', 'b', 1, ['a', 'b', 'c', 'd']],
  ])('lets a lecture be moved %s', (_where, id, to, expected) => {
    expect(moved(['a', 'b', 'c', 'd'], id, to)).toEqual(expected);
  });

  it('stays as it is when what is moved or taken out is not in it', () => {
    const queue = ['a'];
    expect(moved(queue, 'x', 0)).toBe(queue);
    expect(without(queue, 'x')).toBe(queue);
  });
});

describe('what comes next', () => {
  it('is the queue’s first, then the series’ next', () => {
    expect(following(['a'], SERIES, 'two', always)).toBe('a');
    expect(following([], SERIES, 'two', always)).toBe('three');
  });

  it('passes over what cannot be played now', () => {
    const playable = (id: string) => id === 'four' || id === 'b';
    expect(following(['a', 'b'], SERIES, 'two', playable)).toBe('b');
    expect(following(['a'], SERIES, 'two', playable)).toBe('four');
  });

  it('is nothing at the end of a series, and after a lecture that stands alone', () => {
    expect(following([], SERIES, 'four', always)).toBeNull();
    expect(following([], [], 'alone', always)).toBeNull();
  });

  it('never is the lecture that plays', () => {
    expect(following(['two'], SERIES, 'two', always)).toBe('three');
  });

  it('before it is the nearest that can be played, or nothing', () => {
    expect(preceding(SERIES, 'three', always)).toBe('two');
    expect(preceding(SERIES, 'three', (id) => id === 'one')).toBe('one');
    expect(preceding(SERIES, 'one', always)).toBeNull();
    expect(preceding(SERIES, 'elsewhere', always)).toBeNull();
  });
});
