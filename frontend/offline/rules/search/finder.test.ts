import { describe, expect, it } from 'vitest';
import { finderOf, numberIn } from './finder';

describe('looking through a short list', () => {
  it.each([
    ['فوائد', ['من فوائد الدرس'], 3, true],
    ['tawhid', ['Kitāb al-Tawḥīd'], 3, true],
    ['kitab wajib', ['Kitāb al-Tawḥīd', 'الواجب', 'wājib'], 3, true],
    ['kitab fiqh', ['Kitāb al-Tawḥīd'], 3, false],
    ['٣٠', ['Patience'], 30, true],
    ['30', ['Patience'], 3, false],
    ['30', ['Thirty words: 30'], 3, true],
  ])('for “%s” in %o, number %i: %s', (query, texts, number, found) => {
    expect(finderOf(query)(texts, number)).toBe(found);
  });

  it.each([
    ['30', 30],
    [' ٣٠ ', 30],
    ['۰۳۰', 30],
    ['30a', null],
    ['3 0', null],
    ['', null],
  ])('reads the number in “%s”', (query, number) => {
    expect(numberIn(query)).toBe(number);
  });
});
