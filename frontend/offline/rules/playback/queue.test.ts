import { describe, expect, it } from 'vitest';
import { addLast, afterQueue, following, MAX_QUEUED, moved, playNext, preceding, without } from './queue';

const SERIES = ['one', 'two', 'three', 'four'];
const always = () => true;

describe('the queue', () => {
  it('adds a lecture at its head or at its end, and contains none twice', () => {
    expect(playNext(['a', 'b'], 'c')).toEqual(['c', 'a', 'b']);
    expect(playNext(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(addLast(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
    expect(addLast(['a', 'b'], 'a')).toEqual(['a', 'b']);
  });

  it('has a limit: it accepts a lecture at its head, and refuses one at its end', () => {
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
  ])('moves a lecture %s', (_where, id, to, expected) => {
    expect(moved(['a', 'b', 'c', 'd'], id, to)).toEqual(expected);
  });

  it('does not change when the lecture to move or remove is not in it', () => {
    const queue = ['a'];
    expect(moved(queue, 'x', 0)).toBe(queue);
    expect(without(queue, 'x')).toBe(queue);
  });
});

describe('the choice of the next lecture', () => {
  it('takes the first of the queue, then the next of the series', () => {
    expect(following(['a'], SERIES, 'two', always)).toBe('a');
    expect(following([], SERIES, 'two', always)).toBe('three');
  });

  it('skips lectures that cannot be played now', () => {
    const playable = (id: string) => id === 'four' || id === 'b';
    expect(following(['a', 'b'], SERIES, 'two', playable)).toBe('b');
    expect(following(['a'], SERIES, 'two', playable)).toBe('four');
  });

  it('finds none at the end of a series, and none after a single lecture', () => {
    expect(following([], SERIES, 'four', always)).toBeNull();
    expect(following([], [], 'alone', always)).toBeNull();
  });

  it('never takes the lecture that plays', () => {
    expect(following(['two'], SERIES, 'two', always)).toBe('three');
  });

  it.each([
    [[], 'two', ['three', 'four']],
    [['c'], 'two', ['d']],
    [['four', 'two'], 'one', ['three', 'four']],
    [['alone'], 'two', []],
    [['a'], 'four', ['b', 'c', 'd']],
    [[], 'alone', []],
  ])('goes on after the queue %o as it says beforehand', (queue, loaded, expected) => {
    const others = ['a', 'b', 'c', 'd'];
    const seriesOf = (id: string) => [SERIES, others].find((series) => series.includes(id)) ?? [];
    expect(afterQueue(queue, loaded, seriesOf, always, 5)).toEqual(expected);
    const played: string[] = [];
    let waiting: readonly string[] = queue;
    for (let next: string | null = loaded; next !== null;) {
      const now: string = next;
      next = following(waiting, seriesOf(now), now, always);
      if (next !== null) {
        played.push(next);
        waiting = without(waiting, next);
      }
    }
    expect(played).toEqual([...queue, ...expected]);
  });

  it('says no more than it is asked for, and nothing that cannot be played', () => {
    const seriesOf = () => SERIES;
    expect(afterQueue([], 'one', seriesOf, always, 2)).toEqual(['two', 'three']);
    expect(afterQueue([], 'one', seriesOf, (id) => id === 'four', 2)).toEqual(['four']);
  });

  it('finds as the previous one the nearest that can be played', () => {
    expect(preceding(SERIES, 'three', always)).toBe('two');
    expect(preceding(SERIES, 'three', (id) => id === 'one')).toBe('one');
    expect(preceding(SERIES, 'one', always)).toBeNull();
    expect(preceding(SERIES, 'elsewhere', always)).toBeNull();
  });
});
