import { describe, expect, it } from 'vitest';
import { bestLanguage } from './languages';

describe('the language of the app', () => {
  it('is the first language of the browser that the app knows', () => {
    expect(bestLanguage(['fr-FR', 'ar-EG', 'en'])).toBe('ar');
    expect(bestLanguage(['en-GB', 'ar'])).toBe('en');
  });

  it('is English when the app knows none of them', () => {
    expect(bestLanguage(['fr', 'constructor'])).toBe('en');
    expect(bestLanguage([])).toBe('en');
  });
});
