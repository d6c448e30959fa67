import { describe, expect, it } from 'vitest';
import { insecureAddressWords } from './secure-address';

describe('an address that is not secure', () => {
  it('is told in both languages instead of “could not be loaded”', () => {
    const words = insecureAddressWords({ isSecureContext: false });
    expect(words).toContain('begins with https');
    expect(words).toContain('يبدأ بـ https');
  });

  it('is not told where the app can start', () => {
    expect(insecureAddressWords({ isSecureContext: true })).toBeNull();
  });
});
