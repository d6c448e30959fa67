import { describe, expect, it } from 'vitest';
import { matches } from './matches';

describe('searching', () => {
  it.each([
    ['الاصول', 'شرح الأصول الثلاثة'],
    ['ثلاثه', 'شرح الأصول الثلاثة'],
    ['ربه', 'معرفة العبد ربَّه'],
    ['التوكل', 'معنى التـــوكّل'],
    ['معني', 'معنى التوكل'],
    ['usul', 'Uṣūl al-Thalātha'],
    ['PRINCIPLES three', 'The Three Principles'],
    ['', 'anything'],
  ])('finds “%s” in “%s”', (query, title) => {
    expect(matches(query, title)).toBe(true);
  });

  it('needs every word', () => {
    expect(matches('three fasting', 'The Three Principles')).toBe(false);
  });
});
