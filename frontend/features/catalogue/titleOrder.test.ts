import { describe, expect, it } from 'vitest';
import { letterOf, titleOrder } from './titleOrder';

const sorted = (names: readonly string[], locale: string) => [...names].sort(titleOrder(locale));

describe('the order of names', () => {
  it('ignores the article and what honours a scholar, in Arabic', () => {
    const names = ['الشيخ محمد', 'الفوزان', 'أحمد', 'ابن باز', 'فضيلة الشيخ صالح', 'العثيمين'];
    expect(sorted(names, 'ar')).toEqual([
      'ابن باز',
      'أحمد',
      'فضيلة الشيخ صالح',
      'العثيمين',
      'الفوزان',
      'الشيخ محمد',
    ]);
  });

  it('ignores the article, honours and the marks of transliteration, in Latin letters', () => {
    const names = [
      'The Three Principles',
      'Shaykh Ṣāliḥ',
      'al-Fawzān',
      'ʿAbd al-Azīz',
      'Dr. Bilāl',
      'ash-Shaykh Zayd',
    ];
    expect(sorted(names, 'en')).toEqual([
      'ʿAbd al-Azīz',
      'Dr. Bilāl',
      'al-Fawzān',
      'Shaykh Ṣāliḥ',
      'The Three Principles',
      'ash-Shaykh Zayd',
    ]);
  });

  it('takes numbers as numbers', () => {
    expect(sorted(['Part 10', 'Part 9', 'الدرس ٢', 'الدرس ١٠'], 'ar')).toEqual([
      'الدرس ٢',
      'الدرس ١٠',
      'Part 9',
      'Part 10',
    ]);
  });
});

describe('the letter of a name', () => {
  it.each([
    ['الفوزان', 'ف'],
    ['أحمد', 'ا'],
    ['آداب', 'ا'],
    ['الشيخ عبد الرزاق', 'ع'],
    ['Shaykh ʿUmar', 'U'],
    ['ʿAbd al-Azīz', 'A'],
    ['Ṣāliḥ', 'S'],
    ['“Patience”', 'P'],
    ['40 Hadith', '#'],
    ['الله', 'ل'],
    ['Shaykh', 'S'],
  ])('of “%s” is %s', (name, letter) => {
    expect(letterOf(name)).toBe(letter);
  });
});
