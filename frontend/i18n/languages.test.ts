import { describe, expect, it } from 'vitest';
import { bestLanguage } from './languages';

describe('the language of the app', () => {
  it('is the first of the browser that it speaks', () => {
    expect(bestLanguage(['fr-FR', 'ar-EG', 'en'])).toBe('ar');
    expect(bestLanguage(['en-GB', 'ar'])).toBe('en');
  });

  it('is English when it speaks none', () => {
    expect(bestLanguage(['fr', 'constructor'])).toBe('en');
    expect(bestLanguage([])).toBe('en');
  });
});
